import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { lockBatch } from "./batch-store.server";
import { type BatchState, payerOf, payerSubject } from "./batch-state";

export type CancelBatchFailure =
  | { readonly kind: "no-such-batch" }
  | { readonly kind: "wrong-state"; readonly state: BatchState };

/** Gives up a batch that was not approved. What was payable still is; debts that were netted stay netted. */
export async function cancelBatch(request: {
  readonly actor: Actor;
  readonly batchId: string;
  readonly now: Date;
}): Promise<Result<{ readonly batchId: string }, CancelBatchFailure>> {
  const { actor, batchId, now } = request;
  return withTransaction("cancel batch", async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (!batch) return failed({ kind: "no-such-batch" });
    const payer = payerOf(batch.payerAccount);
    if (!can(actor, "batch:prepare", payerSubject(payer))) return failed({ kind: "no-such-batch" });
    if (batch.state !== "PREPARED") return failed({ kind: "wrong-state", state: batch.state });
    await tx.disbursementBatch.update({
      where: { id: batchId },
      data: { state: "CANCELLED", cancelledAt: now },
      select: { id: true },
    });
    return succeeded({ batchId });
  });
}

export function explainCancelBatchFailure(failure: CancelBatchFailure): string {
  switch (failure.kind) {
    case "no-such-batch":
      return "找不到这个付款批次。";
    case "wrong-state":
      return "已经复核的批次不能作废，请登记银行结果。";
  }
}
