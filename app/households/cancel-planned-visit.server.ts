import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockHousehold } from "./household-lock.server";
import { plannedVisitOf } from "./planned-visit-store.server";

export type CancelPlannedVisitFailure =
  /** the household is not there, or lies elsewhere: the same answer */
  | { readonly kind: "not-found" }
  /** since then the visit was made, or somebody else was told to go */
  | { readonly kind: "no-longer-open" };

/** Says that a planned visit is not to be made, and why (撤销安排). The plan stays as it was said. Sent twice, it is said once. */
export async function cancelPlannedVisit(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly plannedVisitId: string;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<null, CancelPlannedVisitFailure>> {
  const { actor, householdId, plannedVisitId, reason, now } = input;
  return withTransaction("cancel planned visit", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const before = await tx.plannedVisitCancellation.findFirst({
      where: { plannedVisitId, plannedVisit: { householdId } },
      select: { plannedVisitId: true },
    });
    if (before) return succeeded(null);
    if ((await plannedVisitOf(tx, householdId))?.id !== plannedVisitId) return failed({ kind: "no-longer-open" });
    await tx.plannedVisitCancellation.create({
      data: { plannedVisitId, reason: reason.trim(), cancelledById: actor.userId, cancelledAt: now },
      select: { plannedVisitId: true },
    });
    await logAccess(tx, {
      actor,
      action: "household:cancel-planned-visit",
      subjectKind: "household",
      subjectId: householdId,
      now,
    });
    return succeeded(null);
  });
}

export function explainCancelPlannedVisitFailure(failure: CancelPlannedVisitFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "no-longer-open":
      return "这项安排已经办完或另派了人，请看最新的安排。";
  }
}
