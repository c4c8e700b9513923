import type { Actor } from "~/access/actor";
import { succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { shipmentToMove, type FulfilFailure } from "./fulfilment.server";
import { recordOrderEvent } from "./order-store.server";

/** The goods are in the box: PENDING → PACKED. Not yours and not there are the same refusal. */
export async function packShipment({
  actor,
  shipmentId,
  now,
}: {
  actor: Actor;
  shipmentId: string;
  now: Date;
}): Promise<Result<void, FulfilFailure>> {
  return withTransaction("pack shipment", async (tx) => {
    const allowed = await shipmentToMove(tx, actor, shipmentId, "PACKED");
    if (!allowed.ok) return allowed;
    await tx.$executeRaw`
      UPDATE shipment SET state = 'PACKED', packed_at = ${now}::timestamptz WHERE id = ${shipmentId}::uuid`;
    await recordOrderEvent(tx, {
      orderId: allowed.value.orderId,
      kind: "SHIPMENT_PACKED",
      at: now,
      actorId: actor.userId,
      data: { shipmentId },
    });
    return succeeded(undefined);
  });
}
