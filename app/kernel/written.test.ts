import { expect, test } from "vitest";
import { isPersonName, isPlaceOrFirm, isPlainText, mobileNumber, phoneNumber } from "./written";

test.each([
  "张三",
  "阿依古丽·买买提",
  "𠮷田 𬱖",
  "Anna-Lena O’Neil",
  "José María d'Ávila Jr.",
  "Nguyễn Thị Ánh",
  "สมชาย ใจดี",
  "محمد بن سلمان",
  "می‌خواهم",
  "Ольга",
  "王女士（收）",
  "李明 2 号楼",
])("a person is called %s", (name) => expect(isPersonName(name)).toBe(true));

test.each([
  "",
  " ",
  "12345",
  "·-.",
  "😀",
  "张三😀",
  "👨‍👩‍👧",
  "王❤️",
  "张\u0007三",
  "张\u202e三",
  "张\n三",
  "<b>张三</b>",
  "张三=1+1",
  "\ue000",
])("nobody is called %j", (name) => expect(isPersonName(name)).toBe(false));

test.each([
  "浦东新区测试路1号",
  "Flat 3/B, 12 St. Mary’s Rd. #4 (rear)",
  "ул. Ленина, д. 5",
  "上海某某（集团）有限公司",
  "A座~3层+车库",
])("a place or a firm is written %s", (line) => expect(isPlaceOrFirm(line)).toBe(true));

test.each(["12345", "——！！", "浦东新区🏠1号", "浦东\u0000新区", "浦东\u202e新区"])(
  "a place or a firm is not written %j",
  (line) => expect(isPlaceOrFirm(line)).toBe(false),
);

test("words to the seller may hold lines and pictures, but nothing unseen that turns them around", () => {
  expect(isPlainText("放门口😀\n谢谢")).toBe(true);
  expect(isPlainText("放门口\u0007")).toBe(false);
  expect(isPlainText("放\u202e门口")).toBe(false);
});

test.each([
  ["139-0000-0000", "13900000000"],
  ["+86 139 0000 0000", "13900000000"],
  ["１３９００００００００", "13900000000"],
  ["12345678901", undefined],
  ["1390000000O", undefined],
  ["139000000001", undefined],
  ["😀", undefined],
])("%s as a mobile number is %s", (typed, stored) => {
  expect(mobileNumber(typed)).toBe(stored);
  expect(phoneNumber(typed)).toBe(stored);
});

test("a landline has its area code", () => {
  expect(phoneNumber("(021) 6888–0000")).toBe("02168880000");
  expect(phoneNumber("68880000")).toBeUndefined();
  expect(mobileNumber("02168880000")).toBeUndefined();
});
