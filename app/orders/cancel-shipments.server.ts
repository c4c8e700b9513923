import type { Db } from "~/platform/db.server";
import { recordOrderEvent, releasePicks } from "./order-store.server";
import { releasePromises } from "./promise-store.server";

/**
 * Cancels the shipments of a paid order that nobody has begun to pack, and puts their goods back. All of them or none:
 * answers false, with nothing changed, when one is packed or gone. What is cancelled already is no obstacle: asked
 * again, it answers the same.
 */
export async function cancelShipments(
  tx: Db,
  { orderId, now, actorId }: { orderId: string; now: Date; actorId?: string },
): Promise<boolean> {
  const shipments = await tx.$queryRaw<{ id: string; state: string }[]>`
    SELECT id, state FROM shipment WHERE order_id = ${orderId}::uuid ORDER BY id FOR UPDATE`;
  const open = shipments.filter((shipment) => shipment.state !== "CANCELLED");
  if (shipments.length === 0 || open.some((shipment) => shipment.state !== "PENDING")) return false;
  await tx.$executeRaw`UPDATE shipment SET state = 'CANCELLED' WHERE order_id = ${orderId}::uuid AND state = 'PENDING'`;
  await releasePromises(tx, { orderId }, now);
  await releasePicks(tx, { orderId }, now);
  for (const shipment of open) {
    await recordOrderEvent(tx, {
      orderId,
      kind: "SHIPMENT_CANCELLED",
      at: now,
      actorId,
      data: { shipmentId: shipment.id },
    });
  }
  return true;
}
