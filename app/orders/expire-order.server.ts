import type { Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { closeUnpaid, type CloseFailure } from "./close-unpaid-order.server";

/**
 * Ends an unpaid order whose time is over and gives back what it held, once: PLACED → EXPIRED.
 * The caller has expired Stripe's session first. Refused when the order is not waiting for payment any more.
 */
export async function expireOrder(tx: Db, orderId: string, now: Date): Promise<Result<void, CloseFailure>> {
  return closeUnpaid(tx, orderId, { to: "EXPIRED", now });
}

/** The unpaid orders whose hold is over, oldest first: what the payments' sweeper goes through. */
export async function overdueOrders(db: Db, now: Date, limit = 200): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer_order WHERE state = 'PLACED' AND hold_expires_at <= ${now}::timestamptz
    ORDER BY hold_expires_at LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}
