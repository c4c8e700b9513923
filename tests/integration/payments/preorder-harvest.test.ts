import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { assignPreorders, chooseLots, stopPreorder } from "~/benefits/assign-preorders.server";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { placeOrder } from "~/orders/place-order.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { LOTS_ASSIGNED, PREORDER_LATE, writePreorderLetter } from "~/orders/write-order-letter.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { refundLatePreorders } from "~/payments/refund-late-preorders.server";
import { requestRefund } from "~/payments/request-refund.server";
import { db } from "~/platform/db.server";
import { periodEquation, unexplained } from "~/settlement/settlement-period-store.server";
import { aListingWithStock, anAddress, anOrder, type AListing } from "#tests/builders/orders";
import { aStripe, clock, closeStripe, footprint, faultsInBooks, work } from "#tests/builders/payments";
import {
  aPaidPreorder,
  aPromisedListing,
  attributedTo,
  harvest,
  packsFree,
  partsOf,
  promiseOf,
  refundGoods,
} from "#tests/builders/preorders";
import { letGoTogether } from "#tests/setup/locks";
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
    await refundGoods(order, 7_980n);
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
    await refundGoods(order, 3_990n);
    expect(await attributedTo(order.goods?.id)).toBe(0n);
    await harvest(promised, { packs: 3, now: clock.now });
    expect(await attributedTo(order.goods?.id)).toBe(7_980n);
    const [own] = await db().$queryRaw<[{ given: bigint; taken: bigint }]>`
      SELECT given_fen AS given, taken_fen AS taken FROM line_part
      WHERE order_line_id = ${order.goods?.id}::uuid AND part = 'PREORDER'`;
    expect(own.given).toBe(own.taken);
    await refundGoods(order, 2_000n);
    await refundGoods(order, 5_980n);
    expect(await partsOf(order.goods?.id)).toEqual([]);
    expect(await attributedTo(order.goods?.id)).toBe(0n);
  });

  test("of the whole leaves nothing to be given a lot", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const [gone, next] = [await bought(promised), await bought(promised)];
    await refundGoods(gone, 3_990n);
    expect((await harvest(promised, { packs: 1, now: clock.now })).assigned).toBe(1);
    expect((await promiseOf(gone)).assignedAt).toBeNull();
    expect((await promiseOf(next)).assignedAt).not.toBeNull();
  });

  test("of goods and freight ends the waiting: the promise is free again", async () => {
    const promised = await aPromisedListing({ packs: 2, now: clock.now });
    const order = await bought(promised, 2);
    await refundGoods(order, 7_980n);
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
        i % 2 === 0 ? refundGoods(order, 2_345n) : cancelOrder({ orderId: order.orderId, now: clock.now }),
      ),
    ]);
    await assignPreorders({ now: clock.now });
    for (const [i, order] of orders.entries()) {
      expect(await attributedTo(order.goods?.id)).toBe(i % 2 === 0 ? 7_980n - 2_345n : 0n);
    }
    // what was cancelled is promised again, or lies in the lot
    expect(await packsFree(promised.listingId)).toBe(20 - 4);
  });

  test("by a shopper who waits while the seller stops the pre-order: both are done", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const [leaves, stays] = [await bought(promised, 2), await bought(promised, 2)];
    const done = await letGoTogether<{ readonly ok: boolean }>(
      (tx) => tx.$queryRaw`SELECT 1 FROM customer_order WHERE id = ${leaves.orderId}::uuid FOR UPDATE`,
      () => cancelOrder({ orderId: leaves.orderId, now: clock.now }),
      () => stopPreorder({ actor: systemActor, listingId: promised.listingId, now: clock.now }),
    );
    expect(done.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await promiseOf(leaves)).releasedAt).not.toBeNull();
    expect(await promiseOf(stays)).toMatchObject({ releasedAt: null, assignedAt: null });
  });

  test("by a shopper who has lots while the last of the harvest is given to the next: both are done", async () => {
    const promised = await aPromisedListing({ now: clock.now });
    const [leaves, next] = [await bought(promised, 2), await bought(promised, 2)];
    const { lotId } = await harvest(promised, { packs: 3, now: clock.now });
    expect((await promiseOf(leaves)).assignedAt).not.toBeNull();
    await stopPreorder({ actor: systemActor, listingId: promised.listingId, now: clock.now });
    const done = await letGoTogether<unknown>(
      (tx) => tx.$queryRaw`SELECT 1 FROM lot WHERE id = ${lotId}::uuid FOR UPDATE`,
      () => harvest(promised, { packs: 1, now: clock.now }),
      () => cancelOrder({ orderId: leaves.orderId, now: clock.now }),
    );
    expect(done).toMatchObject([{ assigned: 1 }, { ok: true }]);
    expect((await promiseOf(next)).assignedAt).not.toBeNull();
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
    await refundGoods(order, 1_000n);
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

  test("and another order's refund, borne by the same seller: both go back", async () => {
    const promised = await aPromisedListing({ days: 2, now: clock.now });
    const [late, other] = [await bought(promised), await bought(promised)];
    const account = `cooperative:${promised.cooperativeId}:reserve`;
    await db()
      .$executeRaw`INSERT INTO party_balance (account, balance_fen) VALUES (${account}, 0) ON CONFLICT DO NOTHING`;
    // the other one's last day is not over, so that the clock leaves it to the seller
    await db().$executeRaw`
      UPDATE shipment_promise SET ship_by = ship_by + 9 WHERE shipment_id = ${other.shipmentId}::uuid`;
    const refundOther = () =>
      requestRefund({
        actor: systemActor,
        orderId: other.orderId,
        lines: [other.goods, other.freight].map((line) => ({
          orderLineId: line?.id ?? "",
          amountFen: line?.chargedFen ?? 0n,
        })),
        reason: "QUALITY",
        now: clock.now,
      });
    const done = await letGoTogether<unknown>(
      (tx) => tx.$queryRaw`SELECT 1 FROM party_balance WHERE account = ${account} FOR UPDATE`,
      refundOther,
      () => refundLatePreorders({ now: addDays(clock.now, 3) }),
    );
    expect(done).toMatchObject([{ ok: true }, { refunded: 1 }]);
    for (const order of [late, other]) expect((await promiseOf(order)).releasedAt).not.toBeNull();
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
