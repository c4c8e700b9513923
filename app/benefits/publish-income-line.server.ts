import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { formatYuan, type Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { HIGHEST_LINE, LINE_YEARS } from "~/regions/income-line";
import { staysOpenMeanwhile } from "./journal-store.server";

export type PublishIncomeLineFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "year" }
  | { readonly kind: "amount" }
  | { readonly kind: "source-missing" };

/**
 * Publishes an area's monitoring line of a year, with the paper it is set in. A line is never changed: another one of the same year is
 * a row of its own and holds from then on, also for months of that year that are still open. Months that are closed keep theirs.
 */
export async function publishIncomeLine(input: {
  readonly actor: Actor;
  readonly areaCode: string;
  readonly year: number;
  readonly fenPerPerson: Fen;
  readonly source: string;
  readonly now: Date;
}): Promise<Result<{ readonly lineId: string }, PublishIncomeLineFailure>> {
  const { actor, areaCode, year, fenPerPerson, now } = input;
  const source = input.source.trim();
  if (areaCode === "" || !can(actor, "line:publish", { areaCode })) return failed({ kind: "not-found" });
  if (!Number.isInteger(year) || year < LINE_YEARS.least || year > LINE_YEARS.most) return failed({ kind: "year" });
  if (fenPerPerson <= 0n || fenPerPerson > HIGHEST_LINE) return failed({ kind: "amount" });
  if (source === "") return failed({ kind: "source-missing" });
  return withTransaction("publish income line", async (tx) => {
    await staysOpenMeanwhile(tx);
    if (!(await tx.area.findUnique({ where: { code: areaCode }, select: { code: true } })))
      return failed({ kind: "not-found" });
    const lineId = newId(now);
    await tx.incomeLine.create({
      data: {
        id: lineId,
        areaCode,
        year,
        kind: "MONITORING",
        fenPerPerson,
        source,
        recordedAt: await afterAllBefore(tx, input),
        recordedById: actor.userId,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "area" as const, subjectId: areaCode };
    await logAccess(tx, {
      actor,
      action: "line:publish",
      ...subject,
      reason: `${year} ${formatYuan(fenPerPerson)}`,
      now,
    });
    return succeeded({ lineId });
  });
}

/**
 * Later than every closing, because whoever closed a month while this waited had read the clock later, and did not see this
 * line; and later than the year's other lines, of which the last one holds.
 */
async function afterAllBefore(
  tx: Transaction,
  { areaCode, year, now }: { readonly areaCode: string; readonly year: number; readonly now: Date },
): Promise<Date> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`income-line ${areaCode} ${year}`}, 0))`;
  const [{ last }] = await tx.$queryRaw<[{ last: Date | null }]>`
    SELECT greatest((SELECT max(closed_at) FROM period_close WHERE scope_kind = 'AREA' AND state = 'CLOSED'),
      (SELECT max(recorded_at) FROM income_line WHERE area_code = ${areaCode} AND year = ${year}::int AND kind = 'MONITORING')) AS last`;
  return last !== null && last >= now ? new Date(last.getTime() + 1) : now;
}

export function explainPublishIncomeLineFailure(failure: PublishIncomeLineFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这个地区，或不由您公布它的监测线。";
    case "year":
      return `年份在 ${LINE_YEARS.least} 到 ${LINE_YEARS.most} 之间。`;
    case "amount":
      return "监测线须大于 0，每人每年不超过 100,000 元。";
    case "source-missing":
      return "请写明监测线出自哪份文件。";
  }
}
