import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, Prisma } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { staysOpenMeanwhile } from "./journal-store.server";
import { openPeriod } from "./propose-declared-income.server";

export type DecideCostFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "decided" }
  | { readonly kind: "own" }
  | { readonly kind: "note-missing" }
  | { readonly kind: "period-closed"; readonly period: string };

/** Somebody else than the author approves a cost, and it counts; or rejects it with a reason. Once. */
export async function decideCost(input: {
  readonly actor: Actor;
  readonly costId: string;
  readonly approve: boolean;
  readonly note: string;
  readonly now: Date;
}): Promise<Result<undefined, DecideCostFailure>> {
  const { actor, costId, approve, now } = input;
  const note = input.note.trim();
  if (!approve && note === "") return failed({ kind: "note-missing" });
  return withTransaction("decide cost", async (tx) => {
    await staysOpenMeanwhile(tx);
    const [entry] = await tx.$queryRaw<
      { state: string; proposedById: string; householdId: string; areaCode: string; period: string }[]
    >`
      SELECT c.state, c.proposed_by_id AS "proposedById", c.household_id AS "householdId", h.area_code AS "areaCode", c.period
      FROM cost_entry c JOIN household h ON h.id = c.household_id
      WHERE c.id = ${costId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, areaScopes(actor))} FOR UPDATE OF c`;
    if (!entry || !can(actor, "cost:decide", { areaCode: entry.areaCode })) return failed({ kind: "not-found" });
    if (entry.state !== "PROPOSED") return failed({ kind: "decided" });
    if (entry.proposedById === actor.userId) return failed({ kind: "own" });
    // A month may have been closed since: what counts in it is fixed.
    if (approve && (await openPeriod(tx, entry.areaCode, entry.period)) !== entry.period)
      return failed({ kind: "period-closed", period: entry.period });
    await tx.costEntry.update({
      where: { id: costId },
      data: {
        state: approve ? "APPROVED" : "REJECTED",
        decidedById: actor.userId,
        decidedAt: now,
        decisionNote: note === "" ? null : note,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household", subjectId: entry.householdId };
    await logAccess(tx, { actor, action: approve ? "cost:approve" : "cost:reject", ...subject, now });
    return succeeded(undefined);
  });
}

export function explainDecideCostFailure(failure: DecideCostFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一条，或不在您的权限内。";
    case "decided":
      return "这一条已经核定过。";
    case "own":
      return "您自己登记的须由他人核定。";
    case "note-missing":
      return "不予通过的，请写明理由。";
    case "period-closed":
      return `${failure.period} 已结账。请退回，由登记人记入当前月份并注明所属月份。`;
  }
}
