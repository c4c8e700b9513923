import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { postRefundPaidOtherwise } from "~/benefits/post-refund-paid-otherwise.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { recordOrderEvent } from "~/orders/order-store.server";
import { db, withTransaction } from "~/platform/db.server";
import { settleAlarm } from "./alarm-store.server";
import { lockPayment } from "./payment-store.server";
import { findRefund, markRefundPaidOtherwise } from "./refund-store.server";

export type PayRefundOtherwiseFailure =
  | { readonly kind: "not-found" }
  /** it has not failed: Stripe may still bring it, and it would be paid twice */
  | { readonly kind: "not-failed" }
  | { readonly kind: "no-reference" };

/** The bank's number of a transfer: letters, digits and dashes, as banks print it. */
const REFERENCE = /^[A-Za-z0-9-]{4,40}$/;

/**
 * The platform's finance has paid a failed refund from the platform's bank account and says by which transfer. Only what
 * Stripe has given up can be paid so, once.
 */
export async function payRefundOtherwise({
  actor,
  refundId,
  reference,
  now,
}: {
  readonly actor: Actor;
  readonly refundId: string;
  readonly reference: string;
  readonly now: Date;
}): Promise<Result<void, PayRefundOtherwiseFailure>> {
  const known = can(actor, "refund:pay-otherwise") ? await findRefund(db(), refundId) : undefined;
  if (!known) return failed({ kind: "not-found" });
  if (!REFERENCE.test(reference)) return failed({ kind: "no-reference" });
  return withTransaction("pay refund otherwise", async (tx) => {
    await lockPayment(tx, { paymentId: known.paymentId });
    const refund = await findRefund(tx, refundId);
    if (refund?.state !== "FAILED") return failed({ kind: "not-failed" });
    const { orderId, amountFen } = refund;
    await markRefundPaidOtherwise(tx, { refundId, reference, actorId: actor.userId, at: now });
    await postRefundPaidOtherwise(tx, { refundId, amountFen, reference, actorId: actor.userId, now });
    const resolution = `paid otherwise: ${reference}`;
    await settleAlarm(tx, { kind: "REFUND_FAILED", subjectId: refundId, resolution, now });
    const data = { refundId, amountFen: Number(amountFen) };
    await recordOrderEvent(tx, { orderId, kind: "REFUND_PAID_OTHERWISE", at: now, actorId: actor.userId, data });
    return succeeded(undefined);
  });
}

export function explainPayRefundOtherwiseFailure(failure: PayRefundOtherwiseFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这笔退款。";
    case "not-failed":
      return "只有失败的退款才能用其他方式支付；这笔没有失败，或已处理。";
    case "no-reference":
      return "请填写银行转账流水号：4 到 40 位字母、数字或短横线。";
  }
}
