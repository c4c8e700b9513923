import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { holdBackEntries } from "~/benefits/journal-store.server";
import { newId } from "~/kernel/ids";
import { formatYuan, type Fen } from "~/kernel/money";
import { isPeriod, periodOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { periodEquation, periodReportHash, unexplained } from "./settlement-period-store.server";

export type ClosePeriodFailure =
  | { readonly kind: "no-such-period" }
  | { readonly kind: "not-over" }
  | { readonly kind: "already-closed" }
  | { readonly kind: "earlier-open"; readonly period: Period }
  | { readonly kind: "difference"; readonly fen: Fen };

/**
 * Closes a cooperative's settlement month: over, every fen explained, the months before it closed. It never changes again;
 * what comes late is booked into the next open month and says which it belongs to.
 */
export async function closePeriod(request: {
  readonly actor: Actor;
  readonly cooperativeId: string;
  readonly period: Period;
  readonly now: Date;
}): Promise<Result<{ readonly reportHash: string }, ClosePeriodFailure>> {
  const { actor, cooperativeId, period, now } = request;
  if (!isPeriod(period) || !can(actor, "period:close", { cooperativeId })) return failed({ kind: "no-such-period" });
  if (period >= periodOf(now)) return failed({ kind: "not-over" });
  return withTransaction(
    "close period",
    async (tx) => {
      await holdBackEntries(tx);
      const scope = { scopeKind: "COOPERATIVE", scopeId: cooperativeId } as const;
      const closed = await tx.periodClose.count({ where: { ...scope, period, state: "CLOSED" } });
      if (closed > 0) return failed({ kind: "already-closed" });
      const [earlier] = await tx.$queryRaw<{ period: Period }[]>`
        SELECT p.period FROM posting p
        WHERE p.cooperative_id = ${cooperativeId}::uuid AND p.period < ${period} AND NOT EXISTS (
          SELECT FROM period_close c WHERE c.scope_kind = 'COOPERATIVE' AND c.scope_id = ${cooperativeId}
            AND c.period = p.period AND c.state = 'CLOSED')
        ORDER BY p.period LIMIT 1`;
      if (earlier) return failed({ kind: "earlier-open", period: earlier.period });
      const gap = unexplained(await periodEquation(tx, cooperativeId, period));
      if (gap !== 0n) return failed({ kind: "difference", fen: gap });

      const reportHash = await periodReportHash(tx, cooperativeId, period);
      const closedById = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
      // By the database's clock, as journals are recorded: what came before and what after is told by it.
      const [clock] = await tx.$queryRaw<[{ at: Date }]>`SELECT clock_timestamp() AS at`;
      const closing = { state: "CLOSED", closedAt: clock.at, closedById, reportHash };
      await tx.periodClose.upsert({
        where: { scopeKind_scopeId_period: { ...scope, period } },
        create: { id: newId(now), ...scope, period, ...closing },
        update: closing,
        select: { id: true },
      });
      await logAccess(tx, {
        actor,
        action: "period:close",
        subjectKind: "cooperative",
        subjectId: cooperativeId,
        reason: period,
        now,
      });
      return succeeded({ reportHash });
    },
    { timeoutMs: 60_000 },
  );
}

export function explainClosePeriodFailure(failure: ClosePeriodFailure): string {
  switch (failure.kind) {
    case "no-such-period":
      return "找不到这个结算月。";
    case "not-over":
      return "这个月还没有过完，下月才能结账。";
    case "already-closed":
      return "这个月已经结账。";
    case "earlier-open":
      return `请先结 ${failure.period} 的账：结账按月份先后。`;
    case "difference":
      return `还有 ${formatYuan(failure.fen)} 元对不上，查清以前不能结账。`;
  }
}
