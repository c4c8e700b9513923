import { BEARER_OF_REASON, canBeRefunded, remainingOf } from "./refund-rules";
import { failed, succeeded, type Result } from "~/kernel/result";
import { cancelShipments } from "~/orders/cancel-shipments.server";
import { cancelUnpaidOrder } from "~/orders/cancel-unpaid-order.server";
import { db, withTransaction } from "~/platform/db.server";
import type { CancelOrderFailure } from "./cancel-order-failure";
import { endSession } from "./end-session.server";
import { livePaymentOf, lockPaymentsOfOrder, markPaymentExpired } from "./payment-store.server";
import { linesToRefund, lockOrderToRefund } from "./refund-store.server";
import { storeRefund } from "./request-refund.server";

type CancelOrder = { readonly orderId: string; readonly actorId?: string | undefined; readonly now: Date };

/**
 * The shopper cancels, paid or not. Who may is the caller's to check: the guest link or the owner. Unpaid: Stripe's page
 * is closed first, so that nobody pays for what was given up. Paid: everything goes back, as long as nobody packs.
 */
export async function cancelOrder(
  request: CancelOrder,
): Promise<Result<{ readonly kind: "cancelled" | "refunding" }, CancelOrderFailure>> {
  const live = await livePaymentOf(db(), request.orderId);
  if (live?.orderState === "PLACED") {
    const ended = await endSession(live, request.now);
    if (ended === "unreachable") return failed({ kind: "stripe-unavailable" });
    if (ended === "processing") return failed({ kind: "payment-under-way" });
    if (ended === "ended") {
      const closed = await withTransaction("cancel unpaid order", async (tx) => {
        for (const payment of await lockPaymentsOfOrder(tx, request.orderId)) await markPaymentExpired(tx, payment.id);
        return cancelUnpaidOrder(tx, request.orderId, request.now);
      });
      if (closed.ok) return succeeded({ kind: "cancelled" });
    }
  }
  return cancelPaidOrder(request);
}

/** A paid order that nobody has begun to pack: the goods go back into their lots, and all of the money to the shopper. */
export async function cancelPaidOrder({
  orderId,
  actorId,
  now,
}: CancelOrder): Promise<Result<{ readonly kind: "refunding" }, CancelOrderFailure>> {
  return withTransaction("cancel paid order", async (tx) => {
    const payments = await lockPaymentsOfOrder(tx, orderId);
    const order = await lockOrderToRefund(tx, orderId);
    if (!order) return failed({ kind: "not-found" });
    const payment = payments.find((one) => one.state === "SUCCEEDED" && one.returnedAt === null);
    if (order.state !== "PAID" || !payment) return failed({ kind: "closed" });
    if (order.isDisputed) return failed({ kind: "disputed" });
    const cancelled = await cancelShipments(tx, { orderId, now, ...(actorId ? { actorId } : {}) });
    if (!cancelled) return failed({ kind: "being-packed" });

    const lines = (await linesToRefund(tx, orderId)).flatMap((line) =>
      canBeRefunded(line) ? [{ ...line, amountFen: remainingOf(line) }] : [],
    );
    if (lines.length > 0) {
      const bearer = BEARER_OF_REASON.CANCELLED;
      await storeRefund(tx, {
        orderId,
        paymentId: payment.id,
        lines,
        reason: "CANCELLED",
        bearer,
        requestedById: actorId,
        now,
      });
    }
    return succeeded({ kind: "refunding" });
  });
}
