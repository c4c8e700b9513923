import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { stopPreorder } from "~/benefits/assign-preorders.server";
import { splitPreview } from "~/benefits/split-preview.server";
import { savePreorder } from "~/catalog/save-preorder.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { expireOrder } from "~/orders/expire-order.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { placeOrder } from "~/orders/place-order.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { db, withTransaction } from "~/platform/db.server";
import { balanceOf } from "#tests/builders/benefits";
import { aListingWithStock, anAddress, type AListing } from "#tests/builders/orders";
import {
  anOpenOrder,
  aPaidOrder,
  aStripe,
  clock,
  closeStripe,
  footprint,
  faultsInBooks,
  violations,
  work,
} from "#tests/builders/payments";
import {
  aPaidPreorder,
  aPromisedListing,
  attributedTo,
  harvest,
  packsFree,
  partsOf,
  promise,
  promiseOf,
  type PaidPreorder,
  refundGoods,
} from "#tests/builders/preorders";
import { newSeed, seededRandom } from "#tests/builders/random";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";

let stripe: Sandbox;
beforeAll(() => {
  stripe = aStripe();
});
afterAll(() => closeStripe(stripe));
// After each test the books are right: ours, and ours against Stripe's.
afterEach(async () => {
  await work(stripe);
  expect(await faultsInBooks()).toEqual({});
});

const bought = (listing: AListing, packs = 1) => aPaidPreorder(stripe, listing, packs);

describe("a pre-order", () => {
  test("takes from the promise, is a shipment of its own, and posts its fees while the rest waits for nobody yet", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const stock = await aListingWithStock({ cooperativeId: promised.cooperativeId });
    const preview = await splitPreview(db(), { variantId: promised.variantId, quantity: 2, now: clock.now });
    const order = await aPaidOrder(stripe, [
      { variantId: stock.variantId, quantity: 1 },
      { variantId: promised.variantId, quantity: 2 },
    ]);
    expect(await packsFree(promised.listingId)).toBe(18);
    const shipments = await db().shipment.findMany({
      where: { orderId: order.orderId },
      include: { promise: true, lines: { orderBy: { position: "asc" } } },
      orderBy: { position: "asc" },
    });
    expect(shipments.map(({ promise: held }) => held?.quantity ?? null)).toEqual([null, 5_000]);
    const goods = shipments[1]?.lines[0];
    // 79.80: fee 3.99, processing by the whole order, village 0.80
    expect(preview?.parts.map((part) => part.kind)).toEqual(["PLATFORM_FEE", "PROCESSING", "VILLAGE", "PREORDER"]);
    const parts = await partsOf(goods?.id);
    expect(parts.map((part) => part.split(" ")[0])).toEqual(preview?.parts.map((part) => part.kind));
    expect(parts).toEqual(["PLATFORM_FEE 399", "PROCESSING 271", "VILLAGE 80", "PREORDER 7230"]);
    expect(await attributedTo(goods?.id)).toBe(0n);
    expect(await balanceOf(`cooperative:${promised.cooperativeId}:pending`)).toBeGreaterThanOrEqual(7_230n);
  });

  test("posts for one line alone exactly the split that was shown", async () => {
    const promised = await aPromisedListing({ now: clock.now, freightFen: 0n });
    const preview = await splitPreview(db(), { variantId: promised.variantId, quantity: 3, now: clock.now });
    const order = await bought(promised, 3);
    expect(await partsOf(order.goods?.id)).toEqual(preview?.parts.map((part) => `${part.kind} ${part.amountFen}`));
  });

  test("is not packed or shipped before it has a lot", async () => {
    const order = await bought(await aPromisedListing({ now: clock.now }));
    const before = await footprint();
    const move = { actor: systemActor, shipmentId: order.shipmentId, now: clock.now };
    expect(await packShipment(move)).toEqual({ ok: false, failure: { kind: "awaits-lots" } });
    expect(await shipShipment({ ...move, carrier: "SF", trackingNumber: "SF1234567890123" })).toEqual({
      ok: false,
      failure: { kind: "awaits-lots" },
    });
    expect(await footprint()).toEqual(before);
  });

  test("is refused for more than is promised, for goods that would now come later, and when it is over", async () => {
    const promised = await aPromisedListing({ packs: 3, now: clock.now });
    const request = (quantity: number, more = {}) =>
      placeOrder({
        basket: { entries: [{ variantId: promised.variantId, quantity }] },
        checkoutKey: newId(),
        address: anAddress,
        locale: "zh",
        now: clock.now,
        ...more,
      });
    const before = await footprint();
    expect(await request(4)).toMatchObject({ failure: { kind: "sold-out", goods: [{ left: 3 }] } });
    expect(await request(1, { expectedShipBy: "2026-11-30" })).toEqual({
      ok: false,
      failure: { kind: "ship-day-changed", shipBy: promised.shipBy },
    });
    expect(await request(1, { now: addDays(clock.now, 30) })).toMatchObject({ failure: { kind: "sold-out" } });
    expect(await footprint()).toEqual(before);
    expect(await packsFree(promised.listingId)).toBe(3);
  });

  test("gives back what it held when it expires, and takes it again when its money comes after all", async () => {
    const promised = await aPromisedListing({ packs: 2, now: clock.now });
    const order = await anOpenOrder([{ variantId: promised.variantId, quantity: 2 }]);
    expect(await packsFree(promised.listingId)).toBe(0);
    await withTransaction("expire", (tx) => expireOrder(tx, order.orderId, clock.now));
    expect(await packsFree(promised.listingId)).toBe(2);
    stripe.pay(order.sessionId, "card");
    await stripe.flush();
    expect((await db().order.findUniqueOrThrow({ where: { id: order.orderId } })).state).toBe("PAID");
    expect(await packsFree(promised.listingId)).toBe(0);

    const other = await anOpenOrderOf(promised.listingId, promised.variantId);
    await withTransaction("expire", (tx) => expireOrder(tx, other.orderId, clock.now));
    await stopPreorder({ actor: systemActor, listingId: promised.listingId, now: clock.now });
    stripe.pay(other.sessionId, "card");
    await stripe.flush();
    const [returned] = await db().payment.findMany({ where: { orderId: other.orderId, state: "SUCCEEDED" } });
    expect(returned?.returnedAt).not.toBeNull();
  });

  test("forty buyers at once for the last ten promised packs: ten have one", async () => {
    const promised = await aPromisedListing({ packs: 10, now: clock.now });
    const results = await Promise.all(
      Array.from({ length: 40 }, () =>
        placeOrder({
          basket: { entries: [{ variantId: promised.variantId, quantity: 1 }] },
          checkoutKey: newId(),
          address: anAddress,
          locale: "zh",
          now: clock.now,
        }),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(10);
    for (const result of results) if (!result.ok) expect(["sold-out", "busy"]).toContain(result.failure.kind);
    expect(await packsFree(promised.listingId)).toBe(0);
  });
});

async function anOpenOrderOf(listingId: string, variantId: string) {
  const { shipBy } = await db().preorder.findFirstOrThrow({ where: { listingId } });
  await promise(listingId, { packs: 5, shipBy: dayOf(addDays(shipBy, 8 / 24)), now: clock.now });
  return anOpenOrder([{ variantId, quantity: 1 }]);
}

describe("the promise", () => {
  const save = (listingId: string, terms: object, now = clock.now) =>
    savePreorder({
      actor: systemActor,
      listingId,
      terms: { promised: 50_000, shipBy: dayOf(addDays(now, 20)), season: "冬季头茬", seasonEn: "", ...terms },
      now,
    });

  test("never falls below what is held, and a new day is for those who order from now on", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const order = await bought(promised, 4);
    expect(await save(promised.listingId, { promised: 9_999 })).toEqual({
      ok: false,
      failure: { kind: "promise-below-held", held: 10_000 },
    });
    expect(await save(promised.listingId, { promised: 12_500 })).toMatchObject({ ok: true });
    expect(await packsFree(promised.listingId)).toBe(1);
    expect((await promiseOf(order)).shipBy.toISOString().slice(0, 10)).toBe(promised.shipBy);
  });

  test("is not made while goods are in stock, nor by a household, nor for somebody else's listing", async () => {
    const { listingId } = await aListingWithStock();
    expect(await save(listingId, {})).toEqual({ ok: false, failure: { kind: "has-stock" } });
    const stranger = { ...systemActor, userId: newId(), grants: [] };
    const terms = { promised: 1_000, shipBy: dayOf(addDays(clock.now, 5)), season: "季", seasonEn: "" };
    expect(await savePreorder({ actor: stranger, listingId, terms, now: clock.now })).toEqual({
      ok: false,
      failure: { kind: "no-such-listing" },
    });
    await db().listing.update({ where: { id: listingId }, data: { sellerKind: "HOUSEHOLD" } });
    expect(await save(listingId, {})).toEqual({ ok: false, failure: { kind: "not-a-cooperative" } });
    await db().listing.update({ where: { id: listingId }, data: { sellerKind: "COOPERATIVE" } });
    expect(await db().preorder.count({ where: { listingId } })).toBe(0);
  });
});

const seed = newSeed();

test(`whatever happens to pre-orders, in any order, every view stays empty (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const promised = await aPromisedListing({ packs: 40, days: 40, now: clock.now });
  const orders: PaidPreorder[] = [];
  const left = new Map<string, bigint>();
  for (let step = 0; step < 24; step++) {
    const order = orders.length > 0 ? random.pick(orders) : undefined;
    const remaining = order ? (left.get(order.orderId) ?? 0n) : 0n;
    const what = random.int(0, 9);
    if (what < 4 || !order) {
      const packs = random.int(1, 3);
      const made = await bought(promised, packs);
      orders.push(made);
      left.set(made.orderId, BigInt(packs) * 3_990n);
    } else if (what < 7 && remaining > 0n) {
      const amount = random.chance(0.3) ? remaining : (remaining * BigInt(random.int(1, 99))) / 100n;
      if (amount === 0n) continue;
      await refundGoods(order, amount);
      left.set(order.orderId, remaining - amount);
    } else if (what === 7) {
      const cancelled = await cancelOrder({ orderId: order.orderId, now: clock.now });
      if (cancelled.ok) left.set(order.orderId, 0n);
    } else {
      await harvest(promised, { packs: random.int(1, 4), households: random.int(1, 4), now: clock.now });
    }
    if (step % 8 === 7) expect(await violations()).toEqual({});
  }
  for (const order of orders) {
    const given = (await promiseOf(order)).assignedAt !== null;
    expect(await attributedTo(order.goods?.id)).toBe(given ? left.get(order.orderId) : 0n);
  }
}, 60_000);
