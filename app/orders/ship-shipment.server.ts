import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db } from "~/platform/db.server";
import { trackingNumberOf } from "./carriers";
import { shipmentToMove, type FulfilFailure } from "./fulfilment.server";
import { canShipmentMove } from "./order-state";
import { recordOrderEvent } from "./order-store.server";
import { planParcel, type ParcelContent } from "./parcel-content";
import { insertParcel, linesToSend } from "./parcel-store.server";
import { PARCEL_SHIPPED } from "./write-order-letter.server";

export type ShipShipment = {
  readonly actor: Actor;
  readonly shipmentId: string;
  /** a code of the known carriers; OTHER when the freight template's own carrier has none */
  readonly carrier?: string;
  readonly trackingNumber: string;
  /** what goes into this parcel; everything that is left when not given */
  readonly content?: readonly ParcelContent[] | undefined;
  readonly now: Date;
};

/**
 * A parcel is handed to the carrier, with the number the shopper can follow. When nothing of the shipment stays behind it
 * is SHIPPED, else PART_SHIPPED. Not yours and not there are the same refusal.
 */
export async function shipShipment(
  request: ShipShipment,
): Promise<Result<{ readonly parcelId: string; readonly completes: boolean }, FulfilFailure>> {
  return withTransaction("ship shipment", (tx) => shipWithin(tx, request));
}

/** The same within the caller's transaction: many parcels in one go. */
export async function shipWithin(
  tx: Db,
  { actor, shipmentId, carrier = "OTHER", trackingNumber, content: wanted, now }: ShipShipment,
): Promise<Result<{ readonly parcelId: string; readonly completes: boolean }, FulfilFailure>> {
  const tracking = trackingNumberOf(carrier, trackingNumber);
  if (tracking === undefined) return failed({ kind: "tracking-number", carrier });
  const allowed = await shipmentToMove(tx, actor, shipmentId, "SHIPPED");
  if (!allowed.ok) return allowed;
  const plan = planParcel(await linesToSend(tx, shipmentId), wanted);
  if (!plan.ok) return failed(plan.failure);
  const to = plan.completes ? "SHIPPED" : "PART_SHIPPED";
  if (!canShipmentMove(allowed.value.state, to)) return failed({ kind: "wrong-state", state: allowed.value.state });

  const parcelId = newId(now);
  await insertParcel(tx, {
    id: parcelId,
    shipmentId,
    carrier,
    trackingNumber: tracking,
    shippedAt: now,
    content: plan.content,
  });
  await tx.$executeRaw`
    UPDATE shipment SET state = ${to}, shipped_at = CASE WHEN ${plan.completes} THEN ${now}::timestamptz END,
      packed_at = coalesce(packed_at, ${now}::timestamptz)
    WHERE id = ${shipmentId}::uuid`;
  const shipped = {
    orderId: allowed.value.orderId,
    kind: plan.completes ? "SHIPMENT_SHIPPED" : "PARCEL_SHIPPED",
    at: now,
    actorId: actor.userId,
    data: { shipmentId, parcelId },
  } as const;
  await recordOrderEvent(tx, shipped, [{ topic: PARCEL_SHIPPED, key: parcelId }]);
  return succeeded({ parcelId, completes: plan.completes });
}
