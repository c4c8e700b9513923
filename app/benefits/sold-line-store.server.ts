import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

/** A line of a sold order, with who stands behind its seller, carriage and state. */
export type SoldLine = {
  readonly id: string;
  readonly kind: "GOODS" | "FREIGHT";
  readonly chargedFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly shipperId: string;
  readonly releasedAt: Date | null;
  /** pre-ordered, and not given a lot yet: nothing of it is attributed */
  readonly awaitsLots: boolean;
};

/**
 * Locks the order's row: everything that moves the parts of its lines comes through here, one after the other.
 * NO KEY UPDATE, so that rows that only point to the order (its timeline, payments) are not held up.
 */
export async function lockSoldOrder(tx: Db, orderId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer_order WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/** The same lock, where only a shipment of the order is known. */
export async function lockOrderOfShipment(tx: Db, shipmentId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM customer_order WHERE id = (SELECT order_id FROM shipment WHERE id = ${shipmentId}::uuid)
    FOR NO KEY UPDATE`;
}

/** In the order of the receipt. */
export async function soldLines(db: Db, orderId: string): Promise<SoldLine[]> {
  return db.$queryRaw<SoldLine[]>`
    SELECT l.id, l.kind, l.charged_fen AS "chargedFen", l.platform_discount_fen AS "platformDiscountFen",
      s.seller_kind AS "sellerKind", s.seller_id AS "sellerId", s.shipper_id AS "shipperId",
      least(r.released_at, s.released_at) AS "releasedAt",
      EXISTS (SELECT FROM shipment_promise w WHERE w.shipment_id = s.id AND w.assigned_at IS NULL) AS "awaitsLots"
    FROM order_line l JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN line_release r ON r.order_line_id = l.id
    WHERE l.order_id = ${orderId}::uuid ORDER BY l.position`;
}
