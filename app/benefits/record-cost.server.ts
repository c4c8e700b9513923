import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { lockHousehold } from "~/households/household-lock.server";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { periodOf, type Period } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import type { CostKind } from "./cost";
import { EARLIEST_DECLARED } from "./declared";
import { staysOpenMeanwhile } from "./journal-store.server";
import { openPeriod } from "./propose-declared-income.server";

export type RecordCostFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "month-to-come" }
  | { readonly kind: "too-long-ago"; readonly earliest: Period }
  | { readonly kind: "amount" }
  | { readonly kind: "evidence-missing" }
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
  if (input.period > periodOf(now)) return failed({ kind: "month-to-come" });
  if (input.period < EARLIEST_DECLARED) return failed({ kind: "too-long-ago", earliest: EARLIEST_DECLARED });
  if (input.evidence.trim() === "" || input.basis.trim() === "") return failed({ kind: "evidence-missing" });
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
    const subject = { subjectKind: "household", subjectId: householdId };
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
    case "month-to-come":
      return "月份还没有到。";
    case "too-long-ago":
      return `${failure.earliest} 以前的费用不在此登记。`;
    case "amount":
      return "金额须大于 0；只有更正已核定的一条时才能为负。";
    case "evidence-missing":
      return "请写明计算依据和凭据。";
    case "no-such-entry":
      return "要更正的那一条不存在，或还没有核定。";
    case "more-than-corrected":
      return "更正减去的多于那一条还剩的金额。";
  }
}
