import { expect, test } from "vitest";
import { maskRows, privateNumbersIn } from "./notice";

test.each([
  ["联系电话 13912345678", ["手机号"]],
  ["１３９ １２３４ ５６７８", ["手机号"]],
  ["139-1234-5678 或 +86 13912345678", ["手机号", "手机号"]],
  ["身份证 34102119600101123X", ["身份证号"]],
  ["341021 19600101 1234", ["身份证号"]],
  ["账号 6228 4804 0256 4890 018", ["银行账号或长号码"]],
  ["乡政府 0559-6512345，监督电话 12317", []],
  ["2026 年 10 月，合计 1,234,567.89 元，341021203201 村", []],
])("%s", (text, kinds) => {
  expect(privateNumbersIn(text).map(({ kind }) => kind)).toEqual(kinds);
});

test("few households are hidden, and with one hidden line a second, so that the total tells nothing", () => {
  const line = (name: string, households: number, earning: number, paidFen: bigint) => ({
    name,
    households,
    people: households * 3,
    earning,
    paidFen,
  });
  const rows = maskRows([line("甲", 30, 20, 100_00n), line("乙", 12, 3, 40_00n), line("丙", 25, 9, 60_00n)]);
  expect(rows.map(({ paid }) => paid)).toEqual(["100.00", "不公开", "不公开"]);
  expect(rows[1]).toMatchObject({ earning: "不足 5 户", households: "12" });
  expect(maskRows([line("甲", 4, 4, 1n)])[0]).toMatchObject({
    households: "不足 5 户",
    people: "不公开",
    paid: "不公开",
  });
  expect(maskRows([line("甲", 9, 0, 0n), line("乙", 9, 6, 5n)]).map(({ paid }) => paid)).toEqual(["0.00", "0.05"]);
});
