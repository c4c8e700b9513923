import type { Db } from "~/platform/db.server";
import type { LineToSend, ParcelContent } from "./parcel-content";

/** The goods of a shipment with what of them lies in parcels. The caller holds the shipment's lock. */
export async function linesToSend(db: Db, shipmentId: string): Promise<LineToSend[]> {
  return db.$queryRaw<LineToSend[]>`
    SELECT l.id AS "orderLineId", l.quantity,
      coalesce((SELECT sum(pl.quantity)::int FROM parcel_line pl WHERE pl.order_line_id = l.id), 0) AS sent
    FROM order_line l WHERE l.shipment_id = ${shipmentId}::uuid AND l.kind = 'GOODS' ORDER BY l.position`;
}

/** Stores a parcel with what is in it, in one statement; numbered after the shipment's others. */
export async function insertParcel(
  tx: Db,
  parcel: {
    readonly id: string;
    readonly shipmentId: string;
    readonly carrier: string;
    readonly trackingNumber: string;
    readonly shippedAt: Date;
    readonly content: readonly ParcelContent[];
  },
): Promise<void> {
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO parcel (id, shipment_id, position, carrier, tracking_number, shipped_at)
      SELECT ${parcel.id}::uuid, ${parcel.shipmentId}::uuid, count(*) + 1, ${parcel.carrier}, ${parcel.trackingNumber},
        ${parcel.shippedAt}::timestamptz
      FROM parcel WHERE shipment_id = ${parcel.shipmentId}::uuid
      RETURNING id
    )
    INSERT INTO parcel_line (parcel_id, order_line_id, quantity)
    SELECT stored.id, line."orderLineId", line.quantity
    FROM stored, jsonb_to_recordset(${JSON.stringify(parcel.content)}::jsonb) AS line("orderLineId" uuid, quantity int)`;
}

/** A parcel on its way or arrived, with what its claim window depends on. */
export type ParcelToConfirm = {
  readonly id: string;
  readonly claimUntil: Date | null;
  readonly perishableLines: readonly boolean[];
};

export async function parcelsOf(tx: Db, shipmentId: string): Promise<ParcelToConfirm[]> {
  return tx.$queryRaw<ParcelToConfirm[]>`
    SELECT p.id, p.claim_until AS "claimUntil",
      ARRAY(SELECT l.perishable FROM parcel_line pl JOIN order_line l ON l.id = pl.order_line_id
        WHERE pl.parcel_id = p.id) AS "perishableLines"
    FROM parcel p WHERE p.shipment_id = ${shipmentId}::uuid ORDER BY p.position`;
}

export async function markParcelDelivered(
  tx: Db,
  { parcelId, at, claimUntil }: { readonly parcelId: string; readonly at: Date; readonly claimUntil: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE parcel SET delivered_at = ${at}::timestamptz, claim_until = ${claimUntil}::timestamptz
    WHERE id = ${parcelId}::uuid AND delivered_at IS NULL`;
}
