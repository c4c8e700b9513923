import { newId } from "~/kernel/ids";
import type { Db } from "~/platform/db.server";
import type { OrderState } from "./order-state";
import { ORDER_PAID } from "./write-order-letter.server";

export type MarkedPaid =
  | { readonly kind: "paid" }
  /** it was paid already: nothing happened */
  | { readonly kind: "already-paid" }
  /** expired or cancelled: revive it, or give the money back */
  | { readonly kind: "closed"; readonly state: OrderState }
  | { readonly kind: "not-found" };

/**
 * PLACED → PAID, once, in the caller's transaction; the row stays locked until its end. The bought goods leave the cart
 * they came from, and the buyer is sent the order's link. One statement.
 */
export async function markPaid(
  tx: Db,
  { orderId, paidAt }: { readonly orderId: string; readonly paidAt: Date },
): Promise<MarkedPaid> {
  const [row] = await tx.$queryRaw<{ state: OrderState; paid: boolean }[]>`
    WITH locked AS (
      SELECT id, state, cart_id FROM customer_order WHERE id = ${orderId}::uuid FOR UPDATE
    ), paid AS (
      UPDATE customer_order SET state = 'PAID', paid_at = ${paidAt}::timestamptz
      FROM locked WHERE customer_order.id = locked.id AND locked.state = 'PLACED' AND customer_order.state = 'PLACED'
      RETURNING customer_order.id
    ), event AS (
      INSERT INTO order_event (id, order_id, at, kind, data)
      SELECT ${newId(paidAt)}::uuid, paid.id, ${paidAt}::timestamptz, 'PAID', '{}' FROM paid
    ), told AS (
      INSERT INTO outbox (topic, key, payload, available_at)
      SELECT ${ORDER_PAID}, paid.id::text, '{}', now() FROM paid
    ), emptied AS (
      DELETE FROM cart_line USING locked, paid
      WHERE cart_line.cart_id = locked.cart_id
        AND cart_line.variant_id IN (SELECT variant_id FROM order_line WHERE order_id = locked.id AND kind = 'GOODS')
    )
    SELECT locked.state, EXISTS (SELECT FROM paid) AS paid FROM locked`;
  if (!row) return { kind: "not-found" };
  if (row.paid) return { kind: "paid" };
  return row.state === "PAID" ? { kind: "already-paid" } : { kind: "closed", state: row.state };
}
