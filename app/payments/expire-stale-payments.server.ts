import { expireOrder, overdueOrders } from "~/orders/expire-order.server";
import { db, withTransaction } from "~/platform/db.server";
import { endSession } from "./end-session.server";
import { livePaymentOf, lockPaymentsOfOrder, markPaymentExpired, stalePayments } from "./payment-store.server";

const LIMIT = 200;

/**
 * The job that gives goods back: for every unpaid order whose hold is over, closes Stripe's page first and only then
 * releases what was held. A page that turns out paid is settled instead; when Stripe does not answer, the goods stay
 * held until it does. Also closes pages that are left open for orders which are paid or closed.
 */
export async function expireStalePayments({
  now,
}: {
  readonly now: Date;
}): Promise<{ expired: number; settled: number; waiting: number }> {
  const count = { expired: 0, settled: 0, waiting: 0 };
  for (const orderId of await overdueOrders(db(), now, LIMIT)) {
    const live = await livePaymentOf(db(), orderId);
    // A page that was made late, because Stripe had not answered, may outlive the hold by a little: its time is kept.
    if (live?.sessionId && live.expiresAt && live.expiresAt > now) count.waiting++;
    else count[await release(orderId, live, now)]++;
  }
  for (const payment of await stalePayments(db(), now, LIMIT)) {
    if (payment.orderState === "PLACED") continue;
    const ended = await endSession(payment, now);
    if (ended === "ended") await withTransaction("close page", (tx) => markPaymentExpired(tx, payment.id));
    if (ended === "paid") count.settled++;
  }
  return count;
}

async function release(
  orderId: string,
  live: { readonly sessionId: string | null } | undefined,
  now: Date,
): Promise<"expired" | "settled" | "waiting"> {
  const ended = live ? await endSession(live, now) : "ended";
  if (ended === "paid") return "settled";
  if (ended !== "ended") return "waiting";
  return withTransaction("expire order", async (tx) => {
    const payments = await lockPaymentsOfOrder(tx, orderId);
    // A page was opened while Stripe was asked about another, or a slow method is still under way.
    const opened = payments.find((payment) => payment.state === "OPEN" && payment.sessionId !== live?.sessionId);
    if (opened) return "waiting";
    for (const payment of payments) await markPaymentExpired(tx, payment.id);
    const closed = await expireOrder(tx, orderId, now);
    return closed.ok ? "expired" : "settled";
  });
}
