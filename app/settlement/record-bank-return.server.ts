import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { reversed, type Posting } from "~/benefits/journal";
import { findJournal, writeJournal } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { disbursementOf, lockBatch } from "./batch-store.server";
import { payerOf, payerSubject } from "./batch-state";

export type BankReturnFailure =
  | { readonly kind: "no-such-payment" }
  | { readonly kind: "not-paid" }
  | { readonly kind: "no-reason" };

/**
 * The bank sent a payment back after its voucher (account closed, name wrong): a reversing journal makes it payable
 * again, in the month the money came back; the voucher stays on the record.
 */
export async function recordBankReturn(request: {
  readonly actor: Actor;
  readonly disbursementId: string;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<{ readonly disbursementId: string }, BankReturnFailure>> {
  const { actor, disbursementId, now } = request;
  const reason = request.reason.trim();
  if (reason === "") return failed({ kind: "no-reason" });
  return withTransaction("record bank return", async (tx) => {
    const found = await disbursementOf(tx, disbursementId);
    const batch = found && (await lockBatch(tx, found.batchId));
    const payment = batch && (await disbursementOf(tx, disbursementId));
    if (!batch || !payment) return failed({ kind: "no-such-payment" });
    const payer = payerOf(batch.payerAccount);
    if (!can(actor, "batch:record-result", payerSubject(payer))) return failed({ kind: "no-such-payment" });
    if (payment.state !== "PAID") return failed({ kind: "not-paid" });

    const paid = await findJournal(tx, { kind: "DISBURSEMENT", sourceId: disbursementId });
    if (!paid) throw new Error(`payment ${disbursementId} has a voucher but no journal`);
    await writeJournal(tx, {
      kind: "DISBURSEMENT_RETURNED",
      sourceId: disbursementId,
      inputs: [payment.amountFen],
      occurredAt: now,
      reversesId: paid.id,
      actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      postings: reversed(await postingsOf(tx, paid.id)),
    });
    await tx.disbursement.update({
      where: { id: disbursementId },
      data: { state: "RETURNED", failureReason: reason, failedAt: now },
      select: { id: true },
    });
    return succeeded({ disbursementId });
  });
}

export function explainBankReturnFailure(failure: BankReturnFailure): string {
  switch (failure.kind) {
    case "no-such-payment":
      return "找不到这笔付款。";
    case "not-paid":
      return "只有已付的款项才会被银行退回。";
    case "no-reason":
      return "请填写退回原因，例如“账户已销户”。";
  }
}

async function postingsOf(tx: Transaction, journalId: string): Promise<Posting[]> {
  return tx.$queryRaw<Posting[]>`
    SELECT source, destination, amount_fen AS "amountFen", part, part_number AS "partNumber",
      order_line_id AS "orderLineId", lot_id AS "lotId", intake_id AS "intakeId", payout_id AS "payoutId",
      household_id AS "householdId", cooperative_id AS "cooperativeId", flow
    FROM posting WHERE journal_id = ${journalId}::uuid ORDER BY position`;
}
