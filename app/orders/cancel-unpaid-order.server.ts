import type { Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { closeUnpaid, type CloseFailure } from "./close-unpaid-order.server";

/**
 * The shopper gives up an unpaid order: PLACED → CANCELLED, the goods go back. The caller has expired Stripe's session
 * first, or handles a payment that comes all the same. What Stripe's own report of that has expired is cancelled too.
 */
export async function cancelUnpaidOrder(tx: Db, orderId: string, now: Date): Promise<Result<void, CloseFailure>> {
  return closeUnpaid(tx, orderId, { to: "CANCELLED", now });
}
