import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { PeriodicReportBody } from "~/settlement/report-body";
import { ReportSheet } from "./report-sheet";

const total = {
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
  kind: "MONTH",
  period: "2026-03",
  total,
  parts: [],
  byClass: [],
  byStanding: [],
  events: [],
  problems: { opened: 3, closed: 5, overdue: 1, underway: 8 },
  visits: { households: 0, visits: 0 },
  cooperatives: [],
  closedMonths: [],
  stated: [],
};

const text = (element: ReactElement) =>
  renderToStaticMarkup(element)
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

const sheet = (change: Partial<PeriodicReportBody> = {}, now: PeriodicReportBody["total"] | null = null) =>
  text(<ReportSheet areaName="昌溪乡" body={{ ...body, ...change }} names={{}} now={now} />);

test("the closing rate is a share of what was open in the period, never of what was opened in it", () => {
  expect(sheet()).toContain("新登记问题 3 件，销号 5 件（期内在办 8 件，销号率 62.50 %），期末超期 1 件");
  expect(sheet({ problems: { opened: 0, closed: 0, overdue: 0, underway: 0 } })).toContain("销号率 —");
});

test("a report from before the open ones were counted says no rate", () => {
  expect(sheet({ problems: { opened: 3, closed: 5, overdue: 1 } })).not.toContain("销号率");
});

test("beside what was published stands what changed, counts as well as money, and nothing else", () => {
  expect(sheet()).not.toContain("重述");
  const counts = sheet({}, { ...total, households: 4, earning: 1 });
  expect(counts).toMatch(/公布 重述 登记户 3 4 有收入户 2 1 按四类收入/);
  expect(sheet({}, { ...total, paidFen: "250" })).toMatch(/公布 重述 到户收入（已付） 3.00 2.50 按四类收入/);
});

const none = { period: "2025-03", figures: null };
const compared = { before: { period: "2026-02", figures: { ...total, paidFen: "200" } }, yearBefore: none };
const sections: Partial<PeriodicReportBody> = {
  version: 2,
  compared,
  parts: [{ ...total, code: "341021203201" }],
  byClass: [{ incomeClass: "BUSINESS", accruedFen: "500", paidFen: "300" }],
  byStanding: [{ standing: "GENERAL", households: 3, people: 7 }],
  events: [{ type: "NEWLY_IDENTIFIED", households: 1 }],
};

test("a month says in sentences what a longer report has in tables, beside the month before and the year before", () => {
  const month = sheet(sections);
  expect(month).toContain("到户收入中：经营性 3.00 元。期末登记户中：一般户 3 户 7 人。动态调整：新识别 1 户。");
  expect(month).toContain("到户收入（已付） 3.00 2.00 升 1.00 元 （50.0 %） — 去年同期无记录");
  for (const table of ["按四类收入", "户的类别", "分月", "目标进度"]) expect(month).not.toContain(table);
});

test("a half-year has its months with ✓ or ✗, the classes of both years and the targets", () => {
  const months = [{ period: "2026-01", accruedFen: "500", paidFen: "300", declaredFen: "0" }];
  const half = { ...sections, kind: "HALF_YEAR", period: "2026-H1", months, targets: [] } as const;
  const text = sheet(half);
  expect(text).toContain("核对一致： 各月之和 = 本期合计");
  expect(text).toMatch(/工资性 0\.00 0\.00 — 去年同期无记录 经营性 5\.00 3\.00/);
  expect(text).toContain("本年没有定目标");
  const off = sheet({ ...half, months: months.map((month) => ({ ...month, paidFen: "299" })) });
  expect(off).toContain("核对不一致： 各月之和 = 本期合计；到户收入合计 3.00 元，各月之和 2.99 元，相差 0.01 元。");
});

test("a report from before there were sections has the tables it was written with", () => {
  const { version: _, compared: _compared, ...old } = sections;
  const text = sheet(old);
  for (const table of ["各地情况", "按四类收入", "户的类别", "动态调整"]) expect(text).toContain(table);
  for (const section of ["环比", "同比", "分月", "目标进度"]) expect(text).not.toContain(section);
});
