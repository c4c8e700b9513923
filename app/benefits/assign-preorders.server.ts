import type { Actor } from "~/access/actor";
import type { ListingFailure } from "~/catalog/listing-failure";
import type { PreorderFailure } from "~/catalog/preorder";
import { endPreorder } from "~/catalog/save-preorder.server";
import { setListingLots } from "~/catalog/set-listing-lots.server";
import { succeeded, type Result } from "~/kernel/result";
import { orderForSplit } from "~/orders/order-for-split.server";
import { recordOrderEvent, reservePicks } from "~/orders/order-store.server";
import { planPicks, type LotStock, type PlannedPick } from "~/orders/pick-lots";
import { endServedPreorder, lockPromise, markAssigned } from "~/orders/promise-store.server";
import { LOTS_ASSIGNED } from "~/orders/write-order-letter.server";
import { db, withTransaction, type Transaction } from "~/platform/db.server";
import { enqueue, enqueueAll } from "~/platform/outbox.server";
import { lineParts } from "./line-part-store.server";
import { DRAW_POSTER } from "./share-receipt.server";
import { postPreorderAssigned } from "./post-preorder-assigned.server";
import {
  chosenLots,
  lockOrders,
  preordersToLookAt,
  waitingShipments,
  type WaitingShipment,
} from "./waiting-preorder-store.server";

/** So many shipments a transaction: each line is a journal, and their orders are locked meanwhile. */
const AT_ONCE = 50;
/** So often may somebody buy from a planned lot through another listing first. */
const ATTEMPTS = 3;
const LISTINGS_AT_ONCE = 200;

/**
 * Says which lots a listing is sold from, and gives them at once to the pre-orders that wait for them, before anybody
 * else can buy. While some still wait, nothing of the listing is sold from its lots.
 */
export async function chooseLots(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly lotIds: readonly string[];
  readonly now: Date;
}): Promise<Result<{ readonly assigned: number }, ListingFailure>> {
  const { listingId, now } = request;
  let first = 0;
  const set = await setListingLots({
    ...request,
    within: async (tx) => {
      first = await assignWithin(tx, listingId, now);
    },
  });
  if (!set.ok) return set;
  const rest = first === AT_ONCE ? await assignPreorder({ listingId, now }) : 0;
  return succeeded({ assigned: first + rest });
}

/** Nobody can pre-order any more; once nobody waits either, the listing sells from its lots again, at once when nobody does. */
export async function stopPreorder(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly now: Date;
}): Promise<Result<undefined, PreorderFailure>> {
  const { listingId, now } = request;
  let waiting: ReadonlySet<string> | undefined;
  return endPreorder({
    ...request,
    before: async (tx) => {
      waiting = await lockWaiting(tx, listingId);
    },
    within: (tx) => assignWithin(tx, listingId, now, waiting),
  });
}

/** Gives a listing's chosen lots to the shipments that wait, some in each transaction, until nobody can be given any. */
export async function assignPreorder({
  listingId,
  now,
}: {
  readonly listingId: string;
  readonly now: Date;
}): Promise<number> {
  let assigned = 0;
  for (;;) {
    const given = await withTransaction("assign pre-orders", (tx) => assignWithin(tx, listingId, now));
    assigned += given;
    if (given < AT_ONCE) return assigned;
  }
}

/** What came after the lots were chosen: later payments, goods that were put back. For the worker, every few minutes. */
export async function assignPreorders({ now }: { readonly now: Date }): Promise<{ readonly assigned: number }> {
  let assigned = 0;
  for (const listingId of await preordersToLookAt(db(), now, LISTINGS_AT_ONCE)) {
    assigned += await assignPreorder({ listingId, now });
  }
  return { assigned };
}

/**
 * Whole shipments take picks in the order of payment; the first that the lots cannot serve ends it, so that nobody is
 * overtaken. Locks the listing, then the orders in id order, then the promise, then the lots: whoever refunds or cancels
 * one of them comes before or after all of it, and waits for nobody in a circle. `known` were locked by the caller.
 */
async function assignWithin(
  tx: Transaction,
  listingId: string,
  now: Date,
  known?: ReadonlySet<string>,
): Promise<number> {
  const locked = known ?? (await lockWaiting(tx, listingId));
  await lockPromise(tx, listingId);
  const waiting = (await waitingShipments(tx, listingId, AT_ONCE)).filter(({ shipmentId }) => locked.has(shipmentId));

  const served = await pickFor(tx, listingId, waiting, now);
  if (served.length > 0) {
    await markAssigned(
      tx,
      served.map((shipment) => shipment.shipmentId),
      now,
    );
    for (const shipment of served) await move(tx, shipment, now);
  }
  if (await endServedPreorder(tx, listingId, now)) await enqueue(tx, { topic: "listing.changed", key: listingId });
  return served.length;
}

/** Locks the listing and the orders of those who wait; answers their shipments. */
async function lockWaiting(tx: Transaction, listingId: string): Promise<ReadonlySet<string>> {
  await tx.$queryRaw`SELECT 1 FROM listing WHERE id = ${listingId}::uuid FOR NO KEY UPDATE`;
  const candidates = await waitingShipments(tx, listingId, AT_ONCE);
  await lockOrders(tx, [...new Set(candidates.map((shipment) => shipment.orderId))]);
  return new Set(candidates.map((shipment) => shipment.shipmentId));
}

/** The shipments that have their picks now. */
async function pickFor(
  tx: Transaction,
  listingId: string,
  waiting: readonly WaitingShipment[],
  now: Date,
): Promise<readonly WaitingShipment[]> {
  for (let attempt = 1; waiting.length > 0 && attempt <= ATTEMPTS; attempt++) {
    const plan = planShipments(waiting, await chosenLots(tx, listingId, now));
    const reserved = await reservePicks(tx, plan.picks);
    if (!reserved.done) continue;
    await enqueueAll(
      tx,
      reserved.emptiedLotIds.map((key) => ({ topic: "lot.changed", key })),
    );
    return plan.served;
  }
  return [];
}

/** Shipment after shipment out of the same lots, until one cannot be served whole. */
export function planShipments(waiting: readonly WaitingShipment[], lots: readonly LotStock[]) {
  const left = new Map(lots.map((lot) => [lot.lotId, lot.available]));
  const served: WaitingShipment[] = [];
  const picks: (PlannedPick & { readonly orderLineId: string; readonly position: number })[] = [];
  for (const shipment of waiting) {
    const stock = lots.map((lot) => ({ ...lot, available: left.get(lot.lotId) ?? 0 }));
    const plan = planPicks(shipment.lines.map((line) => ({ ...line, lots: stock })));
    if (!plan.ok) break;
    const positions = new Map<number, number>();
    for (const pick of plan.picks) {
      const position = positions.get(pick.line) ?? 0;
      positions.set(pick.line, position + 1);
      picks.push({ ...pick, orderLineId: shipment.lines[pick.line]?.id ?? "", position });
      left.set(pick.lotId, (left.get(pick.lotId) ?? 0) - pick.quantity);
    }
    served.push(shipment);
  }
  return { served, picks };
}

async function move(tx: Transaction, { orderId, shipmentId, lines }: WaitingShipment, now: Date): Promise<void> {
  const order = await orderForSplit(tx, orderId);
  const parts = await lineParts(
    tx,
    lines.map((line) => line.id),
  );
  for (const { id } of lines) {
    const line = order?.lines.find((one) => one.id === id);
    if (line?.kind !== "GOODS") throw new Error(`pre-ordered line ${id} is gone`);
    await postPreorderAssigned(tx, { orderId, line, parts: parts.filter((part) => part.orderLineId === id), now });
  }
  await recordOrderEvent(tx, { orderId, kind: "LOTS_ASSIGNED", at: now, data: { shipmentId } });
  await enqueue(tx, { topic: LOTS_ASSIGNED, key: shipmentId });
  if (await tx.receiptShare.count({ where: { orderId } })) await enqueue(tx, { topic: DRAW_POSTER, key: orderId });
}
