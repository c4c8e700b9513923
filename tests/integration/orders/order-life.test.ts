import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { addDays, addHours, addMinutes } from "~/kernel/period";
import { cancelShipments } from "~/orders/cancel-shipments.server";
import { cancelUnpaidOrder } from "~/orders/cancel-unpaid-order.server";
import { confirmDelivery, confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import { expireOrder, overdueOrders } from "~/orders/expire-order.server";
import { markPaid } from "~/orders/mark-paid.server";
import { packShipment } from "~/orders/pack-shipment.server";
import { restockLine } from "~/orders/restock-line.server";
import { reviveExpiredOrder } from "~/orders/revive-expired-order.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import { db, withTransaction } from "~/platform/db.server";
import { aPerson } from "#tests/builders/access";
import { aListingWithStock, aMarket, anOrder, NOW, type AListing } from "#tests/builders/orders";
import { expectOrdersInvariants } from "./invariants";

beforeAll(aMarket);

const LATER = addMinutes(NOW, 36);

async function available(listing: AListing): Promise<number> {
  const lots = await db().lot.findMany({ where: { id: { in: [...listing.lotIds] } } });
  return lots.reduce((sum, lot) => sum + lot.available, 0);
}

const expire = (orderId: string) => withTransaction("test", (tx) => expireOrder(tx, orderId, LATER));
const pay = (orderId: string) => withTransaction("test", (tx) => markPaid(tx, { orderId, paidAt: NOW }));
const revive = (orderId: string) => withTransaction("test", (tx) => reviveExpiredOrder(tx, { orderId, now: LATER }));
const stateOf = async (id: string) => (await db().order.findUniqueOrThrow({ where: { id } })).state;

async function aPaidOrder(listing?: AListing) {
  const plum = listing ?? (await aListingWithStock());
  const order = await anOrder([{ variantId: plum.variantId, quantity: 2 }]);
  await pay(order.id);
  const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: order.id } });
  return { order, shipment, plum };
}

describe("an unpaid order", () => {
  test("gives its goods back once when it expires, however often it is asked", async () => {
    const plum = await aListingWithStock({ lots: [5_000] });
    const order = await anOrder([{ variantId: plum.variantId, quantity: 2 }]);
    expect(await available(plum)).toBe(0);
    expect(await overdueOrders(db(), LATER)).toContain(order.id);

    const results = await Promise.all([1, 2, 3, 4].map(() => expire(order.id)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await available(plum)).toBe(5_000);
    expect(await stateOf(order.id)).toBe("EXPIRED");
    expect(await overdueOrders(db(), LATER)).not.toContain(order.id);
    await expectOrdersInvariants();
  });

  test("that is paid and expired in the same moment is one of both, never both", async () => {
    for (let round = 0; round < 10; round++) {
      const plum = await aListingWithStock({ lots: [2_500] });
      const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
      const [paid, expired] = await Promise.all([pay(order.id), expire(order.id)]);
      expect(paid.kind === "paid").toBe(!expired.ok);
      expect(await available(plum)).toBe(paid.kind === "paid" ? 0 : 2_500);
    }
    await expectOrdersInvariants();
  });

  test("can be given up by the shopper", async () => {
    const plum = await aListingWithStock();
    const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
    const cancelled = await withTransaction("test", (tx) => cancelUnpaidOrder(tx, order.id, NOW));
    expect(cancelled.ok).toBe(true);
    expect(await stateOf(order.id)).toBe("CANCELLED");
    expect(await available(plum)).toBe(100_000);
    expect(await pay(order.id)).toEqual({ kind: "closed", state: "CANCELLED" });
  });
});

describe("paying", () => {
  test("marks the order paid once", async () => {
    const plum = await aListingWithStock();
    const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
    const kinds = (await Promise.all([1, 2, 3].map(() => pay(order.id)))).map((paid) => paid.kind);
    expect(kinds.sort()).toEqual(["already-paid", "already-paid", "paid"]);
    const events = await db().orderEvent.findMany({ where: { orderId: order.id, kind: "PAID" } });
    expect(events).toHaveLength(1);
    await expectOrdersInvariants();
  });

  test("a payment for an expired order takes the goods again when they are there", async () => {
    const plum = await aListingWithStock({ lots: [5_000] });
    const order = await anOrder([{ variantId: plum.variantId, quantity: 2 }]);
    await expire(order.id);
    expect(await revive(order.id)).toMatchObject({ ok: true });
    expect(await pay(order.id)).toEqual({ kind: "paid" });
    expect(await available(plum)).toBe(0);
    await expectOrdersInvariants();
  });

  test("and is refused, with nothing changed, when they are gone", async () => {
    const plum = await aListingWithStock({ lots: [5_000] });
    const order = await anOrder([{ variantId: plum.variantId, quantity: 2 }]);
    await expire(order.id);
    await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
    expect(await revive(order.id)).toMatchObject({ ok: false, failure: { kind: "sold-out" } });
    expect(await stateOf(order.id)).toBe("EXPIRED");
    expect(await available(plum)).toBe(2_500);
    await expectOrdersInvariants();
  });

  test("an order that is not closed is not revived", async () => {
    const { order } = await aPaidOrder();
    expect(await revive(order.id)).toMatchObject({ ok: false, failure: { kind: "not-closed", state: "PAID" } });
  });
});

describe("fulfilment", () => {
  test("goes packed, shipped, delivered, with the claim window of its goods", async () => {
    const { shipment } = await aPaidOrder();
    const actor = systemActor;
    const shipmentId = shipment.id;
    expect((await packShipment({ actor, shipmentId, now: NOW })).ok).toBe(true);
    expect(await packShipment({ actor, shipmentId, now: NOW })).toMatchObject({ failure: { kind: "wrong-state" } });
    expect((await shipShipment({ actor, shipmentId, trackingNumber: "SF 1234 5678", now: NOW })).ok).toBe(true);
    const confirmed = await confirmDelivery({ shipmentId, access: "system", now: LATER });
    expect(confirmed).toMatchObject({ ok: true, value: { claimUntil: addHours(LATER, 48) } });
    const again = await confirmDelivery({ shipmentId, access: "system", now: addDays(LATER, 1) });
    expect(again).toMatchObject({ ok: true, value: { claimUntil: addHours(LATER, 48) } });
    const stored = await db().shipment.findUniqueOrThrow({ where: { id: shipmentId }, include: { parcels: true } });
    expect(stored).toMatchObject({
      state: "DELIVERED",
      claimUntil: addHours(LATER, 48),
      parcels: [{ carrier: "OTHER", trackingNumber: "SF12345678", claimUntil: addHours(LATER, 48) }],
    });
    await expectOrdersInvariants();
  });

  test("goods that keep can be returned for seven days", async () => {
    const tea = await aListingWithStock({ perishable: false });
    const { shipment } = await aPaidOrder(tea);
    await shipShipment({ actor: systemActor, shipmentId: shipment.id, trackingNumber: "YT000001", now: NOW });
    const confirmed = await confirmDelivery({ shipmentId: shipment.id, access: "system", now: LATER });
    expect(confirmed).toMatchObject({ ok: true, value: { claimUntil: addDays(LATER, 7) } });
  });

  test("ten days after shipping the goods count as received", async () => {
    const { shipment } = await aPaidOrder();
    await shipShipment({ actor: systemActor, shipmentId: shipment.id, trackingNumber: "YT000002", now: NOW });
    const { id } = await db().parcel.findFirstOrThrow({ where: { shipmentId: shipment.id } });
    expect(await confirmOverdueDeliveries({ now: addHours(NOW, 239) })).not.toContain(id);
    expect(await confirmOverdueDeliveries({ now: addDays(NOW, 10) })).toContain(id);
  });

  test("an unpaid order is not packed", async () => {
    const plum = await aListingWithStock();
    const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
    const shipment = await db().shipment.findFirstOrThrow({ where: { orderId: order.id } });
    const result = await packShipment({ actor: systemActor, shipmentId: shipment.id, now: NOW });
    expect(result).toMatchObject({ ok: false, failure: { kind: "not-paid" } });
  });

  test("another cooperative's packer finds no such shipment", async () => {
    const { shipment, plum } = await aPaidOrder();
    const other = await aListingWithStock();
    const own = await aPerson({ roles: [{ role: "COOP_PACKER", scopeId: plum.cooperativeId }] });
    const stranger = await aPerson({ roles: [{ role: "COOP_PACKER", scopeId: other.cooperativeId }] });
    const attempt = await packShipment({ actor: stranger.actor, shipmentId: shipment.id, now: NOW });
    expect(attempt).toMatchObject({ ok: false, failure: { kind: "not-found" } });
    expect((await db().shipment.findUniqueOrThrow({ where: { id: shipment.id } })).state).toBe("PENDING");
    expect((await packShipment({ actor: own.actor, shipmentId: shipment.id, now: NOW })).ok).toBe(true);
  });

  test("the link of another order does not confirm this one", async () => {
    const { shipment, order } = await aPaidOrder();
    const { order: other } = await aPaidOrder();
    await shipShipment({ actor: systemActor, shipmentId: shipment.id, trackingNumber: "YT000003", now: NOW });
    const shipmentId = shipment.id;
    const stranger = await confirmDelivery({ shipmentId, access: { token: other.token }, now: LATER });
    expect(stranger).toMatchObject({ ok: false, failure: { kind: "not-found" } });
    expect((await confirmDelivery({ shipmentId, access: { token: order.token }, now: LATER })).ok).toBe(true);
  });
});

describe("goods that come back", () => {
  test("a line is restocked once", async () => {
    const { order, plum } = await aPaidOrder();
    const line = await db().orderLine.findFirstOrThrow({ where: { orderId: order.id, kind: "GOODS" } });
    const restock = () =>
      withTransaction("test", (tx) => restockLine(tx, { orderId: order.id, orderLineId: line.id, now: LATER }));
    const returned = await Promise.all([restock(), restock()]);
    expect(returned.sort((a, b) => a - b)).toEqual([0, 5_000]);
    expect(await available(plum)).toBe(100_000);
    await expectOrdersInvariants();
  });

  test("shipments are cancelled all together, and only before anybody packs", async () => {
    const { order, plum } = await aPaidOrder();
    expect(await withTransaction("test", (tx) => cancelShipments(tx, { orderId: order.id, now: LATER }))).toBe(true);
    expect(await available(plum)).toBe(100_000);
    const packed = await aPaidOrder();
    await packShipment({ actor: systemActor, shipmentId: packed.shipment.id, now: NOW });
    const late = await withTransaction("test", (tx) => cancelShipments(tx, { orderId: packed.order.id, now: LATER }));
    expect(late).toBe(false);
    expect(await available(packed.plum)).toBe(95_000);
    await expectOrdersInvariants();
  });
});

test("the timeline and what was agreed cannot be changed", async () => {
  const { order } = await aPaidOrder();
  await expect(db().$executeRaw`UPDATE order_event SET kind = 'PAID'`).rejects.toThrow();
  await expect(db().$executeRaw`DELETE FROM order_event WHERE order_id = ${order.id}::uuid`).rejects.toThrow();
  await expect(db().$executeRaw`UPDATE customer_order SET total_fen = 1 WHERE id = ${order.id}::uuid`).rejects.toThrow(
    /frozen/,
  );
  await expect(
    db().$executeRaw`UPDATE order_line SET net_fen = 1 WHERE order_id = ${order.id}::uuid`,
  ).rejects.toThrow();
});
