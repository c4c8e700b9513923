import { recordOrderEvent } from "~/orders/order-store.server";
import { releasePromises } from "~/orders/promise-store.server";
import type { Transaction } from "~/platform/db.server";

/** A pre-ordered shipment waits for nothing any more: cancelled, and its promise is free again. The order is locked. */
export async function closeWaitingPreorder(
  tx: Transaction,
  close: {
    readonly shipmentId: string;
    readonly orderId: string;
    readonly reason: "LATE" | "REFUNDED";
    readonly now: Date;
  },
): Promise<void> {
  const { shipmentId, orderId, reason, now } = close;
  await tx.$executeRaw`UPDATE shipment SET state = 'CANCELLED' WHERE id = ${shipmentId}::uuid AND state = 'PENDING'`;
  await releasePromises(tx, { shipmentId }, now);
  await recordOrderEvent(tx, { orderId, kind: "SHIPMENT_CANCELLED", at: now, data: { shipmentId, reason } });
}

/** The order's shipments that wait for a lot, and of which everything that was paid has been asked back. */
export async function refundedWhileWaiting(tx: Transaction, orderId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM shipment s JOIN shipment_promise w ON w.shipment_id = s.id
    WHERE s.order_id = ${orderId}::uuid AND w.assigned_at IS NULL AND w.released_at IS NULL AND NOT EXISTS (
      SELECT FROM order_line l LEFT JOIN LATERAL (
        SELECT coalesce(sum(rl.amount_fen + rl.discount_back_fen), 0) AS fen FROM refund_line rl
        WHERE rl.order_line_id = l.id) back ON true
      WHERE l.shipment_id = s.id AND back.fen < l.net_fen)
    ORDER BY s.id`;
  return rows.map((row) => row.id);
}
