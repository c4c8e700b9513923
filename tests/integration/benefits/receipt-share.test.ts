import { beforeAll, expect, test } from "vitest";
import { drawPoster } from "~/benefits/draw-poster.server";
import { posterKey } from "~/benefits/poster-key";
import { orderOfSharedReceipt, shareReceipt, unshareReceipt } from "~/benefits/share-receipt.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf, periodOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { getObject } from "~/platform/storage.server";
import { impactOf } from "~/routes/shop/impact.server";
import { publicOrder } from "~/routes/shop/impact-store.server";
import { orderReceipt } from "~/routes/shop/receipt-store.server";
import {
  aCooperative,
  aLot,
  anUnpaidOrder,
  aRefund,
  aSale,
  RELEASED_AT,
  releaseSale,
  SOLD_AT,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { payOut } from "#tests/builders/settlement";

let households: string[];

beforeAll(async () => {
  households = [];
  for (let i = 0; i < 6; i++) households.push((await aHousehold()).id);
  households.sort();
});

async function aShipment() {
  const lot = await aLot(
    { kind: "COOPERATIVE", id: await aCooperative() },
    households.map((householdId) => ({ householdId, grams: 20_000, priceFen: 600n })),
  );
  return [{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 800n }];
}

test("an unpaid order has no public receipt, and an order that is not there shares nothing", async () => {
  const unpaid = await anUnpaidOrder(await aShipment());
  expect(await shareReceipt({ orderId: unpaid.orderId, now: SOLD_AT })).toMatchObject({
    failure: { kind: "not-paid" },
  });
  expect(await shareReceipt({ orderId: newId(), now: SOLD_AT })).toMatchObject({
    failure: { kind: "not-found" },
  });
  expect(await unshareReceipt({ orderId: newId() })).toMatchObject({ failure: { kind: "not-found" } });
});

test("a shared receipt names goods, village and money, and nothing of the buyer; taken back it is gone", async () => {
  const sale = await aSale(await aShipment());
  const { orderId } = sale;
  const first = await shareReceipt({ orderId, now: SOLD_AT });
  if (!first.ok) throw new Error(first.failure.kind);
  expect(await shareReceipt({ orderId, now: SOLD_AT })).toEqual(first);
  const { token } = first.value;
  expect(await orderOfSharedReceipt(token)).toBe(sale.orderId);
  expect((await orderReceipt(db(), orderId)).sharedAs).toBe(token);

  const shown = await publicOrder(db(), token);
  const order = await db().order.findUniqueOrThrow({ where: { id: sale.orderId } });
  const text = JSON.stringify(shown, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
  for (const secret of [order.buyerName, order.buyerPhone, order.addressLine, order.number])
    expect(text).not.toContain(secret);

  await drawPoster({ orderId: sale.orderId, now: SOLD_AT });
  const png = await getObject(posterKey(sale.orderId));
  expect(png?.subarray(1, 4).toString()).toBe("PNG");
  expect((await publicOrder(db(), token))?.posterDrawnFor).toBe(BigInt((await impactOf(sale.orderId)).householdFen));

  expect((await unshareReceipt({ orderId })).ok).toBe(true);
  expect(await orderOfSharedReceipt(token)).toBeUndefined();
  expect(await publicOrder(db(), token)).toBeUndefined();
  await drawPoster({ orderId: sale.orderId, now: SOLD_AT });
  expect(await getObject(posterKey(sale.orderId))).toBeUndefined();
});

test("the impact goes from posted over payable to paid, and says whom a refund was taken back from", async () => {
  const sale = await aSale(await aShipment());
  const posted = await impactOf(sale.orderId);
  expect(posted.households).toBe(6);
  expect(posted.pendingFen).toBe(posted.householdFen);
  expect(posted.paidOn).toEqual([]);

  await aRefund(sale, [[0, 3_990n]], { at: addDays(SOLD_AT, 1) });
  const refunded = await impactOf(sale.orderId);
  const [refund] = refunded.refunds;
  expect(refund?.parts.reduce((total, part) => total + part.amountFen, 0)).toBe(3_990);
  const back = refund?.parts.find((part) => part.kind === "HOUSEHOLD")?.amountFen ?? 0;
  expect(back).toBeGreaterThan(0);
  expect(refunded.householdFen).toBe(posted.householdFen - back);

  await releaseSale(sale);
  const released = await impactOf(sale.orderId);
  expect(released).toMatchObject({ pendingFen: 0, payableFen: refunded.householdFen });
  expect(released.releasedOn.map((one) => one.amountFen)).toEqual([refunded.householdFen]);

  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 1));
  const paid = await impactOf(sale.orderId);
  expect(paid.payableFen).toBe(0);
  expect(paid.paidOn.reduce((total, one) => total + one.amountFen, 0)).toBe(refunded.householdFen);
  expect(paid.paidOn.map(({ households: count, villages }) => [count, villages.map(({ name }) => name)])).toEqual([
    [6, ["村201"]],
  ]);
  expect(JSON.stringify(paid)).not.toContain(households[0]);
});

test("the month of a sale is told once each cooperative behind it has closed its own", async () => {
  const sale = await aSale([...(await aShipment()), ...(await aShipment())]);
  const sellers = await db().shipment.findMany({ where: { orderId: sale.orderId }, select: { sellerId: true } });
  expect(new Set(sellers.map(({ sellerId }) => sellerId)).size).toBe(2);
  const close = (scopeId: string) =>
    db().periodClose.create({
      data: {
        id: newId(),
        scopeKind: "COOPERATIVE",
        scopeId,
        period: periodOf(SOLD_AT),
        state: "CLOSED",
        closedAt: addDays(RELEASED_AT, 3),
        reportHash: "0".repeat(64),
      },
    });
  await close(sellers[0]?.sellerId ?? "");
  expect((await impactOf(sale.orderId)).closedOn).toEqual([]);
  await close(sellers[1]?.sellerId ?? "");
  expect((await impactOf(sale.orderId)).closedOn).toEqual([
    { period: periodOf(SOLD_AT), day: dayOf(addDays(RELEASED_AT, 3)) },
  ]);
});

test("how many were paid is told of five households and more", async () => {
  const lot = await aLot(
    { kind: "COOPERATIVE", id: await aCooperative() },
    households.slice(0, 4).map((householdId) => ({ householdId, grams: 20_000, priceFen: 600n })),
  );
  const sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, picks: [{ lot, grams: 2_500 }] }], freightFen: 0n }]);
  await releaseSale(sale);
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 1));
  expect((await impactOf(sale.orderId)).paidOn).toMatchObject([{ households: null }]);
});
