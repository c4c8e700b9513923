import type { Db } from "~/platform/db.server";

export type ShipmentToRelease = {
  readonly orderId: string;
  readonly state: string;
  readonly claimUntil: Date | null;
  /** the shopper's bank is asking the order's money back, and Stripe has not decided */
  readonly isDisputed: boolean;
  readonly lines: readonly {
    readonly id: string;
    /** every pack of it has arrived, and its parcels' claim windows are over; freight goes with the whole shipment */
    readonly isOver: boolean;
    readonly isClaimed: boolean;
    readonly isReleased: boolean;
  }[];
};

/** A shipment with what decides of each line whether its money may go. The caller holds the order's lock. */
export async function shipmentToRelease(db: Db, shipmentId: string, now: Date): Promise<ShipmentToRelease | undefined> {
  const [row] = await db.$queryRaw<ShipmentToRelease[]>`
    SELECT s.order_id AS "orderId", s.state, s.claim_until AS "claimUntil",
      EXISTS (SELECT FROM dispute d WHERE d.order_id = s.order_id AND d.state = 'OPEN') AS "isDisputed",
      (SELECT jsonb_agg(jsonb_build_object('id', l.id,
          'isOver', l.kind = 'GOODS' AND l.quantity = coalesce((SELECT sum(pl.quantity) FROM parcel_line pl
            JOIN parcel p ON p.id = pl.parcel_id
            WHERE pl.order_line_id = l.id AND p.claim_until <= ${now}::timestamptz), 0),
          'isClaimed', EXISTS (SELECT FROM open_claim c WHERE c.order_line_id = l.id
            AND (c.state <> 'REFUSED' OR c.waits_until > ${now}::timestamptz)),
          'isReleased', EXISTS (SELECT FROM line_release r WHERE r.order_line_id = l.id)) ORDER BY l.position)
        FROM order_line l WHERE l.shipment_id = s.id) AS lines
    FROM shipment s WHERE s.id = ${shipmentId}::uuid`;
  return row;
}

/** Shipments whose last claim window is over and that nobody claims or disputes: all of them may go. */
export async function shipmentsDue(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM shipment s
    WHERE s.state = 'DELIVERED' AND s.claim_until <= ${now}::timestamptz AND s.released_at IS NULL
      AND NOT EXISTS (SELECT FROM dispute d WHERE d.order_id = s.order_id AND d.state = 'OPEN')
      AND NOT EXISTS (SELECT FROM open_claim c JOIN order_line l ON l.id = c.order_line_id WHERE l.shipment_id = s.id
        AND (c.state <> 'REFUSED' OR c.waits_until > ${now}::timestamptz))
    ORDER BY s.claim_until, s.id LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}

/** Shipments of which some lines may go, while others are still on their way or claimed. */
export async function shipmentsDueInPart(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT s.id FROM parcel p JOIN shipment s ON s.id = p.shipment_id
    JOIN parcel_line pl ON pl.parcel_id = p.id JOIN order_line l ON l.id = pl.order_line_id
    WHERE s.released_at IS NULL AND p.claim_until <= ${now}::timestamptz
      AND (s.state <> 'DELIVERED' OR s.claim_until > ${now}::timestamptz
        OR EXISTS (SELECT FROM open_claim c JOIN order_line cl ON cl.id = c.order_line_id WHERE cl.shipment_id = s.id))
      AND NOT EXISTS (SELECT FROM line_release r WHERE r.order_line_id = l.id)
      AND NOT EXISTS (SELECT FROM open_claim c WHERE c.order_line_id = l.id
        AND (c.state <> 'REFUSED' OR c.waits_until > ${now}::timestamptz))
      AND NOT EXISTS (SELECT FROM dispute d WHERE d.order_id = s.order_id AND d.state = 'OPEN')
      AND l.quantity = (SELECT sum(q.quantity) FROM parcel_line q JOIN parcel qp ON qp.id = q.parcel_id
        WHERE q.order_line_id = l.id AND qp.claim_until <= ${now}::timestamptz)
    ORDER BY s.id LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}
