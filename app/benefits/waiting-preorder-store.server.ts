import { dayOf } from "~/kernel/period";
import type { LotStock } from "~/orders/pick-lots";
import type { Db } from "~/platform/db.server";

/** A paid shipment that waits for a lot. */
export type WaitingShipment = {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly packQuantity: number }[];
};

/**
 * Whose turn it is, in the order of payment. Left out is what waits for nothing any more, because all of its goods were
 * refunded, and what the shopper's bank is asking back.
 */
export async function waitingShipments(db: Db, listingId: string, limit: number): Promise<WaitingShipment[]> {
  return db.$queryRaw<WaitingShipment[]>`
    SELECT s.id AS "shipmentId", s.order_id AS "orderId",
      (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'quantity', l.quantity, 'packQuantity', l.pack_quantity)
          ORDER BY l.position) FROM order_line l WHERE l.shipment_id = s.id AND l.kind = 'GOODS') AS lines
    FROM listing
    JOIN shipment_promise w ON w.preorder_id = listing.preorder_id
    JOIN shipment s ON s.id = w.shipment_id
    JOIN customer_order o ON o.id = s.order_id
    CROSS JOIN LATERAL (
      SELECT sum(l.net_fen) AS net, sum((SELECT coalesce(sum(p.taken_fen), 0) FROM line_part p
        WHERE p.order_line_id = l.id)) AS taken
      FROM order_line l WHERE l.shipment_id = s.id AND l.kind = 'GOODS') goods
    WHERE listing.id = ${listingId}::uuid AND w.assigned_at IS NULL AND w.released_at IS NULL AND o.state = 'PAID'
      AND NOT EXISTS (SELECT FROM dispute d WHERE d.order_id = o.id AND d.state = 'OPEN')
      AND (goods.net = 0 OR goods.taken < goods.net)
    ORDER BY o.paid_at, o.id, s.position LIMIT ${limit}::int`;
}

/** Orders' rows, locked in id order: nobody refunds, cancels or packs them until the transaction ends. */
export async function lockOrders(tx: Db, orderIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM customer_order WHERE id = ANY (${[...orderIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** What the listing's chosen lots hold. */
export async function chosenLots(db: Db, listingId: string, now: Date): Promise<LotStock[]> {
  return db.$queryRaw<LotStock[]>`
    SELECT lot.id AS "lotId", lot.available, lot.expires_on::text AS "expiresOn"
    FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
    WHERE ll.listing_id = ${listingId}::uuid AND ll.removed_at IS NULL
      AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(now)}::date`;
}

/** Listings with somebody who waits and lots that hold something, and those whose promise is over and served. */
export async function preordersToLookAt(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM listing l JOIN preorder p ON p.id = l.preorder_id
    WHERE p.closed_at IS NOT NULL OR p.ship_by <= ${dayOf(now)}::date
      OR EXISTS (SELECT FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND lot.status = 'SEALED' AND lot.available > 0
          AND lot.expires_on >= ${dayOf(now)}::date)
    ORDER BY l.id LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}
