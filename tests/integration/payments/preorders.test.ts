import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { assignPreorders, chooseLots, stopPreorder } from "~/benefits/assign-preorders.server";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { splitPreview } from "~/benefits/split-preview.server";
import { savePreorder } from "~/catalog/save-preorder.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import { expireOrder } from "~/orders/expire-order.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { placeOrder } from "~/orders/place-order.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { LOTS_ASSIGNED, PREORDER_LATE, writePreorderLetter } from "~/orders/write-order-letter.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { refundLatePreorders } from "~/payments/refund-late-preorders.server";
import { requestRefund } from "~/payments/request-refund.server";
import { compareWithStripe } from "~/payments/stripe-totals.server";
import { db, withTransaction } from "~/platform/db.server";
import { periodEquation, unexplained } from "~/settlement/settlement-period-store.server";
import { balanceOf } from "#tests/builders/benefits";
import { aListingWithStock, anAddress, anOrder, type AListing } from "#tests/builders/orders";
import {
  anOpenOrder,
  aPaidOrder,
  aStripe,
  clock,
  closeStripe,
  footprint,
  linesOf,
  violations,
  work,
} from "#tests/builders/payments";
import { aPromisedListing, harvest, packsFree, promise } from "#tests/builders/preorders";
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
  expect(await violations()).toEqual({});
  expect(await compareWithStripe()).toEqual([]);
});

/** "PREORDER 3564", the parts of a line that have anything, as the ledger has them now. */
async function partsOf(orderLineId: string | undefined): Promise<string[]> {
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT concat_ws(' ', part, given_fen - taken_fen) AS text FROM line_part
    WHERE order_line_id = ${orderLineId}::uuid AND given_fen > taken_fen ORDER BY part_number`;
  return rows.map((row) => row.text);
}

async function attributedTo(orderLineId: string | undefined): Promise<bigint> {
  const [row] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT coalesce(sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END), 0)::bigint AS fen
    FROM attribution WHERE order_line_id = ${orderLineId}::uuid`;
  return row.fen;
}

async function bought(listing: AListing, packs = 1) {
  clock.forward(1);
  const order = await aPaidOrder(stripe, [{ variantId: listing.variantId, quantity: packs }]);
  const [goods, freight] = await linesOf(order.orderId);
  const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: order.orderId } });
  return { ...order, goods, freight, shipmentId: shipment.id };
}

type Bought = Awaited<ReturnType<typeof bought>>;

async function refund(order: Bought, amountFen: bigint) {
  const refunded = await requestRefund({
    actor: systemActor,
    orderId: order.orderId,
    lines: [{ orderLineId: order.goods?.id ?? "", amountFen }],
    reason: "QUALITY",
    now: clock.now,
  });
  if (!refunded.ok) throw new Error(refunded.failure.kind);
}

const promiseOf = (order: Bought) =>
  db().shipmentPromise.findUniqueOrThrow({ where: { shipmentId: order.shipmentId } });

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

describe("the harvest is in", () => {
  test("whole shipments are given picks in the order of payment, moved to everybody behind the lot, and attributed", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const [first, second, third] = [await bought(promised, 2), await bought(promised, 3), await bought(promised, 1)];
    const { assigned, lotId } = await harvest(promised, { packs: 4, now: clock.now });
    // 2 of 4; the second wants 3 and ends it: the third does not overtake
    expect(assigned).toBe(1);
    expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).available).toBe(5_000);
    expect((await partsOf(first.goods?.id)).map((part) => part.split(" ")[0])).toEqual([
      "PLATFORM_FEE",
      "PROCESSING",
      "VILLAGE",
      "COOPERATIVE",
      "RESERVE",
      "HOUSEHOLD",
      "HOUSEHOLD",
      "HOUSEHOLD",
    ]);
    expect(await attributedTo(first.goods?.id)).toBe(7_980n);
    expect((await promiseOf(second)).assignedAt).toBeNull();

    // nobody buys past those who wait, whatever lies in the lot
    await stopPreorder({ actor: systemActor, listingId: promised.listingId, now: clock.now });
    const passer = await placeOrder({
      basket: { entries: [{ variantId: promised.variantId, quantity: 1 }] },
      checkoutKey: newId(),
      address: anAddress,
      locale: "zh",
      now: clock.now,
    });
    expect(passer).toMatchObject({ ok: false, failure: { kind: "sold-out" } });

    expect((await harvest(promised, { packs: 5, now: clock.now })).assigned).toBe(2);
    expect((await promiseOf(third)).assignedAt).not.toBeNull();
    // everybody is served: what is left is sold like anything in stock
    await anOrder([{ variantId: promised.variantId, quantity: 3 }], { now: clock.now });
    expect((await db().listing.findUniqueOrThrow({ where: { id: promised.listingId } })).preorderId).toBeNull();
    const letters = await db().outbox.count({ where: { topic: LOTS_ASSIGNED } });
    expect(letters).toBeGreaterThanOrEqual(3);
  });

  test("what is paid afterwards is served by the worker, once", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    await harvest(promised, { packs: 10, now: clock.now });
    const order = await bought(promised, 2);
    expect((await promiseOf(order)).assignedAt).toBeNull();
    const twice = await Promise.all([assignPreorders({ now: clock.now }), assignPreorders({ now: clock.now })]);
    expect(twice[0].assigned + twice[1].assigned).toBe(1);
    expect((await promiseOf(order)).assignedAt).not.toBeNull();
  });

  test("it goes the way of goods in stock from then on, to the household's payable", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const order = await bought(promised, 2);
    const waiting = await periodEquation(db(), promised.cooperativeId, dayOf(clock.now).slice(0, 7));
    // 79.80 less fee, processing and village; and nothing of it is the cooperative's or anybody's yet
    expect([unexplained(waiting), waiting.preorderFen, waiting.cooperativeFen]).toEqual([0n, 7_230n, 0n]);
    await harvest(promised, { packs: 2, now: clock.now });
    const move = { actor: systemActor, shipmentId: order.shipmentId, now: clock.now };
    expect(await packShipment(move)).toMatchObject({ ok: true });
    expect(await shipShipment({ ...move, carrier: "SF", trackingNumber: "SF1234567890123" })).toMatchObject({
      ok: true,
    });
    const arrived = addDays(clock.now, 11);
    await confirmOverdueDeliveries({ now: arrived });
    expect(await releaseDueShipments({ now: addDays(arrived, 9) })).toBeGreaterThan(0);
    const [waits] = await db().$queryRaw<[{ fen: bigint }]>`
      SELECT sum(waiting_fen)::bigint AS fen FROM line_part
      WHERE order_line_id = ${order.goods?.id}::uuid AND part NOT IN ('PLATFORM_FEE', 'PROCESSING')`;
    expect(waits.fen).toBe(0n);
    const period = dayOf(clock.now).slice(0, 7);
    const equation = await periodEquation(db(), promised.cooperativeId, period);
    expect([unexplained(equation), equation.preorderFen]).toEqual([0n, 0n]);
    // after it was released a refund takes it from the payables, and every part ends at nothing
    await refund(order, 7_980n);
    expect(await partsOf(order.goods?.id)).toEqual([]);
    expect(await attributedTo(order.goods?.id)).toBe(0n);
  });

  test("only the seller's own sealed lots are chosen, and by nobody else", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const order = await bought(promised);
    const stranger = await aListingWithStock();
    const before = await footprint();
    const chosen = await chooseLots({
      actor: systemActor,
      listingId: promised.listingId,
      lotIds: stranger.lotIds,
      now: clock.now,
    });
    expect(chosen).toEqual({ ok: false, failure: { kind: "no-such-lot" } });
    expect(await footprint()).toEqual(before);
    expect((await promiseOf(order)).assignedAt).toBeNull();
  });
});

describe("a refund", () => {
  test("before the harvest is taken from what waits, and later shared by everybody behind the lot", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const order = await bought(promised, 3);
    await refund(order, 3_990n);
    expect(await attributedTo(order.goods?.id)).toBe(0n);
    await harvest(promised, { packs: 3, now: clock.now });
    expect(await attributedTo(order.goods?.id)).toBe(7_980n);
    const [own] = await db().$queryRaw<[{ given: bigint; taken: bigint }]>`
      SELECT given_fen AS given, taken_fen AS taken FROM line_part
      WHERE order_line_id = ${order.goods?.id}::uuid AND part = 'PREORDER'`;
    expect(own.given).toBe(own.taken);
    await refund(order, 2_000n);
    await refund(order, 5_980n);
    expect(await partsOf(order.goods?.id)).toEqual([]);
    expect(await attributedTo(order.goods?.id)).toBe(0n);
  });

  test("of the whole leaves nothing to be given a lot", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const [gone, next] = [await bought(promised), await bought(promised)];
    await refund(gone, 3_990n);
    expect((await harvest(promised, { packs: 1, now: clock.now })).assigned).toBe(1);
    expect((await promiseOf(gone)).assignedAt).toBeNull();
    expect((await promiseOf(next)).assignedAt).not.toBeNull();
  });

  test("of goods and freight ends the waiting: the promise is free again", async () => {
    const promised = await aPromisedListing({ packs: 2, now: clock.now });
    const order = await bought(promised, 2);
    await refund(order, 7_980n);
    expect(await packsFree(promised.listingId)).toBe(0);
    const refunded = await requestRefund({
      actor: systemActor,
      orderId: order.orderId,
      lines: [{ orderLineId: order.freight?.id ?? "", amountFen: order.freight?.chargedFen ?? 0n }],
      reason: "GOODWILL",
      now: clock.now,
    });
    expect(refunded.ok).toBe(true);
    expect(await packsFree(promised.listingId)).toBe(2);
    expect((await db().shipment.findUniqueOrThrow({ where: { id: order.shipmentId } })).state).toBe("CANCELLED");
    expect((await promiseOf(order)).releasedAt).not.toBeNull();
  });

  test("and the harvest at once: the line ends the same, whoever comes first", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const orders = [];
    for (let i = 0; i < 4; i++) orders.push(await bought(promised, 2));
    await Promise.all([
      harvest(promised, { packs: 8, now: clock.now }),
      ...orders.map((order, i) =>
        i % 2 === 0 ? refund(order, 2_345n) : cancelOrder({ orderId: order.orderId, now: clock.now }),
      ),
    ]);
    await assignPreorders({ now: clock.now });
    for (const [i, order] of orders.entries()) {
      expect(await attributedTo(order.goods?.id)).toBe(i % 2 === 0 ? 7_980n - 2_345n : 0n);
    }
    // what was cancelled is promised again, or lies in the lot
    expect(await packsFree(promised.listingId)).toBe(20 - 4);
  });

  test("by the shopper, of the whole order, gives the promise back", async () => {
    const promised = await aPromisedListing({ packs: 4, now: clock.now });
    const order = await bought(promised, 4);
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toMatchObject({ ok: true });
    expect(await packsFree(promised.listingId)).toBe(4);
    expect(await partsOf(order.goods?.id)).toEqual([]);
  });
});

describe("the last day passed without a lot", () => {
  test("all of it goes back, freight included, borne by the seller; the shopper is told once", async () => {
    const promised = await aPromisedListing({ days: 3, now: clock.now });
    const order = await bought(promised, 2);
    await refund(order, 1_000n);
    expect(await refundLatePreorders({ now: addDays(clock.now, 3) })).toEqual({ refunded: 0 });
    const late = addDays(clock.now, 4);
    const twice = await Promise.all([refundLatePreorders({ now: late }), refundLatePreorders({ now: late })]);
    expect(twice[0].refunded + twice[1].refunded).toBe(1);
    expect(await refundLatePreorders({ now: late })).toEqual({ refunded: 0 });

    const refunds = await db().refund.findMany({ where: { orderId: order.orderId }, orderBy: { id: "asc" } });
    expect(refunds.map((one) => [one.reason, one.bearer, one.amountFen])).toEqual([
      ["QUALITY", "SELLER", 1_000n],
      ["LATE", "SELLER", order.totalFen - 1_000n],
    ]);
    expect(await partsOf(order.goods?.id)).toEqual([]);
    expect(await partsOf(order.freight?.id)).toEqual([]);
    // Stripe keeps its fee: what it took of the order is the seller's debt
    const [debt] = await db().$queryRaw<{ fen: bigint }[]>`
      SELECT debt_fen AS fen FROM outstanding_debt WHERE account = ${`funds:cooperative:${promised.cooperativeId}`}`;
    expect(debt?.fen).toBeGreaterThan(0n);
    const shipment = await db().shipment.findUniqueOrThrow({ where: { id: order.shipmentId } });
    expect(shipment.state).toBe("CANCELLED");
    expect(await packsFree(promised.listingId)).toBe(20);

    expect(await db().outbox.count({ where: { topic: PREORDER_LATE, key: order.shipmentId } })).toBe(1);
    const told = () => db().message.count({ where: { subject: { contains: "已退款" } } });
    const before = await told();
    for (let i = 0; i < 2; i++) await writePreorderLetter({ shipmentId: order.shipmentId, kind: "LATE", now: late });
    expect(await told()).toBe(before + 1);
    // a lot that comes now is not for it
    expect((await harvest(promised, { packs: 2, now: late })).assigned).toBe(0);
  });

  test("and a lot chosen at the last moment: the shipment is refunded or has its lot, never both", async () => {
    const promised = await aPromisedListing({ days: 2, now: clock.now });
    const order = await bought(promised, 2);
    const late = addDays(clock.now, 3);
    await Promise.all([refundLatePreorders({ now: late }), harvest(promised, { packs: 2, now: late })]);
    const { assignedAt, releasedAt } = await promiseOf(order);
    expect((assignedAt === null) !== (releasedAt === null)).toBe(true);
  });

  test("while the shopper's bank asks for the money nothing happens; won, it is refunded", async () => {
    const promised = await aPromisedListing({ days: 2, now: clock.now });
    const order = await bought(promised, 1);
    const dispute = stripe.openDispute({ paymentIntent: order.paymentIntentId });
    await stripe.flush();
    const late = addDays(clock.now, 3);
    expect(await refundLatePreorders({ now: late })).toEqual({ refunded: 0 });
    expect((await harvest(promised, { packs: 1, now: late })).assigned).toBe(0);
    stripe.closeDispute(dispute.id, "won");
    await stripe.flush();
    expect(await refundLatePreorders({ now: late })).toEqual({ refunded: 1 });
  });
});

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
  const orders: Bought[] = [];
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
      await refund(order, amount);
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
