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
