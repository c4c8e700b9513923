import type { Actor } from "~/access/actor";
import { hasRole } from "~/access/actor";
import { findJournal } from "~/benefits/journal-store.server";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { lockPayment } from "./payment-store.server";
import { findRefund, restartRefund } from "./refund-store.server";
import { SEND_REFUND } from "./topics";

export type ResendRefundFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-failed" }
  /** it had reached the shopper's bank and came back: it has to be paid in another way */
  | { readonly kind: "came-back" };

/** The operator sends a failed refund once more, under a new key. It was owed to the shopper all the time. */
export async function resendRefund({
  actor,
  refundId,
  now,
}: {
  readonly actor: Actor;
  readonly refundId: string;
  readonly now: Date;
}): Promise<Result<void, ResendRefundFailure>> {
  if (!hasRole(actor, ["OPERATOR", "SYSTEM"])) return failed({ kind: "not-found" });
  const known = await findRefund(db(), refundId);
  if (!known) return failed({ kind: "not-found" });
  return withTransaction("resend refund", async (tx) => {
    await lockPayment(tx, { paymentId: known.paymentId });
    const refund = await findRefund(tx, refundId);
    if (refund?.state !== "FAILED") return failed({ kind: "not-failed" });
    if (await findJournal(tx, { kind: "REFUND_SUCCEEDED", sourceId: refundId })) return failed({ kind: "came-back" });
    await restartRefund(tx, refundId, `refund:${refundId}:${newId(now)}`);
    await enqueue(tx, { topic: SEND_REFUND, key: refundId });
    return succeeded(undefined);
  });
}

export function explainResendRefundFailure(failure: ResendRefundFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这笔退款。";
    case "not-failed":
      return "这笔退款没有失败，不需要重发。";
    case "came-back":
      return "这笔退款曾到账后被银行退回，不能原路重发，请改用银行转账退还，并登记流水号。";
  }
}
