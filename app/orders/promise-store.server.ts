import { dayOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

/** Base units of a promise that one shipment takes, with the last day its shopper was told. */
export type PromiseToTake = {
  readonly shipmentId: string;
  readonly preorderId: string;
  readonly quantity: number;
  readonly shipBy: string;
};

/**
 * Takes all these quantities out of their promises and stores what each shipment holds, or nothing at all, in one
 * conditional statement; a promise that is over, or whose day changed since it was read, gives nothing. Promises are
 * locked in id order, before any lot. Answers whether it was done, and which listings have nothing left to promise.
 */
export async function takePromises(
  tx: Db,
  wanted: readonly PromiseToTake[],
  now: Date,
): Promise<{ readonly done: boolean; readonly soldOutListingIds: readonly string[] }> {
  if (wanted.length === 0) return { done: true, soldOutListingIds: [] };
  const taken = await tx.$queryRaw<{ listingId: string; available: number }[]>`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS w("shipmentId" uuid, "preorderId" uuid, quantity int, "shipBy" date)
    ), locked AS (
      SELECT id, available, ship_by FROM preorder WHERE id IN (SELECT "preorderId" FROM wanted)
        AND closed_at IS NULL AND ship_by > ${dayOf(now)}::date
      ORDER BY id FOR UPDATE
    ), enough AS (
      SELECT wanted.* FROM wanted
      WHERE (SELECT count(*) FROM wanted n JOIN locked ON locked.id = n."preorderId"
             WHERE locked.available >= n.quantity AND locked.ship_by = n."shipBy") = (SELECT count(*) FROM wanted)
    ), taken AS (
      UPDATE preorder SET available = preorder.available - enough.quantity FROM enough
      WHERE preorder.id = enough."preorderId" AND preorder.available >= enough.quantity
      RETURNING preorder.listing_id, preorder.available
    ), stored AS (
      INSERT INTO shipment_promise (shipment_id, preorder_id, quantity, ship_by)
      SELECT enough."shipmentId", enough."preorderId", enough.quantity, enough."shipBy" FROM enough
    )
    SELECT listing_id AS "listingId", available FROM taken`;
  return {
    done: taken.length === wanted.length,
    soldOutListingIds: taken.filter(({ available }) => available === 0).map(({ listingId }) => listingId),
  };
}

/** Gives back what the shipments hold of their promises, once. The order's row is locked; lots are locked afterwards. */
export async function releasePromises(
  tx: Db,
  scope: { readonly orderId: string } | { readonly shipmentId: string },
  now: Date,
): Promise<void> {
  const orderId = "orderId" in scope ? scope.orderId : null;
  const shipmentId = "shipmentId" in scope ? scope.shipmentId : null;
  await tx.$executeRaw`
    WITH released AS (
      UPDATE shipment_promise SET released_at = ${now}::timestamptz
      FROM shipment s
      WHERE shipment_promise.shipment_id = s.id AND shipment_promise.released_at IS NULL
        AND (s.order_id = ${orderId}::uuid OR s.id = ${shipmentId}::uuid)
      RETURNING shipment_promise.preorder_id, shipment_promise.quantity
    ), back AS (
      SELECT preorder_id, sum(quantity)::int AS quantity FROM released GROUP BY preorder_id
    ), locked AS (
      SELECT id FROM preorder WHERE id IN (SELECT preorder_id FROM back) ORDER BY id FOR UPDATE
    )
    UPDATE preorder SET available = preorder.available + back.quantity
    FROM back JOIN locked ON locked.id = back.preorder_id WHERE preorder.id = back.preorder_id`;
}

/**
 * An order that had been closed is paid after all: its pre-ordered shipments take the same of the same promises again,
 * all of them or none. Answers whether they could.
 */
export async function retakePromises(tx: Db, orderId: string, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ done: boolean }]>`
    WITH wanted AS (
      SELECT w.shipment_id, w.preorder_id, w.quantity, w.ship_by FROM shipment_promise w
      JOIN shipment s ON s.id = w.shipment_id WHERE s.order_id = ${orderId}::uuid AND w.released_at IS NOT NULL
    ), locked AS (
      SELECT id, available FROM preorder WHERE id IN (SELECT preorder_id FROM wanted) AND closed_at IS NULL
      ORDER BY id FOR UPDATE
    ), enough AS (
      SELECT wanted.* FROM wanted
      WHERE (SELECT count(*) FROM wanted n JOIN locked ON locked.id = n.preorder_id
             WHERE locked.available >= n.quantity AND n.ship_by > ${dayOf(now)}::date) = (SELECT count(*) FROM wanted)
    ), taken AS (
      UPDATE preorder SET available = preorder.available - enough.quantity FROM enough
      WHERE preorder.id = enough.preorder_id RETURNING preorder.id
    ), held AS (
      UPDATE shipment_promise SET released_at = NULL FROM enough
      WHERE shipment_promise.shipment_id = enough.shipment_id
    )
    SELECT (SELECT count(*) FROM taken) = (SELECT count(*) FROM wanted) AS done`;
  return row.done;
}

/** The promise of a listing whose row is locked: before any lot, as everybody takes them. */
export async function lockPromise(tx: Db, listingId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM preorder WHERE id = (SELECT preorder_id FROM listing WHERE id = ${listingId}::uuid) FOR UPDATE`;
}

export async function markAssigned(tx: Db, shipmentIds: readonly string[], now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE shipment_promise SET assigned_at = ${now}::timestamptz WHERE shipment_id = ANY (${[...shipmentIds]}::uuid[])`;
}

/**
 * A promise that nobody waits for and nobody can order from any more: its listing sells from its lots again. Answers
 * whether that came about now. The promise's row is locked before it is asked who waits, so that whoever was placing is seen.
 */
export async function endServedPreorder(tx: Db, listingId: string, now: Date): Promise<boolean> {
  const [over] = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM listing l JOIN preorder p ON p.id = l.preorder_id
    WHERE l.id = ${listingId}::uuid AND (p.closed_at IS NOT NULL OR p.ship_by <= ${dayOf(now)}::date)
    FOR UPDATE OF l, p`;
  if (!over) return false;
  const ended = await tx.$executeRaw`
    UPDATE listing SET preorder_id = NULL
    WHERE id = ${listingId}::uuid AND preorder_id = ${over.id}::uuid AND NOT EXISTS (SELECT FROM shipment_promise w
      WHERE w.preorder_id = ${over.id}::uuid AND w.assigned_at IS NULL AND w.released_at IS NULL)`;
  if (ended === 0) return false;
  await tx.$executeRaw`
    UPDATE preorder SET closed_at = ${now}::timestamptz WHERE id = ${over.id}::uuid AND closed_at IS NULL`;
  return true;
}
