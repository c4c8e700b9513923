import { approveBatch } from "~/settlement/approve-batch.server";
import type { Payer } from "~/settlement/batch-state";
import { prepareBatch } from "~/settlement/prepare-batch.server";
import { recordBankResult } from "~/settlement/record-bank-result.server";
import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { db } from "~/platform/db.server";

/** Two people of the platform's finance: nobody approves their own batch. */
export const preparer = financePerson("00000000-0000-7000-8000-00000000f001", "制单员");
export const approver = financePerson("00000000-0000-7000-8000-00000000f002", "复核员");

function financePerson(userId: string, displayName: string): Actor {
  return { userId, displayName, grants: [{ role: "FINANCE", scopeKind: "PLATFORM", scopeId: "" }] };
}

export type PaidOut = {
  readonly batchId: string;
  readonly totalFen: Fen;
  readonly nettedFen: Fen;
  /** records every payment that has no result as paid */
  finish(): Promise<void>;
};

/** Everything that is payable up to now, prepared, approved and paid with vouchers. */
export async function payOut(
  payer: Payer,
  now: Date,
  options: { stopAt?: "PREPARED" | "APPROVED"; mayBeEmpty?: boolean } = {},
): Promise<PaidOut> {
  const prepared = await prepareBatch({ actor: preparer, payer, cutoffAt: now, now });
  const isEmpty = !prepared.ok && ["nothing-payable", "owed-back"].includes(prepared.failure.kind);
  if (isEmpty && options.mayBeEmpty) {
    return { batchId: "", totalFen: 0n, nettedFen: 0n, finish: () => Promise.resolve() };
  }
  if (!prepared.ok) throw new Error(`no batch: ${prepared.failure.kind}`);
  const { batchId, totalFen, nettedFen } = prepared.value;
  async function finish(): Promise<void> {
    const payments = await db().disbursement.findMany({
      where: { batchId, state: "PREPARED" },
      orderBy: { id: "asc" },
    });
    for (const { id } of payments) {
      const recorded = await recordBankResult({
        actor: preparer,
        disbursementId: id,
        result: { kind: "PAID", voucherNumber: `V${newId().slice(-12)}`, paidAt: now },
        now,
      });
      if (!recorded.ok) throw new Error(`not recorded: ${recorded.failure.kind}`);
    }
  }
  if (options.stopAt !== "PREPARED") {
    const approved = await approveBatch({ actor: approver, batchId, now });
    if (!approved.ok) throw new Error(`not approved: ${approved.failure.kind}`);
    if (!options.stopAt) await finish();
  }
  return { batchId, totalFen, nettedFen, finish };
}
