import { expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { addDays, addHours } from "~/kernel/period";
import { markPaid } from "~/orders/mark-paid.server";
import { recordOrderEvent } from "~/orders/order-store.server";
import { sellerResponseTime } from "~/orders/response-time-store.server";
import { db, withTransaction } from "~/platform/db.server";
import { aListingWithStock, anOrder, NOW, type AListing } from "#tests/builders/orders";

type Answered = { readonly afterHours: number; readonly daysAgo?: number };

async function arrivedLine(listing: AListing) {
  const order = await anOrder([{ variantId: listing.variantId, quantity: 1 }]);
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  const data = { state: "DELIVERED", packedAt: NOW, shippedAt: NOW, deliveredAt: NOW, claimUntil: addDays(NOW, 2) };
  await db().shipment.updateMany({ where: { orderId: order.id }, data });
  const line = await db().orderLine.findFirstOrThrow({ where: { orderId: order.id, kind: "GOODS" } });
  return { orderId: order.id, orderLineId: line.id };
}

/** A claim that the seller refused after so many hours, or that went to the operator unanswered. */
async function aClaim(
  listing: AListing,
  { afterHours, daysAgo = 3 }: Answered,
  escalatedAfter?: number,
): Promise<void> {
  const { orderId, orderLineId } = await arrivedLine(listing);
  const claimId = newId();
  const openedAt = addDays(NOW, -daysAgo);
  await db().claim.create({
    data: {
      ...{ id: claimId, number: `S${claimId.slice(-10)}`, orderId, orderLineId, openedAt },
      ...{ kind: "SPOILAGE", state: "WITHDRAWN", quantity: 1, words: "烂了", requestKey: newId(), closedAt: NOW },
      escalatedAt: escalatedAfter === undefined ? null : addHours(openedAt, escalatedAfter),
    },
  });
  const at = addHours(openedAt, afterHours);
  await withTransaction("test", (tx) =>
    recordOrderEvent(tx, { orderId, kind: "CLAIM_REFUSED", at, data: { claimId } }),
  );
}

async function aReview(listing: AListing, { afterHours, daysAgo = 3 }: Answered): Promise<void> {
  const { orderLineId } = await arrivedLine(listing);
  const decidedAt = addDays(NOW, -daysAgo);
  await db().review.create({
    data: {
      ...{ id: newId(), orderLineId, listingId: listing.listingId, sellerKind: "COOPERATIVE" },
      ...{ sellerId: listing.cooperativeId, authorName: "张**", locale: "zh", stars: 5, words: "很新鲜，分量足。" },
      ...{ state: "SHOWN", writtenAt: addDays(decidedAt, -5), decidedAt },
      ...{ answer: "谢谢", answeredAt: addHours(decidedAt, afterHours) },
    },
  });
}

const ofSeller = (listing: AListing) =>
  sellerResponseTime(db(), { kind: "COOPERATIVE", id: listing.cooperativeId }, NOW);

test("the median of what was answered of claims and reviews, of five answers at least", async () => {
  const plum = await aListingWithStock({ lots: [1_000_000] });
  for (const afterHours of [1, 3, 30]) await aClaim(plum, { afterHours });
  await aReview(plum, { afterHours: 5 });
  expect(await ofSeller(plum)).toBeUndefined();
  await aReview(plum, { afterHours: 70 });
  expect(await ofSeller(plum)).toEqual({ unit: "hours", count: 5 });
});

test("another seller's, old ones, and what the operator answered in its place do not count", async () => {
  const plum = await aListingWithStock({ lots: [1_000_000] });
  const other = await aListingWithStock({ lots: [1_000_000] });
  for (const afterHours of [60, 70, 80, 90]) await aClaim(plum, { afterHours });
  for (const afterHours of [1, 1, 1, 1, 1]) await aReview(other, { afterHours });
  await aReview(plum, { afterHours: 1, daysAgo: 190 });
  await aClaim(plum, { afterHours: 50 }, 48);
  expect(await ofSeller(plum)).toBeUndefined();
  expect(await ofSeller(other)).toEqual({ unit: "hours", count: 1 });
  await aReview(plum, { afterHours: 100 });
  expect(await ofSeller(plum)).toEqual({ unit: "days", count: 4 });
});
