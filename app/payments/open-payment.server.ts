import { addMinutes } from "~/kernel/period";
import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { SESSION_MINUTES } from "./payment-state";
import { insertPayment } from "./payment-store.server";

/**
 * The payment that an order waits for, in the transaction that places it: `placeOrder({ …, within: openPayment })`.
 * Stripe is asked afterwards, by startPayment. One statement.
 */
export async function openPayment(
  tx: Db,
  order: { readonly id: string; readonly totalFen: Fen; readonly placedAt: Date },
): Promise<void> {
  await insertPayment(tx, {
    orderId: order.id,
    amountFen: order.totalFen,
    expiresAt: addMinutes(order.placedAt, SESSION_MINUTES),
    now: order.placedAt,
  });
}
