import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import type { Account } from "~/benefits/accounts";
import { lockBalances, writeJournal } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { disbursementsOf, finishBatch, lockBatch, metVoucher, type LockedDisbursement } from "./batch-store.server";
import { payerOf, payerSubject } from "./batch-state";
import { byAccount, firstItems, paying } from "./payable-item";
import { payableItems } from "./payable-store.server";
import {
  bankResultProblem,
  explainBankResultFailure,
  type BankResult,
  type BankResultFailure,
} from "./record-bank-result.server";

export type BankFileRow = { readonly disbursementId: string; readonly result: BankResult };

/** The whole file is refused with its first bad row. */
export type BankFileFailure =
  | { readonly kind: "no-such-batch" }
  | { readonly kind: "not-approved" }
  | { readonly kind: "bad-row"; readonly row: number; readonly problem: BankResultFailure };

/**
 * The bank's answer to a whole batch, as its file brings it: every row as `recordBankResult` would store it, all of them or
 * none. Rows that were recorded before with the same voucher, or as failed, are passed over.
 */
export async function recordBankFile(request: {
  readonly actor: Actor;
  readonly batchId: string;
  readonly rows: readonly BankFileRow[];
  readonly now: Date;
}): Promise<Result<{ readonly recorded: number }, BankFileFailure>> {
  const { actor, batchId, rows, now } = request;
  return withTransaction(
    "record bank file",
    async (tx) => {
      const batch = await lockBatch(tx, batchId);
      if (!batch) return failed({ kind: "no-such-batch" });
      const payer = payerOf(batch.payerAccount);
      if (!can(actor, "batch:record-result", payerSubject(payer))) return failed({ kind: "no-such-batch" });
      if (batch.state !== "APPROVED" && batch.state !== "PAID") return failed({ kind: "not-approved" });

      const payments = new Map((await disbursementsOf(tx, batchId)).map((payment) => [payment.id, payment]));
      const bad = await firstBadRow(tx, rows, payments, now);
      if (bad) return failed(bad);
      const due = rows.flatMap(({ disbursementId, result }) => {
        const payment = payments.get(disbursementId);
        return payment?.state === "PREPARED" ? [{ payment, result }] : [];
      });

      const accounts = due.map(({ payment }) => payment.payeeAccount);
      await lockBalances(tx, accounts);
      const items = byAccount(await payableItems(tx, { payer, accounts, cutoffAt: batch.cutoffAt }));
      for (const { payment, result } of due) {
        if (result.kind !== "PAID") continue;
        await writeJournal(tx, {
          kind: "DISBURSEMENT",
          sourceId: payment.id,
          inputs: [payment.payeeAccount, payment.amountFen],
          occurredAt: result.paidAt,
          actorId: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
          postings: paying(firstItems(items.get(payment.payeeAccount) ?? [], payment.amountFen), batch.payerAccount),
        });
      }
      await storeResults(tx, due, now);
      await finishBatch(tx, batchId, now);
      return succeeded({ recorded: due.length });
    },
    { timeoutMs: 60_000 },
  ).catch((error: unknown) => {
    // The other one is stored by now: asked again, it is known which row has its voucher.
    if (metVoucher(error)) return recordBankFile(request);
    throw error;
  });
}

export function explainBankFileFailure(failure: BankFileFailure): string {
  switch (failure.kind) {
    case "no-such-batch":
      return "找不到这个付款批次。";
    case "not-approved":
      return "这个批次还没有复核，不能登记银行结果。";
    case "bad-row":
      return `第 ${failure.row + 1} 行：${explainBankResultFailure(failure.problem)}整份回单都没有登记。`;
  }
}

async function firstBadRow(
  tx: Transaction,
  rows: readonly BankFileRow[],
  payments: ReadonlyMap<string, LockedDisbursement>,
  now: Date,
): Promise<BankFileFailure | undefined> {
  const vouchers = rows.flatMap(({ result }) => (result.kind === "PAID" ? [result.voucherNumber.trim()] : []));
  const used = await tx.disbursement.findMany({
    where: { voucherNumber: { in: vouchers } },
    select: { id: true, voucherNumber: true },
  });
  const taken = new Map(used.map(({ id, voucherNumber }) => [voucherNumber, id]));
  const seen = new Set<string>();
  for (const [row, { disbursementId, result }] of rows.entries()) {
    const payment = payments.get(disbursementId);
    const problem = bankResultProblem(result, now);
    if (problem) return { kind: "bad-row", row, problem };
    if (!payment || seen.has(disbursementId)) return { kind: "bad-row", row, problem: { kind: "no-such-payment" } };
    seen.add(disbursementId);
    const voucher = result.kind === "PAID" ? result.voucherNumber.trim() : undefined;
    if (payment.state === "PAID" && payment.voucherNumber === voucher) continue;
    if (payment.state === "FAILED" && voucher === undefined) continue;
    if (payment.state !== "PREPARED") {
      return { kind: "bad-row", row, problem: { kind: "already-recorded", state: payment.state } };
    }
    if (voucher === undefined) continue;
    if (taken.has(voucher)) return { kind: "bad-row", row, problem: { kind: "voucher-used" } };
    taken.set(voucher, disbursementId);
  }
  return undefined;
}

async function storeResults(
  tx: Transaction,
  due: readonly {
    readonly payment: { readonly id: string; readonly payeeAccount: Account };
    readonly result: BankResult;
  }[],
  now: Date,
): Promise<void> {
  const column = <Value>(read: (result: BankResult) => Value | null) => due.map(({ result }) => read(result));
  await tx.$executeRaw`
    UPDATE disbursement SET state = r.state, voucher_number = r.voucher, bank_reference = r.reference, paid_at = r.paid_at,
      failure_reason = r.reason, failed_at = CASE WHEN r.state = 'FAILED' THEN ${now}::timestamptz END
    FROM unnest(${due.map(({ payment }) => payment.id)}::uuid[], ${column((one) => one.kind)}::text[],
      ${column((one) => (one.kind === "PAID" ? one.voucherNumber.trim() : null))}::text[],
      ${column((one) => (one.kind === "PAID" ? (one.bankReference ?? null) : null))}::text[],
      ${column((one) => (one.kind === "PAID" ? one.paidAt.toISOString() : null))}::timestamptz[],
      ${column((one) => (one.kind === "FAILED" ? one.reason.trim() : null))}::text[])
      AS r(id, state, voucher, reference, paid_at, reason)
    WHERE disbursement.id = r.id`;
}
