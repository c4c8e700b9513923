import { byEventTime, type OrderEventKind } from "~/orders/order-state";
import type { Db } from "~/platform/db.server";

export type ShipmentEvent = {
  readonly at: Date;
  readonly kind: OrderEventKind;
  readonly trackingNumber: string | null;
  readonly claimId: string | null;
  readonly claimNumber: string | null;
};

/**
 * What happened to one shipment, oldest first: of the order's timeline only what is about this seller's own goods. Another
 * seller's parcels, refunds and claims stay unseen.
 */
export async function shipmentEvents(db: Db, shipmentId: string): Promise<ShipmentEvent[]> {
  const events = await db.$queryRaw<ShipmentEvent[]>`
    SELECT e.at, e.kind, p.tracking_number AS "trackingNumber", c.id AS "claimId", c.number AS "claimNumber"
    FROM shipment s JOIN order_event e ON e.order_id = s.order_id
    LEFT JOIN parcel p ON p.id::text = e.data->>'parcelId' AND p.shipment_id = s.id
    LEFT JOIN claim c ON c.id::text = e.data->>'claimId'
    WHERE s.id = ${shipmentId}::uuid AND (
      e.kind IN ('PAID', 'DISPUTE_OPENED', 'DISPUTE_WON', 'DISPUTE_LOST')
      OR e.data->>'shipmentId' = s.id::text
      OR EXISTS (SELECT FROM order_line l WHERE l.shipment_id = s.id
        AND (l.id = c.order_line_id OR l.id::text = e.data->>'orderLineId'))
      OR EXISTS (SELECT FROM refund_line rl JOIN order_line l ON l.id = rl.order_line_id
        WHERE l.shipment_id = s.id AND rl.refund_id::text = e.data->>'refundId'))
    ORDER BY e.at, e.id`;
  return events.toSorted(byEventTime);
}
