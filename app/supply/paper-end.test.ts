import { expect, test } from "vitest";
import { daysLeft, paperWords, stageOf } from "./paper-end";

test.each([
  ["2026-12-29", 31, undefined],
  ["2026-12-28", 30, 30],
  ["2026-12-06", 8, 30],
  ["2026-12-05", 7, 7],
  ["2026-11-28", 0, 7],
  ["2026-11-27", -1, 0],
])("on 28 November a paper that ends on %s has %i days, and its warning is %s", (expiresOn, days, stage) => {
  expect(daysLeft(expiresOn, "2026-11-28")).toBe(days);
  expect(stageOf(days)).toBe(stage);
});

test("what is over says what came down, and what brings it back", () => {
  expect(paperWords("SC", -1)).toContain("加工食品缺少有效的生产许可");
  expect(paperWords("GREEN", -3)).toContain("已自动撤下");
  expect(paperWords("GREEN", 5)).toContain("还有 5 天到期");
});
