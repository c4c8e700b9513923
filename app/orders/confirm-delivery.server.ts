import { addDays } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";
import { AUTO_CONFIRM_DAYS, canShipmentMove, claimWindowEnds, type ShipmentState } from "./order-state";
import { lockShipment, recordOrderEvent, type ShipmentForUpdate } from "./order-store.server";
import { markParcelDelivered, parcelsOf } from "./parcel-store.server";
import { PARCEL_DELIVERED } from "./write-order-letter.server";

/** Who may act for the shopper: the holder of the order's link, the account it was bought with, or the system's clock. */
export type ShopperAccess = { readonly token: string } | { readonly userId: string } | "system";

export type ConfirmFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "wrong-state"; readonly state: ShipmentState };

/**
 * Goods have arrived: the parcel named, or every parcel on its way. From here each one's claim window runs (48 h when all
 * in it is fresh, else 7 days); after it the pending money becomes payable. The shipment is DELIVERED when nothing stays
 * behind and every parcel has arrived. Confirming twice is the same as once.
 */
export async function confirmDelivery({
  shipmentId,
  parcelId,
  access,
  now,
}: {
  shipmentId: string;
  parcelId?: string | undefined;
  access: ShopperAccess;
  now: Date;
}): Promise<Result<{ readonly claimUntil: Date }, ConfirmFailure>> {
  return withTransaction("confirm delivery", async (tx) => {
    const shipment = await lockShipment(tx, shipmentId);
    if (!shipment || !(await mayAct(tx, shipment.orderId, access))) return failed({ kind: "not-found" });
    return confirmArrival(tx, { shipment, parcelId, by: access === "system" ? "clock" : "shopper", now });
  });
}

/** The same inside the transaction of who knows that the goods have arrived, and holds the shipment's lock. */
export async function confirmArrival(
  tx: Db,
  {
    shipment,
    parcelId,
    by,
    now,
  }: {
    shipment: Pick<ShipmentForUpdate, "id" | "orderId" | "state">;
    parcelId?: string | undefined;
    by: "clock" | "shopper";
    now: Date;
  },
): Promise<Result<{ readonly claimUntil: Date }, ConfirmFailure>> {
  const { id: shipmentId, orderId } = shipment;
  const parcels = await parcelsOf(tx, shipmentId);
  const asked = parcelId === undefined ? parcels : parcels.filter((parcel) => parcel.id === parcelId);
  if (parcelId !== undefined && asked.length === 0) return failed({ kind: "not-found" });
  const arriving = asked.filter((parcel) => parcel.claimUntil === null);
  if (arriving.length === 0) {
    const known = latest(asked.map((parcel) => parcel.claimUntil));
    return known ? succeeded({ claimUntil: known }) : failed({ kind: "wrong-state", state: shipment.state });
  }

  const windows = new Map(parcels.map((parcel) => [parcel.id, parcel.claimUntil]));
  for (const parcel of arriving) {
    const claimUntil = claimWindowEnds(
      now,
      parcel.perishableLines.map((perishable) => ({ perishable })),
    );
    windows.set(parcel.id, claimUntil);
    await markParcelDelivered(tx, { parcelId: parcel.id, at: now, claimUntil });
  }
  const isComplete = canShipmentMove(shipment.state, "DELIVERED") && [...windows.values()].every((end) => end !== null);
  const claimUntil = latest(
    isComplete ? [...windows.values()] : arriving.map((parcel) => windows.get(parcel.id) ?? null),
  );
  if (!claimUntil) throw new Error(`the parcels of shipment ${shipmentId} arrived without a claim window`);
  if (isComplete) {
    await tx.$executeRaw`
      UPDATE shipment SET state = 'DELIVERED', delivered_at = ${now}::timestamptz, claim_until = ${claimUntil}::timestamptz
      WHERE id = ${shipmentId}::uuid`;
  }
  const arrived = {
    orderId,
    kind: isComplete ? "SHIPMENT_DELIVERED" : "PARCEL_DELIVERED",
    at: now,
    data: { shipmentId, by, ...(parcelId ? { parcelId } : {}) },
  } as const;
  await recordOrderEvent(
    tx,
    arrived,
    arriving.map(({ id }) => ({ topic: PARCEL_DELIVERED, key: id })),
  );
  return succeeded({ claimUntil });
}

function latest(instants: readonly (Date | null)[]): Date | undefined {
  return instants.reduce<Date | undefined>((last, at) => (at && (!last || at > last) ? at : last), undefined);
}

/** The worker's clock: a parcel sent ten days ago counts as received. Answers the confirmed parcels. */
export async function confirmOverdueDeliveries({ now, limit = 200 }: { now: Date; limit?: number }): Promise<string[]> {
  const shippedBefore = addDays(now, -AUTO_CONFIRM_DAYS);
  const due = await db().$queryRaw<{ id: string; shipmentId: string }[]>`
    SELECT id, shipment_id AS "shipmentId" FROM parcel
    WHERE delivered_at IS NULL AND shipped_at <= ${shippedBefore}::timestamptz
    ORDER BY shipped_at LIMIT ${limit}::int`;
  const confirmed: string[] = [];
  for (const { id, shipmentId } of due) {
    const result = await confirmDelivery({ shipmentId, parcelId: id, access: "system", now });
    if (result.ok) confirmed.push(id);
  }
  return confirmed;
}

/** Whether the order is theirs. */
export async function mayAct(tx: Db, orderId: string, access: ShopperAccess): Promise<boolean> {
  if (access === "system") return true;
  const tokenHash = "token" in access ? hashToken(access.token) : null;
  const userId = "userId" in access ? access.userId : null;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer_order
    WHERE id = ${orderId}::uuid AND (access_token_hash = ${tokenHash} OR user_id = ${userId}::uuid)`;
  return rows.length > 0;
}
