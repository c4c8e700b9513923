import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { lockHousehold } from "~/households/household-lock.server";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { entryRefusal, explainEntryRefusal, openPeriod, type EntryRefusal } from "./by-two-people.server";
import { DECLARED_FLOWS, type DeclaredFlow } from "./declared";
import { staysOpenMeanwhile } from "./journal-store.server";

export type ProposeDeclaredIncomeFailure =
  | { readonly kind: "not-found" }
  | EntryRefusal
  | { readonly kind: "amount" }
  | { readonly kind: "cost-without-business" }
  | { readonly kind: "no-such-entry" };

/**
 * Declares income beside the platform, with its evidence. It counts when another person has approved it. In a month that is
 * closed nothing is added: the entry stands in the next open one and names the month it is about. A correction (gross and
 * cost may be below zero) names the entry it corrects.
 */
export async function proposeDeclaredIncome(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly period: Period;
  readonly flow: DeclaredFlow;
  readonly organisation: string;
  readonly product: string;
  readonly quantity: string;
  readonly basis: string;
  readonly grossFen: Fen;
  readonly costFen: Fen;
  readonly source: "DECLARED" | "IMPORTED";
  readonly evidence: string;
  readonly evidenceMediaId?: string | undefined;
  readonly correctsId?: string | undefined;
  readonly now: Date;
}): Promise<Result<{ readonly declaredId: string; readonly period: Period }, ProposeDeclaredIncomeFailure>> {
  const { actor, householdId, now, grossFen, costFen, correctsId } = input;
  const refused = entryRefusal(input, now);
  if (refused) return failed(refused);
  if (grossFen === 0n || (correctsId === undefined && (grossFen < 0n || costFen < 0n)))
    return failed({ kind: "amount" });
  return withTransaction("propose declared income", async (tx) => {
    await staysOpenMeanwhile(tx);
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "declared:propose", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const [cls] = await tx.$queryRaw<{ incomeClass: string }[]>`
      SELECT income_class AS "incomeClass" FROM class_of(${input.flow}, ${input.period})`;
    if (costFen !== 0n && cls?.incomeClass !== "BUSINESS") return failed({ kind: "cost-without-business" });
    if (correctsId !== undefined) {
      const corrected = await tx.declaredIncome.count({ where: { id: correctsId, householdId, state: "APPROVED" } });
      if (corrected === 0) return failed({ kind: "no-such-entry" });
    }
    const period = await openPeriod(tx, household.areaCode, input.period);
    const declaredId = newId(now);
    await tx.declaredIncome.create({
      data: {
        id: declaredId,
        householdId,
        period,
        appliesTo: period === input.period ? null : input.period,
        flow: input.flow,
        organisation: input.organisation.trim(),
        product: input.product.trim(),
        quantity: input.quantity.trim(),
        basis: input.basis.trim(),
        grossFen,
        costFen,
        source: input.source,
        evidence: input.evidence.trim(),
        evidenceMediaId: input.evidenceMediaId ?? null,
        correctsId: correctsId ?? null,
        state: "PROPOSED",
        proposedById: actor.userId,
        proposedAt: now,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: householdId };
    await logAccess(tx, {
      actor,
      action: "declared:propose",
      ...subject,
      reason: `${period} ${DECLARED_FLOWS[input.flow]}`,
      now,
    });
    return succeeded({ declaredId, period });
  });
}

export function explainProposeDeclaredIncomeFailure(failure: ProposeDeclaredIncomeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "amount":
      return "金额须大于 0；只有更正已核定的一条时才能为负。";
    case "cost-without-business":
      return "只有经营性收入有生产费用，其他类别请填 0。";
    case "no-such-entry":
      return "要更正的那一条不存在，或还没有核定。";
    default:
      return explainEntryRefusal(failure, "收入");
  }
}
