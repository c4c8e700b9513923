import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { payerAccount, payerOf, type BatchState, type DisbursementState, type Payer } from "./batch-state";

export type BatchRow = {
  readonly id: string;
  readonly number: string;
  readonly state: BatchState;
  readonly preparedAt: Date;
  readonly payments: number;
  readonly totalFen: Fen;
  /** of it to others than households */
  readonly othersFen: Fen;
};

/** The newest batches that these payers pay. */
export async function listBatches(db: Db, payers: readonly Payer[]): Promise<BatchRow[]> {
  return db.$queryRaw<BatchRow[]>`
    SELECT b.id, b.number, b.state, b.prepared_at AS "preparedAt", count(d.id)::int AS payments,
      coalesce(sum(d.amount_fen), 0)::bigint AS "totalFen",
      coalesce(sum(d.amount_fen) FILTER (WHERE d.payee_account NOT LIKE 'household:%'), 0)::bigint AS "othersFen"
    FROM disbursement_batch b LEFT JOIN disbursement d ON d.batch_id = b.id
    WHERE b.payer_account = ANY (${payers.map(payerAccount)}::text[])
    GROUP BY b.id ORDER BY b.prepared_at DESC LIMIT 50`;
}

export type BatchDetail = BatchRow & {
  readonly payer: Payer;
  /** the cooperative's name; null when the platform pays */
  readonly payerName: string | null;
  readonly cutoffAt: Date;
  readonly preparedById: string | null;
  readonly preparedBy: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly payees: readonly BatchPayment[];
};

export type BatchPayment = {
  readonly id: string;
  readonly payeeName: string;
  readonly isHousehold: boolean;
  readonly amountFen: Fen;
  readonly state: DisbursementState;
  readonly voucherNumber: string | null;
  readonly paidAt: Date | null;
  readonly failureReason: string | null;
};

/** One batch of the payers; undefined when it is not there or not theirs. */
export async function findBatch(db: Db, payers: readonly Payer[], batchId: string): Promise<BatchDetail | undefined> {
  const [batch] = await db.$queryRaw<
    (Omit<BatchDetail, "payer" | "payees" | "payments" | "totalFen" | "othersFen"> & {
      readonly payerAccount: string;
    })[]
  >`
    SELECT b.id, b.number, b.state, b.prepared_at AS "preparedAt", b.cutoff_at AS "cutoffAt",
      b.payer_account AS "payerAccount", c.name AS "payerName",
      b.prepared_by_id AS "preparedById", p.display_name AS "preparedBy", a.display_name AS "approvedBy",
      b.approved_at AS "approvedAt"
    FROM disbursement_batch b
    LEFT JOIN cooperative c ON 'bank:cooperative:' || c.id = b.payer_account
    LEFT JOIN app_user p ON p.id = b.prepared_by_id LEFT JOIN app_user a ON a.id = b.approved_by_id
    WHERE b.id = ${batchId}::uuid AND b.payer_account = ANY (${payers.map(payerAccount)}::text[])`;
  if (!batch) return undefined;
  const payees = await db.$queryRaw<BatchPayment[]>`
    SELECT id, payee_name AS "payeeName", payee_account LIKE 'household:%' AS "isHousehold", amount_fen AS "amountFen",
      state, voucher_number AS "voucherNumber", paid_at AS "paidAt", failure_reason AS "failureReason"
    FROM disbursement WHERE batch_id = ${batchId}::uuid ORDER BY payee_name, id`;
  const totalFen = payees.reduce((total, payee) => total + payee.amountFen, 0n);
  const { payerAccount: account, ...facts } = batch;
  const others = payees.filter((payee) => !payee.isHousehold);
  const othersFen = others.reduce((total, payee) => total + payee.amountFen, 0n);
  return { ...facts, payer: payerOf(account), payees, payments: payees.length, totalFen, othersFen };
}
