import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { lockBalances, writeJournal } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { disbursementOf, finishBatch, lockBatch, metVoucher } from "./batch-store.server";
import { type DisbursementState, payerOf, payerSubject } from "./batch-state";
import { firstItems, paying } from "./payable-item";
import { payableItems } from "./payable-store.server";

export type BankResult =
  | { readonly kind: "PAID"; readonly voucherNumber: string; readonly bankReference?: string; readonly paidAt: Date }
  | { readonly kind: "FAILED"; readonly reason: string };

export type BankResultFailure =
  | { readonly kind: "no-such-payment" }
  | { readonly kind: "not-approved" }
  | { readonly kind: "already-recorded"; readonly state: DisbursementState }
  | { readonly kind: "no-voucher" }
  | { readonly kind: "voucher-used" }
  | { readonly kind: "paid-in-the-future" }
  | { readonly kind: "no-reason" };

/**
 * What the bank did with one payment of an approved batch. Paid, with its voucher: each thing that was owed leaves the
 * payee's account for the payer's bank. Failed: nothing is posted, and it is payable again.
 * The same result twice is recorded once. The batch is done when all its payments are.
 */
export async function recordBankResult(request: {
  readonly actor: Actor;
  readonly disbursementId: string;
  readonly result: BankResult;
  readonly now: Date;
}): Promise<Result<{ readonly disbursementId: string }, BankResultFailure>> {
  const { actor, disbursementId, result, now } = request;
  const problem = bankResultProblem(result, now);
  if (problem) return failed(problem);

  return withTransaction("record bank result", async (tx) => {
    const found = await disbursementOf(tx, disbursementId);
    const batch = found && (await lockBatch(tx, found.batchId));
    // read again: the batch's lock orders the results
    const payment = batch && (await disbursementOf(tx, disbursementId));
    if (!batch || !payment) return failed({ kind: "no-such-payment" });
    const payer = payerOf(batch.payerAccount);
    if (!can(actor, "batch:record-result", payerSubject(payer))) return failed({ kind: "no-such-payment" });
    const isRepeated = result.kind === "PAID" && payment.voucherNumber === result.voucherNumber.trim();
    if (payment.state === "PAID" && isRepeated) return succeeded({ disbursementId });
    if (payment.state !== "PREPARED") return failed({ kind: "already-recorded", state: payment.state });
    if (batch.state !== "APPROVED") return failed({ kind: "not-approved" });

    if (result.kind === "PAID") {
      const voucherNumber = result.voucherNumber.trim();
      if (await tx.disbursement.findUnique({ where: { voucherNumber }, select: { id: true } })) {
        return failed({ kind: "voucher-used" });
      }
      await lockBalances(tx, [payment.payeeAccount]);
      const items = await payableItems(tx, { payer, accounts: [payment.payeeAccount], cutoffAt: batch.cutoffAt });
      await writeJournal(tx, {
        kind: "DISBURSEMENT",
        sourceId: disbursementId,
        inputs: [payment.payeeAccount, payment.amountFen],
        occurredAt: result.paidAt,
        actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
        postings: paying(firstItems(items, payment.amountFen), batch.payerAccount),
      });
      await tx.disbursement.update({
        where: { id: disbursementId },
        data: { state: "PAID", voucherNumber, bankReference: result.bankReference ?? null, paidAt: result.paidAt },
        select: { id: true },
      });
    } else {
      await tx.disbursement.update({
        where: { id: disbursementId },
        data: { state: "FAILED", failureReason: result.reason.trim(), failedAt: now },
        select: { id: true },
      });
    }
    await finishBatch(tx, batch.id, now);
    return succeeded({ disbursementId });
  }).catch((error: unknown) => {
    if (metVoucher(error)) return failed({ kind: "voucher-used" } as const);
    throw error;
  });
}

export function explainBankResultFailure(failure: BankResultFailure): string {
  switch (failure.kind) {
    case "no-such-payment":
      return "找不到这笔付款。";
    case "not-approved":
      return "这个批次还没有复核，不能登记银行结果。";
    case "already-recorded":
      return "这笔付款的结果已经登记过了。";
    case "no-voucher":
      return "请填写银行凭证号。";
    case "voucher-used":
      return "这个凭证号已经用在另一笔付款上，请核对回单。";
    case "paid-in-the-future":
      return "付款时间不能晚于现在。";
    case "no-reason":
      return "请填写失败原因，例如“账号户名不符”。";
  }
}

/** What is wrong with an answer by itself, before any payment is looked at; undefined when nothing is. */
export function bankResultProblem(result: BankResult, now: Date): BankResultFailure | undefined {
  if (result.kind === "FAILED") return result.reason.trim() === "" ? { kind: "no-reason" } : undefined;
  if (result.voucherNumber.trim() === "") return { kind: "no-voucher" };
  return result.paidAt > now ? { kind: "paid-in-the-future" } : undefined;
}
