import { beforeAll, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { placeOrder } from "~/orders/place-order.server";
import { addMinutes } from "~/kernel/period";
import { aCooperative, aListingWithStock, aMarket, anAddress, anOrder, aPromotion, NOW } from "#tests/builders/orders";
import { expectOrdersInvariants } from "./invariants";

beforeAll(aMarket);

function request(entries: readonly { variantId: string; quantity: number }[], more = {}) {
  return { basket: { entries }, checkoutKey: newId(), address: anAddress, locale: "zh" as const, now: NOW, ...more };
}

async function available(lotId: string): Promise<number> {
  return (await db().lot.findUniqueOrThrow({ where: { id: lotId } })).available;
}

test("an order freezes prices, freight, rule and schedule, and takes its goods from the lot that expires first", async () => {
  const plum = await aListingWithStock({ lots: [4_000, 20_000], packGrams: 2_500, priceFen: 3_990n });
  const order = await anOrder([{ variantId: plum.variantId, quantity: 3 }]);

  // 3 × 39.90 goods; 8.4 kg travel for 8.00 + 6 × 2.00
  expect(order.totalFen).toBe(11_970n + 2_000n);
  expect(order.number).toMatch(/^261120-[0-9A-Z]{8}$/);
  expect(order.holdExpiresAt).toEqual(addMinutes(NOW, 35));
  const stored = await db().order.findUniqueOrThrow({
    where: { id: order.id },
    include: {
      lines: { orderBy: { position: "asc" }, include: { picks: { orderBy: { position: "asc" } } } },
      shipments: true,
    },
  });
  expect(stored.lines.map((line) => [line.kind, line.netFen, line.chargedFen])).toEqual([
    ["GOODS", 11_970n, 11_970n],
    ["FREIGHT", 2_000n, 2_000n],
  ]);
  // 3.4 % of 139.70 are 4.75, spread by what is charged
  expect(stored.lines.map((line) => line.processingFen)).toEqual([407n, 68n]);
  expect(stored.lines[0]?.picks.map((pick) => [pick.lotId, pick.quantity])).toEqual([
    [plum.lotIds[0], 4_000],
    [plum.lotIds[1], 3_500],
  ]);
  expect(await available(plum.lotIds[0] ?? "")).toBe(0);
  expect(await available(plum.lotIds[1] ?? "")).toBe(16_500);
  expect(stored.lines[0]?.splitRuleId).not.toBeNull();
  await expectOrdersInvariants();
});

test("a lot that is sold out tells the search index", async () => {
  const plum = await aListingWithStock({ lots: [2_500] });
  await anOrder([{ variantId: plum.variantId, quantity: 1 }]);
  const messages = await db().outbox.findMany({ where: { topic: "lot.changed", key: plum.lotIds[0] ?? "" } });
  expect(messages).toHaveLength(1);
});

test("two sellers are two shipments, each with its own freight", async () => {
  const one = await aListingWithStock();
  const other = await aListingWithStock();
  const order = await anOrder([
    { variantId: one.variantId, quantity: 1 },
    { variantId: other.variantId, quantity: 1 },
  ]);
  const shipments = await db().shipment.findMany({ where: { orderId: order.id } });
  expect(shipments.map((shipment) => shipment.sellerId).sort()).toEqual(
    [one.cooperativeId, other.cooperativeId].sort(),
  );
  expect(order.totalFen).toBe(2n * (3_990n + 800n));
});

test("sold out names what is left and stores nothing", async () => {
  const plum = await aListingWithStock({ lots: [6_000] });
  const orders = await db().order.count();
  const result = await placeOrder(request([{ variantId: plum.variantId, quantity: 3 }]));
  expect(result).toMatchObject({ ok: false, failure: { kind: "sold-out", goods: [{ left: 2 }] } });
  expect(await db().order.count()).toBe(orders);
  expect(await available(plum.lotIds[0] ?? "")).toBe(6_000);
});

test("two lines of one cart that share a lot are not promised the same box twice", async () => {
  const plum = await aListingWithStock({ lots: [5_000] });
  const second = newId();
  await db().variant.create({
    data: {
      id: second,
      listingId: plum.listingId,
      position: 1,
      name: "6斤装",
      nameEn: "3 kg",
      quantity: 3_000,
      priceFen: 4_500n,
      shippingGrams: 3_300,
      updatedAt: NOW,
    },
  });
  const both = [
    { variantId: plum.variantId, quantity: 1 },
    { variantId: second, quantity: 1 },
  ];
  const result = await placeOrder(request(both));
  expect(result).toMatchObject({ ok: false, failure: { kind: "sold-out", goods: [{ variantId: second, left: 0 }] } });
  expect(await available(plum.lotIds[0] ?? "")).toBe(5_000);
});

test("sending the same form again gives the same order and takes the goods once", async () => {
  const plum = await aListingWithStock({ lots: [2_500] });
  const form = request([{ variantId: plum.variantId, quantity: 1 }]);
  const sent = await Promise.all([1, 2, 3, 4, 5].map(() => placeOrder(form)));
  const ids = sent.map((result) => (result.ok ? result.value.id : result.failure.kind));
  expect(new Set(ids).size).toBe(1);
  expect(sent.filter((result) => result.ok && !result.value.repeated)).toHaveLength(1);
  expect(await available(plum.lotIds[0] ?? "")).toBe(0);
  await expectOrdersInvariants();
});

test("sixty buyers at once for twenty boxes in three lots: twenty orders, forty clean refusals", async () => {
  const plum = await aListingWithStock({ lots: [20_000, 15_000, 15_000], packGrams: 2_500 });
  const results = await Promise.all(
    Array.from({ length: 60 }, () => placeOrder(request([{ variantId: plum.variantId, quantity: 1 }]))),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(20);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.failure.kind]));
  expect(new Set(refusals)).toEqual(new Set(["sold-out"]));
  for (const lotId of plum.lotIds) expect(await available(lotId)).toBe(0);
  await expectOrdersInvariants();
});

test("carts with the same goods in different order do not wait for each other in a circle", async () => {
  const cooperativeId = await aCooperative();
  const listings = await Promise.all([1, 2, 3, 4].map(() => aListingWithStock({ cooperativeId })));
  const carts = Array.from({ length: 40 }, (_, i) =>
    [...listings]
      .sort((a, b) => ((i * 7 + a.variantId.charCodeAt(35)) % 5) - ((i * 3 + b.variantId.charCodeAt(35)) % 5))
      .map((listing) => ({ variantId: listing.variantId, quantity: 1 })),
  );
  const results = await Promise.all(carts.map((cart) => placeOrder(request(cart))));
  expect(results.every((result) => result.ok)).toBe(true);
  await expectOrdersInvariants();
});

test("another total than the page showed is refused in words instead of charged", async () => {
  const plum = await aListingWithStock();
  const wrong = request([{ variantId: plum.variantId, quantity: 1 }], { expectedTotalFen: 100n });
  const result = await placeOrder(wrong);
  expect(result).toMatchObject({ ok: false, failure: { kind: "price-changed", shownFen: 100n, totalFen: 4_790n } });
  expect(await db().order.count({ where: { checkoutKey: wrong.checkoutKey } })).toBe(0);
});

test.each([
  [
    "an unpublished listing",
    "not-for-sale",
    async (id: string) => void (await db().listing.update({ where: { id }, data: { status: "UNPUBLISHED" } })),
  ],
  [
    "a withdrawn pack",
    "not-for-sale",
    async (id: string) => void (await db().variant.updateMany({ where: { listingId: id }, data: { active: false } })),
  ],
])("%s is not sold", async (_, kind, change) => {
  const plum = await aListingWithStock();
  await change(plum.listingId);
  const result = await placeOrder(request([{ variantId: plum.variantId, quantity: 1 }]));
  expect(result).toMatchObject({ ok: false, failure: { kind } });
});

test("goods of a suspended cooperative are not sold", async () => {
  const plum = await aListingWithStock();
  await db().cooperative.update({ where: { id: plum.cooperativeId }, data: { status: "SUSPENDED" } });
  const result = await placeOrder(request([{ variantId: plum.variantId, quantity: 1 }]));
  expect(result).toMatchObject({ ok: false, failure: { kind: "not-for-sale" } });
});

test("expired lots are not picked", async () => {
  const plum = await aListingWithStock({ lots: [10_000] });
  const result = await placeOrder(
    request([{ variantId: plum.variantId, quantity: 1 }], { now: new Date("2100-01-01T00:00:00Z") }),
  );
  expect(result).toMatchObject({ ok: false, failure: { kind: "sold-out" } });
});

test("a province the seller does not deliver to is refused by name", async () => {
  const plum = await aListingWithStock({ deliveredTo: ["34"] });
  const result = await placeOrder(request([{ variantId: plum.variantId, quantity: 1 }]));
  expect(result).toMatchObject({ ok: false, failure: { kind: "not-delivered" } });
});

test("an unknown variant and an empty basket are refused", async () => {
  expect(await placeOrder(request([]))).toMatchObject({ ok: false, failure: { kind: "empty" } });
  expect(await placeOrder(request([{ variantId: newId(), quantity: 1 }]))).toMatchObject({
    ok: false,
    failure: { kind: "empty" },
  });
});

test("the platform's discount lowers what is charged, the seller's lowers what is split", async () => {
  const plum = await aListingWithStock();
  const byPlatform = await anOrder([{ variantId: plum.variantId, quantity: 1 }], { promotionCode: await aPromotion() });
  const bySeller = await anOrder([{ variantId: plum.variantId, quantity: 1 }], {
    promotionCode: (await aPromotion({ funder: "SELLER", sellerId: plum.cooperativeId })).toLowerCase(),
  });
  const goods = async (orderId: string) =>
    db().orderLine.findFirstOrThrow({ where: { orderId, kind: "GOODS" }, select: { netFen: true, chargedFen: true } });
  expect(await goods(byPlatform.id)).toEqual({ netFen: 3_990n, chargedFen: 3_490n });
  expect(await goods(bySeller.id)).toEqual({ netFen: 3_490n, chargedFen: 3_490n });
  expect(byPlatform.totalFen).toBe(bySeller.totalFen);
  await expectOrdersInvariants();
});

test("a discount code for one use is used once, however many ask at the same moment", async () => {
  const plum = await aListingWithStock();
  const promotionCode = await aPromotion({ useLimit: 1 });
  const results = await Promise.all(
    Array.from({ length: 20 }, () =>
      placeOrder(request([{ variantId: plum.variantId, quantity: 1 }], { promotionCode })),
    ),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.failure]));
  expect(refusals.every((failure) => failure.kind === "promotion-refused" && failure.reason === "used-up")).toBe(true);
  await expectOrdersInvariants();
});

test.each([
  ["unknown", async () => "NOSUCHCODE"],
  ["below-minimum", async () => aPromotion({ minimumFen: 100_000n })],
  ["not-for-these", async () => aPromotion({ funder: "SELLER", sellerId: newId() })],
])("a discount code is refused: %s", async (reason, code) => {
  const plum = await aListingWithStock();
  const result = await placeOrder(
    request([{ variantId: plum.variantId, quantity: 1 }], { promotionCode: await code() }),
  );
  expect(result).toMatchObject({ ok: false, failure: { kind: "promotion-refused", reason } });
});

test("what opens the payment runs in the same transaction: when it fails, nothing is left", async () => {
  const plum = await aListingWithStock();
  const failing = request([{ variantId: plum.variantId, quantity: 1 }], {
    within: () => Promise.reject(new Error("no payment")),
  });
  await expect(placeOrder(failing)).rejects.toThrow("no payment");
  expect(await db().order.count({ where: { checkoutKey: failing.checkoutKey } })).toBe(0);
  expect(await available(plum.lotIds[0] ?? "")).toBe(100_000);
});
