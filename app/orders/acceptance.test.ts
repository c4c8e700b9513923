import { expect, test } from "vitest";
import { acceptableDays, MOST_ACCEPTANCES, nameOfContact, whatIsMissing } from "./acceptance";

test.each([
  ["王老师 13800000000", "王老师"],
  ["李主任（0559-6512345）", "李主任"],
  ["后勤处 周敏，电话：138 0000 0000", "后勤处 周敏"],
  ["Zhou Min, +86 138 0000 0000", "Zhou Min"],
  ["周敏（食堂管理员）", "周敏（食堂管理员）"],
  ["张三１３８００００００００", "张三"],
  ["13800000000", ""],
  ["食堂 3 号库 陈师傅", "食堂 3 号库 陈师傅"],
])("of %s the name is kept, the number is not", (contact, name) => {
  expect(nameOfContact(contact)).toBe(name);
});

test("the days are Beijing's", () => {
  const days = acceptableDays(new Date("2026-11-20T16:30:00Z"), new Date("2026-11-22T15:59:00Z"));
  expect(days).toEqual({ from: "2026-11-21", to: "2026-11-22" });
});

test("the first one brings the signed paper, a later one anything new, and there is an end to it", () => {
  const nothing = { remarks: null, reportPages: 0, invoicePages: 0 };
  expect(whatIsMissing({ ...nothing, invoicePages: 1 }, 0)).toEqual({ kind: "report-missing" });
  expect(whatIsMissing({ ...nothing, reportPages: 1 }, 0)).toBeUndefined();
  expect(whatIsMissing(nothing, 1)).toEqual({ kind: "nothing-new" });
  expect(whatIsMissing({ ...nothing, invoicePages: 1 }, 1)).toBeUndefined();
  expect(whatIsMissing({ ...nothing, remarks: "少一箱" }, 1)).toBeUndefined();
  expect(whatIsMissing({ ...nothing, reportPages: 1 }, MOST_ACCEPTANCES)).toEqual({
    kind: "too-many",
    most: MOST_ACCEPTANCES,
  });
});
