import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { fundsOfCooperative, household, payable } from "~/benefits/accounts";
import { FLOWS_WITH_DOCUMENT, PAYOUT_FLOWS, type PayoutFlow } from "~/benefits/flow";
import { LedgerConflict, writeJournal } from "~/benefits/journal-store.server";
import { isPeriod, periodOf, type Period } from "~/kernel/period";
import type { Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";

/** A single payout above this is a slip of the keyboard. */
const LARGEST_PAYOUT_FEN = 100_000_000n;

export type PayoutFailure =
  | { readonly kind: "no-such-cooperative" }
  | { readonly kind: "not-linked" }
  | { readonly kind: "bad-flow" }
  | { readonly kind: "bad-amount" }
  | { readonly kind: "bad-period" }
  | { readonly kind: "no-basis" }
  | { readonly kind: "no-document" }
  | { readonly kind: "form-already-used" };

/**
 * Enters what a cooperative owes a household beside sales: wages, rent, dividends, refunds by volume, second settlements.
 * `basis` says how it was worked out ("12 天 × 120 元"), `period` the month it is for; it is booked now and paid by the
 * cooperative's next disbursement; rent and dividends name the resolution or contract they rest on (`document`). `payoutId` is made by the form: sending it twice enters once.
 * The household must be a member of the cooperative or linked to it by agreement.
 */
export async function enterPayout(request: {
  readonly actor: Actor;
  readonly payoutId: string;
  readonly cooperativeId: string;
  readonly householdId: string;
  readonly flow: PayoutFlow;
  readonly period: Period;
  readonly amountFen: Fen;
  readonly basis: string;
  readonly document?: string;
  readonly evidenceId?: string | null;
  readonly now: Date;
}): Promise<Result<{ readonly payoutId: string }, PayoutFailure>> {
  const { actor, payoutId, cooperativeId, householdId, flow, period, amountFen, now } = request;
  if (!can(actor, "payout:record", { cooperativeId })) return failed({ kind: "no-such-cooperative" });
  if (!PAYOUT_FLOWS.includes(flow)) return failed({ kind: "bad-flow" });
  if (amountFen <= 0n || amountFen > LARGEST_PAYOUT_FEN) return failed({ kind: "bad-amount" });
  if (!isPeriod(period) || period > periodOf(now)) return failed({ kind: "bad-period" });
  const basis = request.basis.trim();
  if (basis === "") return failed({ kind: "no-basis" });
  const document = request.document?.trim() || null;
  if (document === null && FLOWS_WITH_DOCUMENT.includes(flow)) return failed({ kind: "no-document" });

  return withTransaction("enter payout", async (tx) => {
    if (!(await isLinked(tx, cooperativeId, householdId))) return failed({ kind: "not-linked" });
    const actorId = actor.userId === SYSTEM_USER_ID ? null : actor.userId;
    await tx.$executeRaw`
      INSERT INTO payout (id, cooperative_id, household_id, flow, period, amount_fen, basis, document, evidence_id, created_by_id, created_at)
      VALUES (${payoutId}::uuid, ${cooperativeId}::uuid, ${householdId}::uuid, ${flow}, ${period}, ${amountFen}, ${basis}, ${document},
        ${request.evidenceId ?? null}::uuid, ${actorId}::uuid, ${now}::timestamptz)
      ON CONFLICT (id) DO NOTHING`;
    try {
      await writeJournal(tx, {
        kind: "PAYOUT",
        sourceId: payoutId,
        inputs: [cooperativeId, householdId, flow, period, amountFen, basis, ...(document === null ? [] : [document])],
        occurredAt: now,
        actorId,
        postings: [
          {
            source: fundsOfCooperative(cooperativeId),
            destination: payable(household(householdId)),
            amountFen,
            payoutId,
            householdId,
            cooperativeId,
            flow,
          },
        ],
      });
    } catch (error) {
      if (error instanceof LedgerConflict) return failed({ kind: "form-already-used" });
      throw error;
    }
    return succeeded({ payoutId });
  });
}

export function explainPayoutFailure(failure: PayoutFailure): string {
  switch (failure.kind) {
    case "no-such-cooperative":
      return "找不到这个合作社。";
    case "not-linked":
      return "该农户不是本社社员，也没有联农协议。请先登记社员或协议。";
    case "bad-flow":
      return "请选择款项类型。";
    case "bad-amount":
      return "金额要大于 0，且不超过 1,000,000 元。";
    case "bad-period":
      return "请选择所属月份，不能晚于本月。";
    case "no-basis":
      return "请写明计算依据，例如“采摘 12 天 × 120 元”。";
    case "no-document":
      return "租金、分红和返还要写明决议或合同，例如“2026-01 社员大会决议”“流转合同 2024-07”。";
    case "form-already-used":
      return "这张表单已经记过另一笔款项。请打开新的表单再记。";
  }
}

async function isLinked(tx: Transaction, cooperativeId: string, householdId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ linked: boolean }]>`
    SELECT EXISTS (SELECT FROM membership
        WHERE cooperative_id = ${cooperativeId}::uuid AND household_id = ${householdId}::uuid)
      OR EXISTS (SELECT FROM linkage_agreement
        WHERE cooperative_id = ${cooperativeId}::uuid AND household_id = ${householdId}::uuid) AS linked`;
  return row.linked;
}
