import { expireOrder } from "~/orders/expire-order.server";
import type { Transaction } from "~/platform/db.server";
import type { Outcome } from "./event-store.server";
import { lockPayment, markPaymentExpired } from "./payment-store.server";
import type { SessionFacts } from "./stripe-facts";

/**
 * Stripe's page has ended without money: nobody can pay on it any more, so the order expires and its goods are free.
 * A page that was replaced by another one, or a payment that succeeded, changes nothing.
 */
export async function closeUnpaidAfterPage(tx: Transaction, session: SessionFacts, now: Date): Promise<Outcome> {
  const payment = await lockPayment(tx, { sessionId: session.sessionId });
  if (!payment) return { kind: "IGNORED" };
  if (await markPaymentExpired(tx, payment.id)) await expireOrder(tx, payment.orderId, now);
  return { kind: "APPLIED" };
}
