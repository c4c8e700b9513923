import { expect, test } from "vitest";
import { lastEnded, reportDifferences, reportSpan, type PeriodicReportBody } from "./periodic-report";

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

const figures = {
  households: 3,
  people: 7,
  earning: 2,
  accruedFen: "500",
  paidFen: "300",
  attributedFen: "900",
  declaredFen: "0",
};
const body: PeriodicReportBody = {
  areaCode: "341021203",
  kind: "QUARTER",
  period: "2026-Q3",
  total: figures,
  parts: [
    { ...figures, code: "a", households: 2, people: 4, earning: 1, paidFen: "100" },
    {
      ...figures,
      code: "b",
      households: 1,
      people: 3,
      earning: 1,
      accruedFen: "0",
      paidFen: "200",
      attributedFen: "0",
    },
  ],
  byClass: [{ incomeClass: "BUSINESS", accruedFen: "500", paidFen: "300" }],
  byStanding: [
    { standing: "GENERAL", households: 2, people: 5 },
    { standing: "MONITORED", households: 1, people: 2 },
  ],
  events: [],
  problems: { opened: 0, closed: 0, overdue: 0 },
  visits: { households: 0, visits: 0 },
  cooperatives: [],
  closedMonths: [],
  stated: [],
};

test("a report whose parts, categories and classes add up has no difference", () => {
  expect(reportDifferences(body)).toEqual([]);
});

test("each sum that fails is a sentence with both figures", () => {
  expect(reportDifferences({ ...body, total: { ...figures, households: 4, paidFen: "301" } })).toEqual([
    "户数合计 4，各类别之和 3，相差 1。",
    "到户收入合计 3.01 元，四类之和 3.00 元，相差 0.01 元。",
    "户数合计 4，下级各地之和 3，相差 1。",
    "到户收入合计 3.01 元，下级各地之和 3.00 元，相差 0.01 元。",
  ]);
});
