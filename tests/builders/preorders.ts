import { systemActor } from "~/access/actor";
import { chooseLots } from "~/benefits/assign-preorders.server";
import { savePreorder } from "~/catalog/save-preorder.server";
import { addDays, dayOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { requestRefund } from "~/payments/request-refund.server";
import type { Sandbox } from "../../scripts/stripe-sandbox/sandbox";
import { aListingWithStock, aSealedLotFor, NOW, type AListing } from "./orders";
import { aPaidOrder, clock, linesOf } from "./payments";

/** A published listing without a lot that promises so many packs of 5 斤, to be shipped within so many days. */
export async function aPromisedListing(
  options: Parameters<typeof aListingWithStock>[0] & { packs?: number; days?: number; now?: Date } = {},
): Promise<AListing & { readonly shipBy: string }> {
  const { packs = 20, days = 30, now = NOW, ...listing } = options;
  const made = await aListingWithStock({ ...listing, lots: [] });
  const shipBy = dayOf(addDays(now, days));
  await promise(made.listingId, { packs, shipBy, now, packGrams: listing.packGrams ?? 2_500 });
  return { ...made, shipBy };
}

export async function promise(
  listingId: string,
  { packs, shipBy, now, packGrams = 2_500 }: { packs: number; shipBy: string; now: Date; packGrams?: number },
): Promise<void> {
  const terms = { promised: packs * packGrams, shipBy, season: "冬季头茬", seasonEn: "First winter crop" };
  const saved = await savePreorder({ actor: systemActor, listingId, terms, now });
  if (!saved.ok) throw new Error(`nothing promised: ${saved.failure.kind}`);
}

/** The harvest is in: a sealed lot of so many packs is chosen for the listing. Answers the lot and how many shipments had it. */
export async function harvest(
  listing: AListing,
  { packs, households = 3, now }: { packs: number; households?: number; now: Date },
): Promise<{ readonly lotId: string; readonly assigned: number }> {
  const lotId = await aSealedLotFor({ ...listing, grams: packs * 2_500, position: 0, households, chosen: false });
  const chosen = await db().listingLot.findMany({ where: { listingId: listing.listingId, removedAt: null } });
  const lotIds = [...chosen.map((one) => one.lotId), lotId];
  const set = await chooseLots({ actor: systemActor, listingId: listing.listingId, lotIds, now });
  if (!set.ok) throw new Error(`lots not chosen: ${set.failure.kind}`);
  return { lotId, assigned: set.value.assigned };
}

/** What of the promise is free, in packs of 5 斤. */
export async function packsFree(listingId: string): Promise<number> {
  const { available } = await db().preorder.findFirstOrThrow({ where: { listingId }, orderBy: { openedAt: "desc" } });
  return available / 2_500;
}

/** "PREORDER 3564", the parts of a line that have anything, as the ledger has them now. */
export async function partsOf(orderLineId: string | undefined): Promise<string[]> {
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT concat_ws(' ', part, given_fen - taken_fen) AS text FROM line_part
    WHERE order_line_id = ${orderLineId}::uuid AND given_fen > taken_fen ORDER BY part_number`;
  return rows.map((row) => row.text);
}

/** What of a line is attributed to households, less what was taken back. */
export async function attributedTo(orderLineId: string | undefined): Promise<bigint> {
  const [row] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT coalesce(sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END), 0)::bigint AS fen
    FROM attribution WHERE order_line_id = ${orderLineId}::uuid`;
  return row.fen;
}

/** Bought and paid; with its two lines and its shipment. */
export async function aPaidPreorder(stripe: Sandbox, listing: AListing, packs = 1) {
  clock.forward(1);
  const order = await aPaidOrder(stripe, [{ variantId: listing.variantId, quantity: packs }]);
  const [goods, freight] = await linesOf(order.orderId);
  const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: order.orderId } });
  return { ...order, goods, freight, shipmentId: shipment.id };
}

export type PaidPreorder = Awaited<ReturnType<typeof aPaidPreorder>>;

/** So much of its goods goes back. */
export async function refundGoods(order: PaidPreorder, amountFen: bigint) {
  const refunded = await requestRefund({
    actor: systemActor,
    orderId: order.orderId,
    lines: [{ orderLineId: order.goods?.id ?? "", amountFen }],
    reason: "QUALITY",
    now: clock.now,
  });
  if (!refunded.ok) throw new Error(refunded.failure.kind);
}

/** What was promised for its shipment. */
export const promiseOf = (order: PaidPreorder) =>
  db().shipmentPromise.findUniqueOrThrow({ where: { shipmentId: order.shipmentId } });
