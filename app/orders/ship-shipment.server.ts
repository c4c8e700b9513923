import type { Actor } from "~/access/actor";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { shipmentToMove, type FulfilFailure } from "./fulfilment.server";
import { recordOrderEvent } from "./order-store.server";

/** Handed to the carrier: PENDING | PACKED → SHIPPED, with the number the shopper can follow. */
export async function shipShipment({
  actor,
  shipmentId,
  trackingNumber,
  now,
}: {
  actor: Actor;
  shipmentId: string;
  trackingNumber: string;
  now: Date;
}): Promise<Result<void, FulfilFailure>> {
  const tracking = trackingNumber.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z0-9]{6,30}$/.test(tracking)) return failed({ kind: "tracking-number" });
  return withTransaction("ship shipment", async (tx) => {
    const allowed = await shipmentToMove(tx, actor, shipmentId, "SHIPPED");
    if (!allowed.ok) return allowed;
    await tx.$executeRaw`
      UPDATE shipment SET state = 'SHIPPED', tracking_number = ${tracking}, shipped_at = ${now}::timestamptz,
        packed_at = coalesce(packed_at, ${now}::timestamptz)
      WHERE id = ${shipmentId}::uuid`;
    await recordOrderEvent(tx, {
      orderId: allowed.value.orderId,
      kind: "SHIPMENT_SHIPPED",
      at: now,
      actorId: actor.userId,
      data: { shipmentId },
    });
    return succeeded(undefined);
  });
}
