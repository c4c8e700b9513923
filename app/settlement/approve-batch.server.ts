import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import type { Account } from "~/benefits/accounts";
import { lockBalances } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockBatch } from "./batch-store.server";
import { type BatchState, payerOf, payerSubject } from "./batch-state";
import { payableTotals } from "./payable-store.server";

export type ApproveBatchFailure =
  | { readonly kind: "no-such-batch" }
  | { readonly kind: "same-person" }
  | { readonly kind: "wrong-state"; readonly state: BatchState }
  /** refunds came in between: cancel it and prepare a new one */
  | { readonly kind: "amounts-changed"; readonly payees: readonly string[] };

/**
 * The second person's approval: from now on the bank may pay, and a refund treats the money as paid.
 * Refuses when the approver prepared it, or when less is payable now than was prepared.
 */
export async function approveBatch(request: {
  readonly actor: Actor;
  readonly batchId: string;
  readonly now: Date;
}): Promise<Result<{ readonly batchId: string }, ApproveBatchFailure>> {
  const { actor, batchId, now } = request;
  return withTransaction(
    "approve batch",
    async (tx) => {
      const batch = await lockBatch(tx, batchId);
      if (!batch) return failed({ kind: "no-such-batch" });
      const payer = payerOf(batch.payerAccount);
      if (!can(actor, "batch:approve", payerSubject(payer))) return failed({ kind: "no-such-batch" });
      if (batch.state !== "PREPARED") return failed({ kind: "wrong-state", state: batch.state });
      if ((batch.preparedById ?? SYSTEM_USER_ID) === actor.userId) return failed({ kind: "same-person" });

      const payments = await tx.disbursement.findMany({
        where: { batchId },
        select: { payeeAccount: true, payeeName: true, amountFen: true },
      });
      const accounts = payments.map((payment) => payment.payeeAccount as Account);
      await lockBalances(tx, accounts);
      const owed = await payableTotals(tx, { payer, accounts, cutoffAt: batch.cutoffAt });
      const changed = payments.filter((payment) => owed.get(payment.payeeAccount as Account) !== payment.amountFen);
      if (changed.length > 0) {
        return failed({ kind: "amounts-changed", payees: changed.map((payment) => payment.payeeName) });
      }
      await tx.disbursementBatch.update({
        where: { id: batchId },
        data: {
          state: "APPROVED",
          approvedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
          approvedAt: now,
        },
        select: { id: true },
      });
      return succeeded({ batchId });
    },
    { timeoutMs: 60_000 },
  );
}

export function explainApproveBatchFailure(failure: ApproveBatchFailure): string {
  switch (failure.kind) {
    case "no-such-batch":
      return "找不到这个付款批次。";
    case "same-person":
      return "制单人不能复核自己的批次，请由另一位同事复核。";
    case "wrong-state":
      return "这个批次已经处理过了。";
    case "amounts-changed":
      return `制单之后应付金额有变动（${failure.payees.slice(0, 3).join("、")}等 ${failure.payees.length} 笔），请作废后重新制单。`;
  }
}
