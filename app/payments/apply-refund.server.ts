import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { postRefundReturned } from "~/benefits/post-refund-returned.server";
import { postRefundSucceeded } from "~/benefits/post-refund-succeeded.server";
import { recordOrderEvent } from "~/orders/order-store.server";
import type { Transaction } from "~/platform/db.server";
import { raiseAlarm, settleAlarm } from "./alarm-store.server";
import type { Outcome } from "./event-store.server";
import { CURRENCY } from "./payment-state";
import { lockPayment, type PaymentRow } from "./payment-store.server";
import { BEARER_OF_REASON, canRefundMove, spreadOverLines, type RefundState } from "./refund-rules";
import {
  insertRefund,
  linesToRefund,
  lockOrderToRefund,
  moveRefund,
  nameRefundAtStripe,
  refundsOfPayment,
  type RefundRow,
} from "./refund-store.server";
import type { RefundFacts } from "./stripe-facts";

/**
 * What Stripe says of one of its refunds, from its answer or from an event, in whatever order and how often: it finds
 * our refund (or records one made in the dashboard) and moves it forward, posting what follows, once.
 */
export async function applyRefund(tx: Transaction, facts: RefundFacts): Promise<Outcome> {
  const payment = await lockPayment(tx, facts);
  if (payment?.state !== "SUCCEEDED") {
    return { kind: "PARKED", waitsFor: facts.paymentIntentId ?? facts.chargeId ?? facts.stripeRefundId };
  }
  const refunds = await refundsOfPayment(tx, payment.id);
  if (refunds.some((refund) => refund.failedStripeIds.includes(facts.stripeRefundId))) return { kind: "APPLIED" };

  const refund = ownRefund(refunds, facts) ?? (await recordForeign(tx, payment, refunds, facts));
  if (!refund) return alarm(tx, payment, facts, "this refund does not fit to what remains of the order");
  if (facts.amountFen !== refund.amountFen || facts.currency !== CURRENCY) {
    return alarm(
      tx,
      payment,
      facts,
      `Stripe refunds ${facts.amountFen} ${facts.currency}, we asked for ${refund.amountFen}`,
    );
  }
  if (refund.stripeRefundId === null) await nameRefundAtStripe(tx, refund.id, facts.stripeRefundId);
  await advance(tx, refund, facts);
  return { kind: "APPLIED" };
}

/** By Stripe's name, else by ours in the metadata, unless Stripe has another refund for that one already. */
function ownRefund(refunds: readonly RefundRow[], facts: RefundFacts): RefundRow | undefined {
  return (
    refunds.find((refund) => refund.stripeRefundId === facts.stripeRefundId) ??
    refunds.find((refund) => refund.id === facts.refundId && refund.stripeRefundId === null)
  );
}

/**
 * A refund we did not ask for. When one of ours of the same amount is still waiting to be sent, it is that one, done by
 * hand; otherwise it is recorded, spread over what remains of the lines. Undefined when it fits nowhere.
 */
async function recordForeign(
  tx: Transaction,
  payment: PaymentRow,
  refunds: readonly RefundRow[],
  facts: RefundFacts,
): Promise<RefundRow | undefined> {
  if (facts.status === "failed" || facts.status === "canceled") return undefined;
  const waiting = refunds.find(
    (refund) => refund.stripeRefundId === null && refund.state !== "SUCCEEDED" && refund.amountFen === facts.amountFen,
  );
  if (waiting && facts.refundId === undefined) return { ...waiting, state: "REQUESTED" };
  if (payment.returnedAt !== null) return undefined;

  const { orderId } = payment;
  await lockOrderToRefund(tx, orderId);
  const lines = await linesToRefund(tx, orderId);
  const parts = spreadOverLines(facts.amountFen, lines);
  if (!parts) return undefined;
  if (facts.refundId !== undefined) {
    const detail = `Stripe has made a second refund for ${facts.refundId}; it is recorded as one made by hand`;
    await raiseAlarm(tx, { kind: "REFUND_UNKNOWN", subjectId: facts.stripeRefundId, orderId, detail, now: facts.at });
  }
  const refundId = await insertRefund(tx, {
    orderId,
    paymentId: payment.id,
    reason: "DASHBOARD",
    bearer: BEARER_OF_REASON.DASHBOARD,
    amountFen: facts.amountFen,
    lines: lines.flatMap((line) => {
      const part = parts.find((one) => one.orderLineId === line.orderLineId);
      return part ? [{ ...line, amountFen: part.amountFen }] : [];
    }),
    now: facts.at,
  });
  await postRefundRequested(tx, { refundId, now: facts.at });
  await timeline(tx, "REFUND_REQUESTED", { id: refundId, orderId, amountFen: facts.amountFen }, facts.at);
  const stored = (await refundsOfPayment(tx, payment.id)).find((refund) => refund.id === refundId);
  return stored;
}

async function advance(tx: Transaction, refund: RefundRow, facts: RefundFacts): Promise<void> {
  const to = stateOf(facts.status);
  if (refund.state === to || !canRefundMove(refund.state, to)) return;
  if (to === "FAILED" && refund.state === "SUCCEEDED")
    await postRefundReturned(tx, { refundId: refund.id, now: facts.at });
  await moveRefund(tx, { refundId: refund.id, to, at: facts.at, failureReason: facts.failureReason ?? facts.status });
  if (to === "SUCCEEDED") {
    await postRefundSucceeded(tx, { refundId: refund.id, now: facts.at });
    await settleAlarm(tx, { kind: "REFUND_FAILED", subjectId: refund.id, resolution: "succeeded", now: facts.at });
    await timeline(tx, "REFUND_SUCCEEDED", refund, facts.at);
  }
  if (to === "FAILED") await recordFailure(tx, refund, facts.failureReason ?? facts.status, facts.at);
}

/** It stays owed to the shopper, and the operator is told. */
export async function recordFailure(
  tx: Transaction,
  refund: Pick<RefundRow, "id" | "orderId" | "amountFen">,
  reason: string,
  at: Date,
): Promise<void> {
  await raiseAlarm(tx, {
    kind: "REFUND_FAILED",
    subjectId: refund.id,
    orderId: refund.orderId,
    detail: `the refund of ${refund.amountFen} fen failed (${reason}); it is still owed to the shopper`,
    now: at,
  });
  await timeline(tx, "REFUND_FAILED", refund, at);
}

function stateOf(status: string): RefundState {
  if (status === "succeeded") return "SUCCEEDED";
  return status === "failed" || status === "canceled" ? "FAILED" : "PENDING";
}

async function timeline(
  tx: Transaction,
  kind: "REFUND_REQUESTED" | "REFUND_SUCCEEDED" | "REFUND_FAILED",
  refund: Pick<RefundRow, "id" | "orderId" | "amountFen">,
  at: Date,
): Promise<void> {
  const data = { refundId: refund.id, amountFen: Number(refund.amountFen) };
  await recordOrderEvent(tx, { orderId: refund.orderId, kind, at, data });
}

async function alarm(tx: Transaction, payment: PaymentRow, facts: RefundFacts, detail: string): Promise<Outcome> {
  const subjectId = facts.stripeRefundId;
  await raiseAlarm(tx, { kind: "REFUND_UNKNOWN", subjectId, orderId: payment.orderId, detail, now: facts.at });
  return { kind: "ALARM", error: detail };
}
