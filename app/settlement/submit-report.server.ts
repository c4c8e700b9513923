import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { reportHash } from "./area-report-store.server";
import { REPORT_KINDS, reportSpan, type ReportKind } from "./periodic-report";
import { periodicReportBody } from "./periodic-report-store.server";
import type { PeriodicReportBody } from "./report-body";
import { reportDifferences } from "./report-differences";
import { readStatedSheet, statedDifferences, type StatedFigure, type StatedProblem } from "./stated-figures";

export type SubmitReportFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-such-period" }
  | { readonly kind: "not-over"; readonly lastDay: string }
  | { readonly kind: "reported"; readonly number: string }
  | { readonly kind: "stated-cells"; readonly problems: readonly StatedProblem[] }
  | { readonly kind: "differs"; readonly sentences: readonly string[] };

type Asked = {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly kind: ReportKind;
  readonly period: string;
  /** the sheet with the figures the office states, when it states any */
  readonly stated?: Parameters<typeof readStatedSheet>[0] | undefined;
  readonly now: Date;
};

type WorkedOut = Result<
  { readonly body: PeriodicReportBody; readonly differences: readonly string[] },
  SubmitReportFailure
>;

/**
 * The report as it would be submitted now, with everything in it that does not add up. All of it is of one moment: a payment
 * that comes between two of its sums is no difference.
 */
export async function previewReport(asked: Asked): Promise<WorkedOut> {
  return withTransaction(
    "work out report",
    async (tx) => {
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
      return workOut(tx, asked);
    },
    { timeoutMs: WORK_OUT_MS },
  );
}

/** A county of a hundred thousand households takes some seconds. */
const WORK_OUT_MS = 60_000;

async function workOut(reader: Db, { actor, areaCode, kind, period, stated, now }: Asked): Promise<WorkedOut> {
  if (!can(actor, "report:submit", { areaCode })) return failed({ kind: "not-found" });
  const area = await reader.area.findUnique({ where: { code: areaCode }, select: { level: true } });
  if (!area || !["COUNTY", "TOWNSHIP", "VILLAGE"].includes(area.level)) return failed({ kind: "not-found" });
  const span = reportSpan(kind, period);
  if (!span) return failed({ kind: "no-such-period" });
  if (span.lastDay >= dayOf(now)) return failed({ kind: "not-over", lastDay: span.lastDay });
  let figures: readonly StatedFigure[] = [];
  if (stated !== undefined) {
    const read = readStatedSheet(stated);
    if (read.problems.length > 0) return failed({ kind: "stated-cells", problems: read.problems });
    ({ figures } = read);
  }
  const body = await periodicReportBody(reader, { areaCode, kind, period, span, stated: figures });
  return succeeded({ body, differences: [...reportDifferences(body), ...statedDifferences(figures)] });
}

/**
 * Submits the report of an area and a period, archived as text with its hash. What does not add up is not submitted, whether
 * it was computed or typed: the sentence names the difference.
 */
export async function submitReport(
  input: Asked & { readonly remark: string },
): Promise<Result<{ readonly reportId: string; readonly number: string }, SubmitReportFailure>> {
  const { actor, areaCode, kind, period, now } = input;
  const worked = await previewReport(input);
  if (!worked.ok) return worked;
  const { body, differences } = worked.value;
  if (differences.length > 0) return failed({ kind: "differs", sentences: differences });
  return withTransaction("submit report", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`report ${areaCode} ${kind} ${period}`}, 7))`;
    const standing = await tx.periodicReport.findFirst({
      where: { areaCode, kind, period, state: { not: "REFUSED" } },
      select: { number: true },
    });
    if (standing) return failed({ kind: "reported", number: standing.number });
    const [row] = await tx.$queryRaw<[{ serial: bigint }]>`SELECT nextval('periodic_report_number') AS serial`;
    const number = `BG${dayOf(now).slice(2, 7).replace("-", "")}-${String(row.serial).padStart(4, "0")}`;
    const reportId = newId(now);
    const text = JSON.stringify(body);
    await tx.periodicReport.create({
      data: {
        id: reportId,
        number,
        areaCode,
        kind,
        period,
        body: text,
        hash: reportHash(text),
        remark: input.remark.trim(),
        state: "SUBMITTED",
        submittedById: actor.userId,
        submittedAt: now,
      },
      select: { id: true },
    });
    const reason = `${number} ${period}`;
    await logAccess(tx, { actor, action: "report:submit", subjectKind: "report", subjectId: reportId, reason, now });
    return succeeded({ reportId, number });
  });
}

export function explainSubmitReportFailure(failure: SubmitReportFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不在您的管辖范围内。";
    case "no-such-period":
      return `请选择报告期；${Object.values(REPORT_KINDS).join("、")}各有自己的写法。`;
    case "not-over":
      return `报告期到 ${failure.lastDay} 才结束，之后才能上报。`;
    case "reported":
      return `这一期已有报告 ${failure.number}；退回以后才能重新上报。`;
    case "stated-cells":
      return `上报数表有 ${failure.problems.length} 个单元格读不出来：${failure.problems
        .slice(0, 5)
        .map(({ cell, words }) => `${cell} ${words}`)
        .join(" ")}`;
    case "differs":
      return failure.sentences.join(" ");
  }
}
