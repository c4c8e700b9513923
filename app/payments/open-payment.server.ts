import { addMinutes } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import { SESSION_MINUTES } from "./payment-state";
import { insertFirstPayment, type PayableOrder } from "./payment-store.server";

/**
 * The payment that an order waits for, in the transaction that places it: `placeOrder({ …, within })`.
 * Stripe is asked afterwards, by startPayment, which takes the answer instead of reading the order again. One statement.
 */
export async function openPayment(
  tx: Db,
  order: { readonly id: string; readonly placedAt: Date },
): Promise<PayableOrder> {
  const expiresAt = addMinutes(order.placedAt, SESSION_MINUTES);
  return insertFirstPayment(tx, { orderId: order.id, expiresAt, now: order.placedAt });
}
