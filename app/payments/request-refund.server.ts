import type { Actor } from "~/access/actor";
import { hasRole, SYSTEM_USER_ID } from "~/access/actor";
import { can } from "~/access/permissions";
import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { sum, type Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { sellerOf } from "~/orders/fulfilment.server";
import { recordOrderEvent } from "~/orders/order-store.server";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { closeWaitingPreorder, refundedWhileWaiting } from "./close-waiting-preorder.server";
import { lockPaymentsOfOrder } from "./payment-store.server";
import type { RequestRefundFailure } from "./request-refund-failure";
import {
  BEARER_OF_REASON,
  canBeRefunded,
  isPaidByPlatform,
  remainingOf,
  type AskedReason,
  type RefundBearer,
  type RefundReason,
} from "./refund-rules";
import {
  findRefundByRequestKey,
  insertRefund,
  linesToRefund,
  lockOrderToRefund,
  moveRefund,
  type OrderLineToRefund,
} from "./refund-store.server";
import { SEND_REFUND } from "./topics";

export type RequestRefund = {
  readonly actor: Actor;
  readonly orderId: string;
  readonly lines: readonly { readonly orderLineId: string; readonly amountFen: Fen }[];
  readonly reason: AskedReason;
  /** who bears what cannot be taken back: by the reason, unless the operator says otherwise */
  readonly bearer?: RefundBearer | undefined;
  readonly note?: string | undefined;
  /** the form's nonce: sent twice, it is one refund */
  readonly requestKey?: string | undefined;
  readonly now: Date;
};

/**
 * Asks a paid order's money back, line by line, up to what remains of each. Everything that decides stands in one
 * transaction: the refund, its postings (owed to the shopper from now on) and the message that sends it to Stripe.
 * A cooperative refunds its own lines; the operator any. Not yours and not there are the same refusal. A pre-order of which
 * everything is given back waits for no lot any more.
 */
export async function requestRefund(
  request: RequestRefund,
): Promise<Result<{ readonly refundId: string }, RequestRefundFailure>> {
  return withTransaction("request refund", (tx) => refundWithin(tx, request));
}

/** The same within the caller's transaction: what a claim's answer is made of. */
export async function refundWithin(
  tx: Transaction,
  request: RequestRefund,
): Promise<Result<{ readonly refundId: string }, RequestRefundFailure>> {
  const payments = await lockPaymentsOfOrder(tx, request.orderId);
  if (request.requestKey) {
    const before = await findRefundByRequestKey(tx, request.requestKey);
    if (before)
      return before.orderId === request.orderId ? succeeded({ refundId: before.id }) : failed({ kind: "not-found" });
  }
  const order = await lockOrderToRefund(tx, request.orderId);
  const lines = order ? await linesToRefund(tx, request.orderId) : [];
  const wanted = request.lines.map((line) => ({
    ...line,
    known: lines.find((one) => one.orderLineId === line.orderLineId),
  }));
  if (!order || wanted.some(({ known }) => !known || !can(request.actor, "refund:request", sellerOf(known)))) {
    return failed({ kind: "not-found" });
  }
  const payment = payments.find((one) => one.state === "SUCCEEDED" && one.returnedAt === null);
  if (order.state !== "PAID" || !payment) return failed({ kind: "not-paid" });
  if (order.isDisputed) return failed({ kind: "disputed" });
  if (request.bearer && !hasRole(request.actor, ["OPERATOR", "SYSTEM"])) return failed({ kind: "bearer-not-allowed" });

  const parts = wanted.flatMap(({ known, amountFen }) => (known ? [{ ...known, amountFen }] : []));
  const refusal = refusedAmounts(parts);
  if (refusal) return failed(refusal);
  const refundId = await storeRefund(tx, {
    orderId: request.orderId,
    paymentId: payment.id,
    lines: parts,
    reason: request.reason,
    bearer: request.bearer ?? BEARER_OF_REASON[request.reason],
    note: request.note,
    requestKey: request.requestKey,
    requestedById: request.actor.userId === SYSTEM_USER_ID ? undefined : request.actor.userId,
    now: request.now,
  });
  for (const shipmentId of await refundedWhileWaiting(tx, request.orderId)) {
    await closeWaitingPreorder(tx, { shipmentId, orderId: request.orderId, reason: "REFUNDED", now: request.now });
  }
  return succeeded({ refundId });
}

function refusedAmounts(
  parts: readonly (OrderLineToRefund & { readonly amountFen: Fen })[],
): RequestRefundFailure | undefined {
  if (parts.length === 0 || parts.some((part) => part.amountFen < 0n)) return { kind: "nothing" };
  // Nothing for the shopper is something only where the platform had paid it all.
  if (parts.some((part) => part.amountFen === 0n && !(isPaidByPlatform(part) && canBeRefunded(part)))) {
    return { kind: "nothing" };
  }
  if (new Set(parts.map((part) => part.orderLineId)).size < parts.length) return { kind: "nothing" };
  const beyond = parts.find((part) => part.amountFen > remainingOf(part));
  return beyond && { kind: "too-much", orderLineId: beyond.orderLineId, remainingFen: remainingOf(beyond) };
}

/** The refund, its postings, the timeline and the message to Stripe. The caller holds payment and order. */
export async function storeRefund(
  tx: Transaction,
  refund: {
    readonly orderId: string;
    readonly paymentId: string;
    readonly lines: readonly (OrderLineToRefund & { readonly amountFen: Fen })[];
    readonly reason: RefundReason;
    readonly bearer: RefundBearer;
    readonly note?: string | undefined;
    readonly requestKey?: string | undefined;
    readonly requestedById?: string | undefined;
    readonly now: Date;
  },
): Promise<string> {
  const amountFen = sum(refund.lines.map((line) => line.amountFen));
  const refundId = await insertRefund(tx, { ...refund, amountFen });
  await postRefundRequested(tx, { refundId, now: refund.now });
  await recordOrderEvent(tx, {
    orderId: refund.orderId,
    kind: "REFUND_REQUESTED",
    at: refund.now,
    actorId: refund.requestedById,
    data: { refundId, amountFen: Number(amountFen), reason: refund.reason },
  });
  if (amountFen > 0n) await enqueue(tx, { topic: SEND_REFUND, key: refundId });
  // The shopper had paid nothing of it, so Stripe is not asked for anything.
  else await moveRefund(tx, { refundId, to: "SUCCEEDED", at: refund.now });
  return refundId;
}
