import { dayOf } from "~/kernel/period";
import { PREORDER_LATE } from "~/orders/write-order-letter.server";
import { db, withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { closeWaitingPreorder } from "./close-waiting-preorder.server";
import { lockPaymentsOfOrder } from "./payment-store.server";
import { BEARER_OF_REASON, canBeRefunded, remainingOf } from "./refund-rules";
import { linesToRefund, lockOrderToRefund } from "./refund-store.server";
import { storeRefund } from "./request-refund.server";

const LIMIT = 200;

/**
 * Pre-orders that have no lot when their last day is over: everything that was paid for the shipment goes back, freight
 * included, borne by the seller; its promise is free again, and the shopper is told. Each in a transaction of its own, so
 * that running twice, or beside the seller who chooses a lot at the last moment, refunds once or not at all.
 */
export async function refundLatePreorders({ now }: { readonly now: Date }): Promise<{ readonly refunded: number }> {
  let refunded = 0;
  for (const { shipmentId, orderId } of await overduePreorders(db(), now)) {
    const given = await withTransaction("refund late pre-order", (tx) => giveUp(tx, { shipmentId, orderId, now }));
    if (given) refunded += 1;
  }
  return { refunded };
}

async function overduePreorders(db: Db, now: Date): Promise<{ shipmentId: string; orderId: string }[]> {
  return db.$queryRaw<{ shipmentId: string; orderId: string }[]>`
    SELECT s.id AS "shipmentId", s.order_id AS "orderId"
    FROM shipment_promise w JOIN shipment s ON s.id = w.shipment_id JOIN customer_order o ON o.id = s.order_id
    WHERE w.assigned_at IS NULL AND w.released_at IS NULL AND w.ship_by < ${dayOf(now)}::date AND o.state = 'PAID'
      AND NOT EXISTS (SELECT FROM dispute d WHERE d.order_id = o.id AND d.state <> 'WON')
    ORDER BY w.ship_by, s.id LIMIT ${LIMIT}::int`;
}

/** False, with nothing changed, when it has its lots meanwhile, was given up before, or its bank asks the money back. */
async function giveUp(
  tx: Transaction,
  { shipmentId, orderId, now }: { readonly shipmentId: string; readonly orderId: string; readonly now: Date },
): Promise<boolean> {
  const payments = await lockPaymentsOfOrder(tx, orderId);
  const order = await lockOrderToRefund(tx, orderId);
  const payment = payments.find((one) => one.state === "SUCCEEDED" && one.returnedAt === null);
  const [waiting] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM shipment_promise WHERE shipment_id = ${shipmentId}::uuid AND assigned_at IS NULL AND released_at IS NULL`;
  if (!waiting || order?.state !== "PAID" || order.isDisputed || !payment) return false;

  const lines = (await linesToRefund(tx, orderId)).flatMap((line) =>
    line.shipmentId === shipmentId && canBeRefunded(line) ? [{ ...line, amountFen: remainingOf(line) }] : [],
  );
  if (lines.length > 0) {
    await storeRefund(tx, {
      orderId,
      paymentId: payment.id,
      lines,
      reason: "LATE",
      bearer: BEARER_OF_REASON.LATE,
      now,
    });
  }
  // The promise after the balances, as a refund that somebody asks for takes them.
  await closeWaitingPreorder(tx, { shipmentId, orderId, reason: "LATE", now });
  await enqueue(tx, { topic: PREORDER_LATE, key: shipmentId });
  return true;
}
