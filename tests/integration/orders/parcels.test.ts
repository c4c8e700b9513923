import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { household as householdAccount, payable } from "~/benefits/accounts";
import { lockBalances } from "~/benefits/journal-store.server";
import { releaseLines } from "~/benefits/release-shipment.server";
import { releaseDueShipments } from "~/benefits/release-due-shipments.server";
import { newId } from "~/kernel/ids";
import { addDays, addHours, addMinutes } from "~/kernel/period";
import { cancelShipments } from "~/orders/cancel-shipments.server";
import { confirmDelivery, confirmOverdueDeliveries } from "~/orders/confirm-delivery.server";
import type { ParcelContent } from "~/orders/parcel-content";
import { shipShipment } from "~/orders/ship-shipment.server";
import { db, withTransaction } from "~/platform/db.server";
import { aLot, aSale, balanceOf, ledgerViolations, type Sale } from "#tests/builders/benefits";
import { aCooperative, aMarket } from "#tests/builders/orders";
import { letGoTogether } from "#tests/setup/locks";
import { expectOrdersInvariants } from "./invariants";

beforeAll(aMarket);

const NOW = new Date("2026-03-10T02:00:00Z");
const actor = systemActor;
const household = "0190a0a0-0000-7000-8000-000000000001";

/** Three boxes of plums and a jar of tea, one seller, one freight. */
async function anOrderOfTwoLines(): Promise<{ sale: Sale; shipmentId: string; plums: string; tea: string }> {
  const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
  const lot = await aLot(seller, [{ householdId: household, grams: 20_000, priceFen: 600n }]);
  const sale = await aSale(
    [
      {
        lines: [
          { unitPriceFen: 3_990n, quantity: 3, packGrams: 2_500, picks: [{ lot, grams: 7_500 }] },
          { unitPriceFen: 8_800n, picks: [{ lot, grams: 500 }] },
        ],
        freightFen: 800n,
      },
    ],
    { at: NOW },
  );
  const [plums, tea] = sale.lines.map((line) => line.id);
  return { sale, shipmentId: sale.shipmentIds[0] ?? "", plums: plums ?? "", tea: tea ?? "" };
}

let lastNumber = 0;
const ship = (shipmentId: string, content?: readonly ParcelContent[], at = NOW) =>
  shipShipment({
    actor,
    shipmentId,
    trackingNumber: `YS${String((lastNumber += 1)).padStart(6, "0")}`,
    content,
    now: at,
  });
const stateOf = async (id: string) => (await db().shipment.findUniqueOrThrow({ where: { id } })).state;
const payableOf = () => balanceOf(`household:${household}:payable`);

describe("a shipment in several parcels", () => {
  test("is on its way when the last pack is, and has arrived when the last parcel has", async () => {
    const { shipmentId, plums, tea } = await anOrderOfTwoLines();
    const first = await ship(shipmentId, [{ orderLineId: plums, quantity: 2 }]);
    expect(first).toMatchObject({ ok: true, value: { completes: false } });
    expect(await stateOf(shipmentId)).toBe("PART_SHIPPED");
    const second = await ship(shipmentId, [
      { orderLineId: plums, quantity: 1 },
      { orderLineId: tea, quantity: 1 },
    ]);
    expect(second).toMatchObject({ ok: true, value: { completes: true } });
    expect(await stateOf(shipmentId)).toBe("SHIPPED");
    await expectOrdersInvariants();

    if (!first.ok || !second.ok) throw new Error("not shipped");
    const arrive = (parcelId: string, now: Date) => confirmDelivery({ shipmentId, parcelId, access: "system", now });
    expect(await arrive(first.value.parcelId, addDays(NOW, 2))).toMatchObject({
      ok: true,
      value: { claimUntil: addDays(NOW, 4) },
    });
    expect(await stateOf(shipmentId)).toBe("SHIPPED");
    await arrive(second.value.parcelId, addDays(NOW, 3));
    const done = await db().shipment.findUniqueOrThrow({ where: { id: shipmentId } });
    expect(done).toMatchObject({ state: "DELIVERED", deliveredAt: addDays(NOW, 3), claimUntil: addDays(NOW, 5) });
    expect(await arrive(first.value.parcelId, addDays(NOW, 9))).toMatchObject({
      value: { claimUntil: addDays(NOW, 4) },
    });
    await expectOrdersInvariants();
  });

  test("takes no pack that has left, and nothing of another order; a refusal changes nothing", async () => {
    const { shipmentId, plums } = await anOrderOfTwoLines();
    const other = await anOrderOfTwoLines();
    await ship(shipmentId, [{ orderLineId: plums, quantity: 2 }]);
    const before = await db().parcelLine.count();
    expect(await ship(shipmentId, [{ orderLineId: plums, quantity: 2 }])).toMatchObject({
      failure: { kind: "more-than-left", left: 1 },
    });
    expect(await ship(shipmentId, [{ orderLineId: other.plums, quantity: 1 }])).toMatchObject({
      failure: { kind: "not-in-shipment" },
    });
    expect(await ship(shipmentId, [])).toMatchObject({ failure: { kind: "nothing-to-send" } });
    expect(await db().parcelLine.count()).toBe(before);
    expect(await stateOf(shipmentId)).toBe("PART_SHIPPED");
  });

  test("two packers who send the same last box at once send it once", async () => {
    const { shipmentId } = await anOrderOfTwoLines();
    const results = await Promise.all([ship(shipmentId), ship(shipmentId), ship(shipmentId)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await db().parcel.count({ where: { shipmentId } })).toBe(1);
    await expectOrdersInvariants();
  });

  test("what has begun to leave is not cancelled", async () => {
    const { sale, shipmentId, plums } = await anOrderOfTwoLines();
    await ship(shipmentId, [{ orderLineId: plums, quantity: 1 }]);
    const cancelled = await withTransaction("test", (tx) => cancelShipments(tx, { orderId: sale.orderId, now: NOW }));
    expect(cancelled).toBe(false);
    await expectOrdersInvariants();
  });

  test("the clock confirms each parcel ten days after it left", async () => {
    const { shipmentId, plums } = await anOrderOfTwoLines();
    const first = await ship(shipmentId, [{ orderLineId: plums, quantity: 2 }]);
    await ship(shipmentId, undefined, addDays(NOW, 5));
    if (!first.ok) throw new Error("not shipped");
    const second = await db().parcel.findFirstOrThrow({ where: { shipmentId, position: 2 } });
    const confirmed = await confirmOverdueDeliveries({ now: addDays(NOW, 10) });
    expect(confirmed).toContain(first.value.parcelId);
    expect(confirmed).not.toContain(second.id);
    expect(await stateOf(shipmentId)).toBe("SHIPPED");
    await confirmOverdueDeliveries({ now: addDays(NOW, 15) });
    expect(await stateOf(shipmentId)).toBe("DELIVERED");
    await expectOrdersInvariants();
  });
});

describe("money of what has arrived", () => {
  test("of a line whose every pack arrived is payable while the rest is on its way, and none of it twice", async () => {
    const { shipmentId, plums, tea } = await anOrderOfTwoLines();
    const before = await payableOf();
    const first = await ship(shipmentId, [{ orderLineId: tea, quantity: 1 }]);
    if (!first.ok) throw new Error("not shipped");
    const at = addDays(NOW, 1);
    await confirmDelivery({ shipmentId, parcelId: first.value.parcelId, access: "system", now: at });
    await releaseDueShipments({ now: addHours(at, 47) });
    expect(await db().lineRelease.count({ where: { orderLineId: { in: [plums, tea] } } })).toBe(0);
    await releaseDueShipments({ now: addHours(at, 48) });
    expect(await releaseDueShipments({ now: addHours(at, 48) })).toBe(0);
    const partly = await payableOf();
    expect(partly).toBeGreaterThan(before);
    expect(await db().lineRelease.findMany({ where: { orderLineId: { in: [plums, tea] } } })).toMatchObject([
      { orderLineId: tea },
    ]);
    expect(await ledgerViolations()).toEqual({});

    await ship(shipmentId, undefined, addDays(NOW, 4));
    await confirmDelivery({ shipmentId, access: "system", now: addDays(NOW, 5) });
    await releaseDueShipments({ now: addDays(NOW, 7) });
    expect(await payableOf()).toBeGreaterThan(partly);
    expect((await db().shipment.findUniqueOrThrow({ where: { id: shipmentId } })).releasedAt).toEqual(addDays(NOW, 7));
    expect(await ledgerViolations()).toEqual({});
    await expectOrdersInvariants();
  });

  test("of two lines does not wait in a circle with whoever else pays their households", async () => {
    const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
    const ids = [newId(), newId()].sort();
    const lots = [];
    for (const householdId of ids) lots.unshift(await aLot(seller, [{ householdId, grams: 20_000, priceFen: 600n }]));
    const lines = lots.map((lot) => ({ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }));
    const [first] = lines;
    const sale = await aSale([{ lines: first ? [...lines, first] : lines, freightFen: 800n }], { at: NOW });
    const shipmentId = sale.shipmentIds[0] ?? "";
    const arrived = sale.lines.slice(0, 2).map(({ id }) => ({ orderLineId: id, quantity: 1 }));
    await ship(shipmentId, arrived);
    await confirmDelivery({ shipmentId, access: "system", now: NOW });
    const accounts = ids.map((id) => payable(householdAccount(id)));
    const others = () => withTransaction("test", (tx) => lockBalances(tx, accounts));
    await others();
    const done = await letGoTogether<unknown>(
      (tx) => lockBalances(tx, accounts.slice(0, 1)),
      others,
      () => withTransaction("release", (tx) => releaseLines(tx, { shipmentId, now: addDays(NOW, 2) })),
    );
    expect(done.at(-1)).toEqual({ ok: true, value: { released: 2 } });
    expect(await ledgerViolations()).toEqual({});
  });

  test("of a line of which a pack is still on its way waits", async () => {
    const { shipmentId, plums, tea } = await anOrderOfTwoLines();
    const first = await ship(shipmentId, [
      { orderLineId: plums, quantity: 2 },
      { orderLineId: tea, quantity: 1 },
    ]);
    if (!first.ok) throw new Error("not shipped");
    await confirmDelivery({ shipmentId, parcelId: first.value.parcelId, access: "system", now: NOW });
    await releaseDueShipments({ now: addMinutes(addDays(NOW, 2), 1) });
    expect(await db().lineRelease.count({ where: { orderLineId: plums } })).toBe(0);
    expect(await db().lineRelease.count({ where: { orderLineId: tea } })).toBe(1);
    await expectOrdersInvariants();
  });
});
