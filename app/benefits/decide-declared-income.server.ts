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

export type DecideDeclaredIncomeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "of-list"; readonly listNumber: string }
  | DecisionRefusal;

/** Somebody else than the author approves a declared entry, and it counts; or rejects it with a reason. Once. */
export async function decideDeclaredIncome(
  input: Decision & { readonly declaredId: string },
): Promise<Result<undefined, DecideDeclaredIncomeFailure>> {
  const { actor, declaredId, approve, now } = input;
  return withTransaction("decide declared income", async (tx) => {
    await staysOpenMeanwhile(tx);
    const [entry] = await tx.$queryRaw<
      {
        state: DeclaredState;
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
    if (entry.listNumber !== null && entry.state === "PROPOSED")
      return failed({ kind: "of-list", listNumber: entry.listNumber });
    const refused = await decisionRefusal(tx, entry, input);
    if (refused) return failed(refused);
    await tx.declaredIncome.update({
      where: { id: declaredId },
      data: decisionColumns(input),
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: entry.householdId };
    await logAccess(tx, { actor, action: approve ? "declared:approve" : "declared:reject", ...subject, now });
    return succeeded(undefined);
  });
}

export function explainDecideDeclaredIncomeFailure(failure: DecideDeclaredIncomeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一条，或不在您的权限内。";
    case "of-list":
      return `这一条属于收入清单 ${failure.listNumber}，请在清单里整份核定。`;
    default:
      return explainDecisionRefusal(failure, "申报");
  }
}
