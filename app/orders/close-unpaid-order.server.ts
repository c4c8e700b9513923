import { failed, succeeded, type Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { canOrderMove, type OrderState } from "./order-state";
import { givePromotionBack, lockOrder, recordOrderEvent, releasePicks } from "./order-store.server";
import { releasePromises } from "./promise-store.server";

export type CloseFailure = { readonly kind: "not-found" } | { readonly kind: "not-open"; readonly state: OrderState };

/** What expiring and giving up have in common: the state, the goods and the discount code go back, once. */
export async function closeUnpaid(
  tx: Db,
  orderId: string,
  close: { readonly to: "EXPIRED" | "CANCELLED"; readonly now: Date },
): Promise<Result<void, CloseFailure>> {
  const order = await lockOrder(tx, orderId);
  if (!order) return failed({ kind: "not-found" });
  if (!canOrderMove(order.state, close.to)) return failed({ kind: "not-open", state: order.state });
  await tx.$executeRaw`
    UPDATE customer_order SET state = ${close.to}, closed_at = ${close.now}::timestamptz
    WHERE id = ${orderId}::uuid AND state = ${order.state}`;
  if (order.state === "PLACED") {
    await givePromotionBack(tx, order.promotionId);
    await releasePromises(tx, { orderId }, close.now);
    await releasePicks(tx, { orderId }, close.now);
  }
  await recordOrderEvent(tx, { orderId, kind: close.to, at: close.now });
  return succeeded(undefined);
}
