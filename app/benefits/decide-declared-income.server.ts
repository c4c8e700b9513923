import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, Prisma } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { staysOpenMeanwhile } from "./journal-store.server";

export type DecideDeclaredIncomeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "decided" }
  | { readonly kind: "own" }
  | { readonly kind: "note-missing" }
  | { readonly kind: "of-list"; readonly listNumber: string }
  | { readonly kind: "period-closed"; readonly period: string };

/** Somebody else than the author approves a declared entry, and it counts; or rejects it with a reason. Once. */
export async function decideDeclaredIncome(input: {
  readonly actor: Actor;
  readonly declaredId: string;
  readonly approve: boolean;
  readonly note: string;
  readonly now: Date;
}): Promise<Result<undefined, DecideDeclaredIncomeFailure>> {
  const { actor, declaredId, approve, now } = input;
  const note = input.note.trim();
  if (!approve && note === "") return failed({ kind: "note-missing" });
  return withTransaction("decide declared income", async (tx) => {
    await staysOpenMeanwhile(tx);
    const [entry] = await tx.$queryRaw<
      {
        state: string;
        proposedById: string;
        householdId: string;
        areaCode: string;
        period: string;
        listNumber: string | null;
      }[]
    >`
      SELECT (SELECT l.number FROM income_list l WHERE l.id = d.list_id) AS "listNumber", d.state, d.proposed_by_id AS "proposedById", d.household_id AS "householdId", h.area_code AS "areaCode", d.period
      FROM declared_income d JOIN household h ON h.id = d.household_id
      WHERE d.id = ${declaredId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, areaScopes(actor))} FOR UPDATE OF d`;
    if (!entry || !can(actor, "declared:decide", { areaCode: entry.areaCode })) return failed({ kind: "not-found" });
    if (entry.state !== "PROPOSED") return failed({ kind: "decided" });
    if (entry.listNumber !== null) return failed({ kind: "of-list", listNumber: entry.listNumber });
    if (entry.proposedById === actor.userId) return failed({ kind: "own" });
    // A month may have been closed since: what counts in it is fixed.
    const [closed] = await tx.$queryRaw<{ period: string }[]>`
      SELECT period FROM period_close WHERE scope_kind = 'AREA' AND state = 'CLOSED' AND period = ${entry.period}
        AND ${entry.areaCode} LIKE scope_id || '%'`;
    if (approve && closed) return failed({ kind: "period-closed", period: entry.period });
    await tx.declaredIncome.update({
      where: { id: declaredId },
      data: {
        state: approve ? "APPROVED" : "REJECTED",
        decidedById: actor.userId,
        decidedAt: now,
        decisionNote: note === "" ? null : note,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household", subjectId: entry.householdId };
    await logAccess(tx, { actor, action: approve ? "declared:approve" : "declared:reject", ...subject, now });
    return succeeded(undefined);
  });
}

export function explainDecideDeclaredIncomeFailure(failure: DecideDeclaredIncomeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一条，或不在您的权限内。";
    case "decided":
      return "这一条已经核定过。";
    case "own":
      return "您自己申报的须由他人核定。";
    case "of-list":
      return `这一条属于收入清单 ${failure.listNumber}，请在清单里整份核定。`;
    case "note-missing":
      return "不予通过的，请写明理由。";
    case "period-closed":
      return `${failure.period} 已结账。请退回，由申报人记入当前月份并注明所属月份。`;
  }
}
