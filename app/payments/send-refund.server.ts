import Stripe from "stripe";
import { newId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { db, withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { stripe } from "~/platform/stripe.server";
import { applyRefund, recordFailure } from "./apply-refund.server";
import { findPayment, lockPayment } from "./payment-store.server";
import { findRefund, moveRefund, renewRefundKey, type RefundRow } from "./refund-store.server";
import { refundFacts } from "./stripe-facts";

/**
 * Sends a refund to Stripe, outside any transaction and always under its stored key, then records the answer: the
 * handler of `refund.send`. Run twice, or after an answer that was lost, it ends in one refund: the key, our id in the
 * refund's metadata and a look at what Stripe already has stand for that. Throws when it has to be tried again.
 */
export async function sendRefund({ refundId, now }: { readonly refundId: string; readonly now: Date }): Promise<void> {
  const refund = await findRefund(db(), refundId);
  if (!refund) throw new Error(`there is no refund ${refundId} to send`);
  if (refund.state !== "REQUESTED" || refund.stripeRefundId !== null) return;
  const payment = await findPayment(db(), { paymentId: refund.paymentId });
  if (!payment?.paymentIntentId) throw new Error(`refund ${refundId} is of a payment that Stripe does not know`);

  const { paymentIntentId } = payment;
  let answer: Stripe.Refund | undefined;
  try {
    answer = await stripe().refunds.create(
      {
        payment_intent: paymentIntentId,
        amount: toNumber(refund.amountFen),
        reason: "requested_by_customer",
        metadata: { refund_id: refund.id, order_id: refund.orderId },
      },
      { idempotencyKey: refund.idempotencyKey },
    );
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    answer = await alreadyMade(refund, paymentIntentId);
    if (!answer && (await isFinal(refund, error, now))) return;
    if (!answer) throw error;
  }
  const facts = refundFacts(answer, atLeast(new Date(answer.created * 1000), refund.requestedAt));
  const outcome = await withTransaction("record refund", (tx) => applyRefund(tx, facts));
  if (outcome.kind === "PARKED") throw new Error(`refund ${refundId} came before its payment`);
}

/** Whether Stripe made it although we heard an error: 500 after acting, an answer that got lost. */
async function alreadyMade(refund: RefundRow, paymentIntentId: string): Promise<Stripe.Refund | undefined> {
  const { data } = await stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  return data.find((one) => one.metadata?.["refund_id"] === refund.id && !refund.failedStripeIds.includes(one.id));
}

/** What Stripe refuses for good is recorded as failed: it stays owed, and the operator is told. */
async function isFinal(
  refund: RefundRow,
  error: InstanceType<typeof Stripe.errors.StripeError>,
  now: Date,
): Promise<boolean> {
  const isRefusal = error instanceof Stripe.errors.StripeInvalidRequestError && (error.statusCode ?? 500) < 409;
  if (isRefusal) {
    const reason = error.code ?? error.message.slice(0, 200);
    await withTransaction("refuse refund", async (tx) => {
      await lockPayment(tx, { paymentId: refund.paymentId });
      const present = await findRefund(tx, refund.id);
      if (present?.state !== "REQUESTED") return;
      await moveRefund(tx, { refundId: refund.id, to: "FAILED", at: now, failureReason: reason });
      await recordFailure(tx, refund, reason, now);
    });
    return true;
  }
  // Stripe repeats what it once answered for a key, errors too. It has made nothing, so another key is safe.
  if (error.headers?.["idempotent-replayed"] === "true" || error instanceof Stripe.errors.StripeIdempotencyError) {
    log.warn({ err: error, refund: refund.id }, "Stripe repeats an error for this refund's key; it gets a new one");
    await renewRefundKey(db(), refund.id, refund.idempotencyKey, `refund:${refund.id}:${newId(now)}`);
  }
  return false;
}

/** Clocks differ a little: nothing succeeds before it was asked for. */
function atLeast(at: Date, earliest: Date): Date {
  return at < earliest ? earliest : at;
}
