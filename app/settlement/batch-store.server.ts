import { metUnique, type Transaction } from "~/platform/db.server";
import type { BatchState, DisbursementState } from "./batch-state";
import type { Account } from "~/benefits/accounts";
import type { Fen } from "~/kernel/money";

export type LockedBatch = {
  readonly id: string;
  readonly number: string;
  readonly state: BatchState;
  readonly payerAccount: Account;
  readonly cutoffAt: Date;
  readonly preparedById: string | null;
};

export async function lockBatch(tx: Transaction, batchId: string): Promise<LockedBatch | undefined> {
  const [row] = await tx.$queryRaw<LockedBatch[]>`
    SELECT id, number, state, payer_account AS "payerAccount", cutoff_at AS "cutoffAt", prepared_by_id AS "preparedById"
    FROM disbursement_batch WHERE id = ${batchId}::uuid FOR UPDATE`;
  return row;
}

export type LockedDisbursement = {
  readonly id: string;
  readonly batchId: string;
  readonly payeeAccount: Account;
  readonly amountFen: Fen;
  readonly state: DisbursementState;
  readonly voucherNumber: string | null;
};

/** Lock its batch first: results of one batch are entered one after the other. */
export async function disbursementOf(tx: Transaction, disbursementId: string): Promise<LockedDisbursement | undefined> {
  const [row] = await tx.$queryRaw<LockedDisbursement[]>`
    SELECT id, batch_id AS "batchId", payee_account AS "payeeAccount", amount_fen AS "amountFen", state,
      voucher_number AS "voucherNumber"
    FROM disbursement WHERE id = ${disbursementId}::uuid`;
  return row;
}

/** All payments of a locked batch. */
export async function disbursementsOf(tx: Transaction, batchId: string): Promise<LockedDisbursement[]> {
  return tx.$queryRaw<LockedDisbursement[]>`
    SELECT id, batch_id AS "batchId", payee_account AS "payeeAccount", amount_fen AS "amountFen", state,
      voucher_number AS "voucherNumber"
    FROM disbursement WHERE batch_id = ${batchId}::uuid ORDER BY payee_account COLLATE "C"`;
}

/** Whether two payments were entered with one voucher at once, and this is the second. */
export function metVoucher(error: unknown): boolean {
  return metUnique(error, "disbursement_voucher_number_key");
}

/** A batch is done when all its payments are. */
export async function finishBatch(tx: Transaction, batchId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE disbursement_batch SET state = 'PAID', paid_at = ${now}::timestamptz
    WHERE id = ${batchId}::uuid AND NOT EXISTS (
      SELECT FROM disbursement WHERE batch_id = ${batchId}::uuid AND state = 'PREPARED')`;
}
