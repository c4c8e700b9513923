import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, Prisma } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import {
  decisionColumns,
  decisionRefusal,
  explainDecisionRefusal,
  type Decision,
  type DecisionRefusal,
} from "./by-two-people.server";
import type { DeclaredState } from "./declared";
import { staysOpenMeanwhile } from "./journal-store.server";

export type DecideCostFailure = { readonly kind: "not-found" } | DecisionRefusal;

/** Somebody else than the author approves a cost, and it counts; or rejects it with a reason. Once. */
export async function decideCost(
  input: Decision & { readonly costId: string },
): Promise<Result<undefined, DecideCostFailure>> {
  const { actor, costId, approve, now } = input;
  return withTransaction("decide cost", async (tx) => {
    await staysOpenMeanwhile(tx);
    const [entry] = await tx.$queryRaw<
      { state: DeclaredState; proposedById: string; householdId: string; areaCode: string; period: string }[]
    >`
      SELECT c.state, c.proposed_by_id AS "proposedById", c.household_id AS "householdId", h.area_code AS "areaCode", c.period
      FROM cost_entry c JOIN household h ON h.id = c.household_id
      WHERE c.id = ${costId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, areaScopes(actor))} FOR UPDATE OF c`;
    if (!entry || !can(actor, "cost:decide", { areaCode: entry.areaCode })) return failed({ kind: "not-found" });
    const refused = await decisionRefusal(tx, entry, input);
    if (refused) return failed(refused);
    await tx.costEntry.update({
      where: { id: costId },
      data: decisionColumns(input),
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: entry.householdId };
    await logAccess(tx, { actor, action: approve ? "cost:approve" : "cost:reject", ...subject, now });
    return succeeded(undefined);
  });
}

export function explainDecideCostFailure(failure: DecideCostFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一条，或不在您的权限内。";
    default:
      return explainDecisionRefusal(failure, "登记");
  }
}
