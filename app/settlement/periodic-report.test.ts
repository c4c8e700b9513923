import { expect, test } from "vitest";
import { lastEnded, periodBefore, reportSpan, reportTitle, yearBefore } from "./periodic-report";

test.each([
  ["MONTH", "2026-02", "2026-02", "2026-02", "2026-02-28"],
  ["QUARTER", "2026-Q3", "2026-07", "2026-09", "2026-09-30"],
  ["HALF_YEAR", "2026-H2", "2026-07", "2026-12", "2026-12-31"],
  ["YEAR", "2024", "2024-01", "2024-12", "2024-12-31"],
] as const)("%s %s runs from %s to %s", (kind, period, from, to, lastDay) => {
  expect(reportSpan(kind, period)).toMatchObject({ from, to, lastDay });
});

test.each([
  ["MONTH", "2026-13"],
  ["QUARTER", "2026-Q5"],
  ["HALF_YEAR", "2026"],
  ["YEAR", "2026-Q1"],
  ["YEAR", "9999"],
  ["QUARTER", "0000-Q1"],
] as const)("%s has no %s", (kind, period) => {
  expect(reportSpan(kind, period)).toBeUndefined();
});

test.each([
  ["2026-11-28", "2026-10", "2026-Q3", "2026-H1", "2025"],
  ["2026-01-01", "2025-12", "2025-Q4", "2025-H2", "2025"],
  ["2026-03-31", "2026-02", "2025-Q4", "2025-H2", "2025"],
] as const)("on %s the last months, quarters, halves and years that are over", (day, month, quarter, half, year) => {
  expect((["MONTH", "QUARTER", "HALF_YEAR", "YEAR"] as const).map((kind) => lastEnded(kind, day))).toEqual([
    month,
    quarter,
    half,
    year,
  ]);
});

test.each([
  ["MONTH", "2026-01", "2025-12", "2025-01"],
  ["QUARTER", "2026-Q1", "2025-Q4", "2025-Q1"],
  ["QUARTER", "2026-Q3", "2026-Q2", "2025-Q3"],
  ["HALF_YEAR", "2026-H1", "2025-H2", "2025-H1"],
  ["HALF_YEAR", "2026-H2", "2026-H1", "2025-H2"],
  ["YEAR", "2026", "2025", "2025"],
] as const)("%s %s is compared with %s and %s", (kind, period, before, year) => {
  expect([periodBefore(kind, period), yearBefore(period)]).toEqual([before, year]);
});

test.each([
  ["MONTH", "2026-09", "2026 年 9 月报告", "2026 年 9 月农户收入报告"],
  ["QUARTER", "2026-Q3", "2026 年第三季度分析", "2026 年第三季度农户收入分析"],
  ["HALF_YEAR", "2026-H1", "2026 年上半年小结", "2026 年上半年农户收入小结"],
  ["YEAR", "2025", "2025 年度总结", "2025 年度农户收入总结"],
] as const)("%s %s is called %s, and of income %s", (kind, period, title, ofIncome) => {
  expect(reportTitle({ kind, period })).toBe(title);
  expect(reportTitle({ kind, period }, "农户收入")).toBe(ofIncome);
});
