import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { staysOpenMeanwhile } from "./journal-store.server";

export type DecideIncomeListFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "decided" }
  | { readonly kind: "own" }
  | { readonly kind: "note-missing" }
  | { readonly kind: "period-closed"; readonly period: string };

/** Somebody else than who proposed it approves a list, and all its rows count; or rejects it with a reason. Once. */
export async function decideIncomeList(input: {
  readonly actor: Actor;
  readonly listId: string;
  readonly approve: boolean;
  readonly note: string;
  readonly now: Date;
}): Promise<Result<undefined, DecideIncomeListFailure>> {
  const { actor, listId, approve, now } = input;
  const note = input.note.trim();
  if (!approve && note === "") return failed({ kind: "note-missing" });
  return withTransaction("decide income list", async (tx) => {
    await staysOpenMeanwhile(tx);
    const [list] = await tx.$queryRaw<{ state: string; proposedById: string; areaCode: string; number: string }[]>`
      SELECT state, proposed_by_id AS "proposedById", area_code AS "areaCode", number FROM income_list
      WHERE id = ${listId}::uuid FOR UPDATE`;
    const within = list && areaScopes(actor).some((scope) => list.areaCode.startsWith(scope));
    if (!within || !can(actor, "declared:decide", { areaCode: list.areaCode })) return failed({ kind: "not-found" });
    if (list.state !== "PROPOSED") return failed({ kind: "decided" });
    if (list.proposedById === actor.userId) return failed({ kind: "own" });
    // A month may have been closed since: what counts in it is fixed.
    const [closed] = await tx.$queryRaw<{ period: string }[]>`
      SELECT c.period FROM period_close c WHERE c.scope_kind = 'AREA' AND c.state = 'CLOSED' AND EXISTS (
        SELECT FROM declared_income d JOIN household h ON h.id = d.household_id
        WHERE d.list_id = ${listId}::uuid AND d.period = c.period AND h.area_code LIKE c.scope_id || '%')
      ORDER BY c.period LIMIT 1`;
    if (approve && closed) return failed({ kind: "period-closed", period: closed.period });
    const decision = {
      state: approve ? "APPROVED" : "REJECTED",
      decidedById: actor.userId,
      decidedAt: now,
      decisionNote: note === "" ? null : note,
    };
    await tx.incomeList.update({ where: { id: listId }, data: decision, select: { id: true } });
    await tx.declaredIncome.updateMany({ where: { listId }, data: decision });
    const subject = { subjectKind: "area" as const, subjectId: list.areaCode };
    const action = approve ? "declared:approve" : "declared:reject";
    await logAccess(tx, { actor, action, ...subject, reason: list.number, now });
    return succeeded(undefined);
  });
}

export function explainDecideIncomeListFailure(failure: DecideIncomeListFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一份清单，或不在您的权限内。";
    case "decided":
      return "这一份清单已经核定过。";
    case "own":
      return "您自己登记的须由他人核定。";
    case "note-missing":
      return "不予通过的，请写明理由。";
    case "period-closed":
      return `${failure.period} 已结账。请退回，由登记人重新登记，会记入当前月份并注明所属月份。`;
  }
}
