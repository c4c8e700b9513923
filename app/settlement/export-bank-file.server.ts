import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { partyOf } from "~/benefits/accounts";
import { decryptHouseholdField } from "~/households/sensitive-fields.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { disbursementsOf, lockBatch } from "./batch-store.server";
import { payerOf, payerSubject } from "./batch-state";
import { bankReference, type BankPayment } from "./bank-file";

export type BankFileExportFailure = { readonly kind: "no-such-batch" } | { readonly kind: "not-approved" };

export type ExportedBankFile = { readonly number: string; readonly payments: readonly BankPayment[] };

/**
 * What the bank is to pay of an approved batch, with the payees' names and accounts in full: who fetched it is in the
 * access log. The same batch always gives the same file, so one that was lost is fetched again.
 */
export async function exportBankFile(request: {
  readonly actor: Actor;
  readonly batchId: string;
  readonly now: Date;
}): Promise<Result<ExportedBankFile, BankFileExportFailure>> {
  const { actor, batchId, now } = request;
  return withTransaction("export bank file", async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch) return failed({ kind: "no-such-batch" });
    const payer = payerOf(batch.payerAccount);
    if (!can(actor, "batch:file", payerSubject(payer))) return failed({ kind: "no-such-batch" });
    if (batch.state !== "APPROVED" && batch.state !== "PAID") return failed({ kind: "not-approved" });
    const payments = await paymentsForBank(tx, batchId, batch.number);
    await logAccess(tx, { actor, action: "batch:file", subjectKind: "batch", subjectId: batchId, now });
    return succeeded({ number: batch.number, payments });
  });
}

export function explainBankFileExportFailure(failure: BankFileExportFailure): string {
  switch (failure.kind) {
    case "no-such-batch":
      return "找不到这个付款批次。";
    case "not-approved":
      return "这个批次还没有复核，不能生成银行文件。";
  }
}

/** The payments of a batch in the order of their references, which never changes: nothing is added to a batch. */
async function paymentsForBank(tx: Transaction, batchId: string, batchNumber: string): Promise<BankPayment[]> {
  const payments = await disbursementsOf(tx, batchId);
  const names = new Map(
    (await tx.disbursement.findMany({ where: { batchId }, select: { id: true, payeeName: true } })).map((row) => [
      row.id,
      row.payeeName,
    ]),
  );
  const householdOf = (account: string) => {
    const party = partyOf(account);
    return party?.kind === "HOUSEHOLD" ? party.id : undefined;
  };
  const ids = payments.flatMap((payment) => householdOf(payment.payeeAccount) ?? []);
  const households = await tx.household.findMany({
    where: { id: { in: ids } },
    select: { id: true, wrappedKey: true, bankName: true, bankAccountCipher: true },
  });
  const cards = new Map(households.map((row) => [row.id, row]));
  return payments.map((payment, index) => {
    const card = cards.get(householdOf(payment.payeeAccount) ?? "");
    const account =
      card === undefined || card.bankAccountCipher === null
        ? null
        : decryptHouseholdField(
            { householdId: card.id, wrappedKey: card.wrappedKey },
            "bank_account_cipher",
            card.bankAccountCipher,
          );
    return {
      reference: bankReference(batchNumber, index + 1),
      disbursementId: payment.id,
      payeeName: names.get(payment.id) ?? payment.payeeAccount,
      account,
      bankName: card?.bankName ?? null,
      amountFen: payment.amountFen,
    };
  });
}
