import { expect, test } from "vitest";
import type { PeriodicReportBody } from "./report-body";
import { reportDifferences } from "./report-differences";

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

const then = { ...figures, accruedFen: "400", paidFen: "250" };
const full: PeriodicReportBody = {
  ...body,
  version: 2,
  parts: body.parts.map((part, index) => ({ ...part, paidYearBeforeFen: index === 0 ? "50" : "200" })),
  months: [
    { period: "2026-07", accruedFen: "100", paidFen: "300", declaredFen: "0" },
    { period: "2026-08", accruedFen: "400", paidFen: "0", declaredFen: "0" },
  ],
  compared: { yearBefore: { period: "2025-Q3", figures: then } },
  byClassYearBefore: [{ incomeClass: "BUSINESS", accruedFen: "400", paidFen: "250" }],
};

test("months, groups and the year before come to their totals as well", () => {
  expect(reportDifferences(full)).toEqual([]);
  const [july, ...months] = full.months ?? [];
  if (!july) throw new Error("no month");
  expect(reportDifferences({ ...full, months: [{ ...july, declaredFen: "1" }, ...months] })).toEqual([
    "申报收入合计 0.00 元，各月之和 0.01 元，相差 0.01 元。",
  ]);
  expect(reportDifferences({ ...full, months })).toEqual([
    "应计收入合计 5.00 元，各月之和 4.00 元，相差 1.00 元。",
    "到户收入合计 3.00 元，各月之和 0.00 元，相差 3.00 元。",
  ]);
  expect(reportDifferences({ ...full, compared: { yearBefore: { period: "2025-Q3", figures: figures } } })).toEqual([
    "上年同期到户收入合计 3.00 元，下级各地之和 2.50 元，相差 0.50 元。",
    "上年同期应计收入合计 5.00 元，四类之和 4.00 元，相差 1.00 元。",
    "上年同期到户收入合计 3.00 元，四类之和 2.50 元，相差 0.50 元。",
  ]);
  expect(reportDifferences({ ...full, parts: [], groups: [{ ...figures, name: "一组", earning: 1 }] })).toEqual([
    "有收入户合计 2，各村民组之和 1，相差 1。",
  ]);
});

test("without a record of the year before nothing is asked of it", () => {
  const { byClassYearBefore: _, ...rest } = full;
  const none = { ...rest, parts: body.parts, compared: { yearBefore: { period: "2025-Q3", figures: null } } };
  expect(reportDifferences(none)).toEqual([]);
});
