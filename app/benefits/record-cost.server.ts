import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { lockHousehold } from "~/households/household-lock.server";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { entryRefusal, explainEntryRefusal, openPeriod, type EntryRefusal } from "./by-two-people.server";
import type { CostKind } from "./cost";
import { staysOpenMeanwhile } from "./journal-store.server";

export type RecordCostFailure =
  | { readonly kind: "not-found" }
  | EntryRefusal
  | { readonly kind: "amount" }
  | { readonly kind: "no-such-entry" }
  | { readonly kind: "more-than-corrected" };

/**
 * Writes down what producing cost a household in a month, with its paper. It counts when another person has approved it. In a month
 * that is closed nothing is added: the entry stands in the next open one and names the month it is about. A correction names the
 * entry it corrects, and takes away at most what is left of it.
 */
export async function recordCost(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly period: Period;
  readonly kind: CostKind;
  readonly amountFen: Fen;
  readonly basis: string;
  readonly evidence: string;
  readonly evidenceMediaId?: string | undefined;
  readonly correctsId?: string | undefined;
  readonly now: Date;
}): Promise<Result<{ readonly costId: string; readonly period: Period }, RecordCostFailure>> {
  const { actor, householdId, amountFen, correctsId, now } = input;
  const refused = entryRefusal(input, now);
  if (refused) return failed(refused);
  if (amountFen === 0n || (correctsId === undefined && amountFen < 0n)) return failed({ kind: "amount" });
  return withTransaction("record cost", async (tx) => {
    await staysOpenMeanwhile(tx);
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "cost:record", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    if (correctsId !== undefined) {
      const left = await leftOf(tx, householdId, correctsId);
      if (left === undefined) return failed({ kind: "no-such-entry" });
      if (left + amountFen < 0n) return failed({ kind: "more-than-corrected" });
    }
    const period = await openPeriod(tx, household.areaCode, input.period);
    const costId = newId(now);
    await tx.costEntry.create({
      data: {
        id: costId,
        householdId,
        period,
        appliesTo: period === input.period ? null : input.period,
        kind: input.kind,
        amountFen,
        basis: input.basis.trim(),
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
    await logAccess(tx, { actor, action: "cost:record", ...subject, reason: `${period} ${input.kind}`, now });
    return succeeded({ costId, period });
  });
}

/** What is left of an approved cost once its corrections, also those that wait, are taken off; the household is locked. */
async function leftOf(tx: Transaction, householdId: string, costId: string): Promise<Fen | undefined> {
  const [row] = await tx.$queryRaw<{ left: Fen }[]>`
    SELECT (c.amount_fen + coalesce((
      SELECT sum(k.amount_fen) FROM cost_entry k WHERE k.corrects_id = c.id AND k.amount_fen < 0 AND k.state <> 'REJECTED'), 0))::bigint AS left
    FROM cost_entry c WHERE c.id = ${costId}::uuid AND c.household_id = ${householdId}::uuid AND c.state = 'APPROVED'`;
  return row?.left;
}

export function explainRecordCostFailure(failure: RecordCostFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "amount":
      return "金额须大于 0；只有更正已核定的一条时才能为负。";
    case "no-such-entry":
      return "要更正的那一条不存在，或还没有核定。";
    case "more-than-corrected":
      return "更正减去的多于那一条还剩的金额。";
    default:
      return explainEntryRefusal(failure, "费用");
  }
}
