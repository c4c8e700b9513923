import { expect, test } from "vitest";
import { changeWords, comparisonRows, paidChange } from "./report-comparison";

test.each([
  [112_50n, 100_00n, "升 12.50 元（12.5 %）"],
  [100_00n, 112_50n, "降 12.50 元（11.1 %）"],
  [100_00n, 100_00n, "持平"],
  [100_00n, 0n, "升 100.00 元（基数为 0）"],
  [-100n, 0n, "降 1.00 元（基数为 0）"],
  [100n, -100n, "升 2.00 元（基数为负）"],
  // Half a tenth goes up: 1 of 2,000 are 0.05 %.
  [2_001n, 2_000n, "升 0.01 元（0.1 %）"],
  // What a float would round: beyond 2^53.
  [90_071_992_547_409_93n, 90_071_992_547_409_92n, "升 0.01 元（0.0 %）"],
] as const)("%s after %s: %s", (now, before, words) => {
  expect(changeWords(now, before, "元")).toBe(words);
});

const figures = {
  households: 3,
  people: 7,
  earning: 2,
  accruedFen: "500",
  paidFen: "300",
  attributedFen: "900",
  declaredFen: "0",
};

test("a period that is not on record is said to be so, one that came to nothing is compared with nothing", () => {
  const yearBefore = { period: "2025-03", figures: null };
  const before = { period: "2026-02", figures: { ...figures, paidFen: "0", earning: 1 } };
  const [earning, paid] = comparisonRows(figures, { before, yearBefore });
  expect(earning).toEqual({
    label: "有收入户",
    unit: "户",
    now: "2",
    before: { figure: "1", change: "升 1 户（100.0 %）" },
    yearBefore: { figure: "—", change: "去年同期无记录" },
  });
  expect(paid?.before).toEqual({ figure: "0.00", change: "升 3.00 元（基数为 0）" });
  expect(comparisonRows(figures, { yearBefore })[0]?.before).toBeUndefined();
  expect(paidChange("300", undefined)).toBe("去年同期无记录");
});
