import { formatYuan } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { lateEntries, type AreaReportBody, type ReportFigures } from "./area-report-store.server";
import { maskFigures, maskRows, type NoticeBody } from "./notice";
import { reportSpan } from "./periodic-report";
import type { PeriodicReportBody } from "./report-body";
import { reportTotal } from "./report-figures-store.server";

/** What a notice rests on: a closed month, or an approved report of a month, quarter, half-year or year. */
export type NoticeSource = { readonly closeId: string } | { readonly reportId: string };

export type NoticePreview = {
  readonly areaCode: string;
  readonly period: string;
  readonly plain: readonly { readonly name: string; readonly earning: number; readonly paid: string }[];
  readonly body: NoticeBody;
};

type Reported = {
  readonly areaCode: string;
  readonly period: string;
  readonly hash: string;
  readonly total: ReportFigures;
  readonly parts: readonly (ReportFigures & { readonly code: string })[];
  /** what was paid in all as it is known now, when that is something else */
  readonly restatedFen: bigint | null;
  readonly lateEntries: number;
};

/** The rows of a notice, as the report has them and as everybody may see them; undefined while there is nothing to publish. */
export async function noticePreview(db: Db, source: NoticeSource): Promise<NoticePreview | undefined> {
  const reported =
    "closeId" in source ? await closedMonth(db, source.closeId) : await approvedReport(db, source.reportId);
  if (!reported) return undefined;
  const areas = await db.area.findMany({
    where: { code: { in: reported.parts.map(({ code }) => code) } },
    select: { code: true, shortName: true },
  });
  const nameOf = (code: string) => areas.find((area) => area.code === code)?.shortName ?? code;
  const rows = reported.parts.map((part) => ({ ...part, name: nameOf(part.code), paidFen: BigInt(part.paidFen) }));
  const total = maskFigures({ ...reported.total, name: "合计", paidFen: BigInt(reported.total.paidFen) });
  return {
    areaCode: reported.areaCode,
    period: reported.period,
    plain: rows.map(({ name, earning, paidFen }) => ({ name, earning, paid: formatYuan(paidFen) })),
    body: {
      rows: maskRows(rows),
      total,
      restatedPaid: reported.restatedFen === null || total.paid === "不公开" ? null : formatYuan(reported.restatedFen),
      lateEntries: reported.lateEntries,
      reportHash: reported.hash,
    },
  };
}

async function closedMonth(db: Db, closeId: string): Promise<Reported | undefined> {
  const report = await db.areaReport.findFirst({
    where: { closeId, close: { state: "CLOSED" } },
    select: { body: true, hash: true },
  });
  if (!report) return undefined;
  const { areaCode, period, total, parts } = JSON.parse(report.body) as AreaReportBody;
  const late = await lateEntries(db, areaCode, period);
  const restatedFen = late.entries === 0 ? null : BigInt(total.paidFen) + late.paidFen;
  return { areaCode, period, hash: report.hash, total, parts, restatedFen, lateEntries: late.entries };
}

async function approvedReport(db: Db, reportId: string): Promise<Reported | undefined> {
  const report = await db.periodicReport.findFirst({
    where: { id: reportId, state: "APPROVED" },
    select: { body: true, hash: true },
  });
  if (!report) return undefined;
  const { areaCode, kind, period, total, parts } = JSON.parse(report.body) as PeriodicReportBody;
  const span = reportSpan(kind, period);
  if (!span) return undefined;
  const now = await reportTotal(db, { areaCode, span });
  const restatedFen = now.paidFen === total.paidFen ? null : BigInt(now.paidFen);
  return { areaCode, period, hash: report.hash, total, parts, restatedFen, lateEntries: 0 };
}
