import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { postSale } from "~/benefits/post-sale.server";
import { postUndeliverablePayment } from "~/benefits/post-undeliverable-payment.server";
import { markPaid } from "~/orders/mark-paid.server";
import { recordOrderEvent } from "~/orders/order-store.server";
import { reviveExpiredOrder } from "~/orders/revive-expired-order.server";
import type { Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { raiseAlarm } from "./alarm-store.server";
import { CURRENCY } from "./payment-state";
import { insertPayment, lockPayment, markPaymentSucceeded, type PaymentRow } from "./payment-store.server";
import { BEARER_OF_REASON } from "./refund-rules";
import { insertRefund } from "./refund-store.server";
import type { SessionFacts } from "./stripe-facts";
import { SEND_REFUND } from "./topics";

export type Settled =
  | { readonly kind: "paid"; readonly orderId: string }
  /** money came, and goes back in full: what was ordered cannot be delivered, or was paid already */
  | { readonly kind: "returned"; readonly orderId: string }
  /** nothing was paid yet: processing is not completion */
  | { readonly kind: "unpaid"; readonly orderId: string }
  /** amount or currency are not the order's: never taken for paid */
  | { readonly kind: "mismatch"; readonly orderId: string }
  | { readonly kind: "unknown" };

/**
 * What webhook and returning shopper both do with a session, in one transaction: marks the order paid and posts its sale,
 * once. Whoever comes second finds it done. Only `payment_status` paid counts. Money for an order that has expired or was
 * cancelled revives it if its goods can still be had; otherwise, and when it was paid already, all of it goes back.
 */
export async function settleSession(tx: Transaction, session: SessionFacts): Promise<Settled> {
  const payment = await paymentOf(tx, session);
  if (!payment) return { kind: "unknown" };
  const { orderId } = payment;
  if (payment.state === "SUCCEEDED") return { kind: payment.returnedAt ? "returned" : "paid", orderId };
  if (session.paymentStatus !== "paid" || session.paymentIntentId === undefined) return { kind: "unpaid", orderId };
  if (session.amountFen !== payment.amountFen || session.currency !== CURRENCY) {
    await raiseAlarm(tx, {
      kind: "AMOUNT_MISMATCH",
      subjectId: session.sessionId,
      orderId,
      detail: `Stripe took ${session.amountFen} ${session.currency}, the order asks ${payment.amountFen} ${CURRENCY}`,
      now: session.at,
    });
    return { kind: "mismatch", orderId };
  }

  const delivered = await takeOrder(tx, orderId, session.at);
  await markPaymentSucceeded(tx, {
    id: payment.id,
    sessionId: session.sessionId,
    paymentIntentId: session.paymentIntentId,
    chargeId: session.chargeId,
    at: session.at,
    returned: !delivered,
  });
  if (delivered) {
    await postSale(tx, { orderId, paidAt: session.at });
    return { kind: "paid", orderId };
  }
  await giveBack(tx, payment, session.at);
  return { kind: "returned", orderId };
}

/** The payment a session belongs to, locked. A second session of one payment becomes a payment of its own. */
async function paymentOf(tx: Transaction, session: SessionFacts): Promise<PaymentRow | undefined> {
  const known = await lockPayment(tx, { sessionId: session.sessionId });
  if (known || session.paymentId === undefined) return known;
  const named = await lockPayment(tx, { paymentId: session.paymentId });
  if (!named || named.sessionId === null || session.paymentStatus !== "paid") return named;
  // It may have become known while this waited for the lock.
  const meanwhile = await lockPayment(tx, { sessionId: session.sessionId });
  if (meanwhile) return meanwhile;
  // Stripe made two pages for one payment (the first answer was lost), and somebody paid on the other one.
  const paymentId = await insertPayment(tx, {
    orderId: named.orderId,
    amountFen: named.amountFen,
    expiresAt: session.at,
    now: session.at,
    state: "EXPIRED",
  });
  return lockPayment(tx, { paymentId });
}

/** Whether this payment pays the order: PLACED → PAID, after reviving what had been closed. */
async function takeOrder(tx: Transaction, orderId: string, at: Date): Promise<boolean> {
  const marked = await markPaid(tx, { orderId, paidAt: at });
  if (marked.kind === "paid") return true;
  if (marked.kind === "not-found") throw new Error(`payment of an order that is not there: ${orderId}`);
  if (marked.kind === "already-paid") return false;
  const revived = await reviveExpiredOrder(tx, { orderId, now: at });
  return revived.ok && (await markPaid(tx, { orderId, paidAt: at })).kind === "paid";
}

/** Exactly this payment's money goes back, all of it. */
async function giveBack(tx: Transaction, payment: PaymentRow, at: Date): Promise<void> {
  const { id: paymentId, orderId, amountFen } = payment;
  await postUndeliverablePayment(tx, { paymentId, orderId, amountFen, paidAt: at });
  const refundId = await insertRefund(tx, {
    orderId,
    paymentId,
    reason: "UNDELIVERABLE",
    bearer: BEARER_OF_REASON.UNDELIVERABLE,
    amountFen,
    lines: [],
    now: at,
  });
  await postRefundRequested(tx, { refundId, now: at });
  await recordOrderEvent(tx, {
    orderId,
    kind: "REFUND_REQUESTED",
    at,
    data: { refundId, amountFen: Number(amountFen) },
  });
  await enqueue(tx, { topic: SEND_REFUND, key: refundId });
}
