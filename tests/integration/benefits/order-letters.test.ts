import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { tellPaidOut } from "~/benefits/tell-paid-out.server";
import { addDays } from "~/kernel/period";
import { confirmDelivery } from "~/orders/confirm-delivery.server";
import { markPaid } from "~/orders/mark-paid.server";
import { setImpactConsent } from "~/orders/impact-consent.server";
import { shipShipment } from "~/orders/ship-shipment.server";
import {
  ORDER_PAID,
  PARCEL_DELIVERED,
  PARCEL_SHIPPED,
  writePaidLetter,
  writeParcelLetter,
} from "~/orders/write-order-letter.server";
import { db, withTransaction } from "~/platform/db.server";
import { drainOutbox } from "~/platform/outbox.server";
import { aCooperative, aLot, aSale, RELEASED_AT, releaseSale } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { aListingWithStock, aMarket, anAddress, anOrder, NOW } from "#tests/builders/orders";
import { payOut } from "#tests/builders/settlement";

let households: string[];

beforeAll(async () => {
  await aMarket();
  households = [];
  for (let i = 0; i < 6; i++) households.push((await aHousehold()).id);
});

const lettersTo = (recipient: string) =>
  db().message.findMany({ where: { recipient }, select: { channel: true, subject: true, body: true } });

async function deliverLetters(now: Date) {
  return drainOutbox(
    {
      [ORDER_PAID]: ({ key }) => writePaidLetter({ orderId: key, now }),
      [PARCEL_SHIPPED]: ({ key }) => writeParcelLetter({ parcelId: key, kind: "SHIPPED", now }),
      [PARCEL_DELIVERED]: ({ key }) => writeParcelLetter({ parcelId: key, kind: "DELIVERED", now }),
    },
    { now: addDays(new Date(), 1) },
  );
}

async function toArrival(address: Partial<typeof anAddress>, locale: "zh" | "en") {
  const plum = await aListingWithStock();
  const order = await anOrder([{ variantId: plum.variantId, quantity: 1 }], {
    address: { ...anAddress, ...address },
    locale,
  });
  await withTransaction("test", (tx) => markPaid(tx, { orderId: order.id, paidAt: NOW }));
  const { id: shipmentId } = await db().shipment.findFirstOrThrow({ where: { orderId: order.id } });
  const shipped = await shipShipment({ actor: systemActor, shipmentId, trackingNumber: "YS1234567", now: NOW });
  if (!shipped.ok) throw new Error(shipped.failure.kind);
  await confirmDelivery({ shipmentId, access: "system", now: NOW });
  return { order, parcelId: shipped.value.parcelId };
}

test("paid, shipped and arrived are told once each, by e-mail, in the order's language, with the order's link", async () => {
  const email = "letters.zh@example.com";
  const { order, parcelId } = await toArrival({ email }, "zh");
  await deliverLetters(NOW);
  for (const kind of ["SHIPPED", "DELIVERED"] as const) await writeParcelLetter({ parcelId, kind, now: NOW });
  await writePaidLetter({ orderId: order.id, now: NOW });
  const letters = await lettersTo(email);
  expect(letters.map(({ subject }) => subject).sort()).toEqual(
    [`付款成功：订单 ${order.number}`, `已发货：订单 ${order.number}`, `已签收：订单 ${order.number}`].sort(),
  );
  for (const letter of letters) {
    expect(letter.channel).toBe("EMAIL");
    expect(letter.body).toContain(`/orders/${order.token}`);
    expect(letter.body).not.toContain(anAddress.phone);
  }
  expect(letters.find(({ subject }) => subject.startsWith("已发货"))?.body).toContain("YS1234567");
});

test("without an e-mail address the telephone is sent the link at once and hears of the parcel, in the order's language", async () => {
  const phone = "13811112222";
  const { order } = await toArrival({ phone }, "en");
  await deliverLetters(NOW);
  const letters = await lettersTo(phone);
  expect(letters.map(({ subject }) => subject).sort()).toEqual([
    `Arrived: order ${order.number}`,
    `On its way: order ${order.number}`,
    `Paid: order ${order.number}`,
  ]);
  expect(letters.every(({ channel, body }) => channel === "SMS" && body.includes(`/orders/${order.token}`))).toBe(true);
  expect(letters.every(({ body }) => !/\p{Script=Han}/u.test(body.replace(/邮政快递|昌溪合作社\S*/g, "")))).toBe(true);
});

test("a landline receives no short message", async () => {
  const phone = "055987654321";
  await toArrival({ phone }, "zh");
  await deliverLetters(NOW);
  expect(await lettersTo(phone)).toEqual([]);
});

test("old news is not told: what waited three days in the outbox stays unwritten", async () => {
  const email = "letters.late@example.com";
  await toArrival({ email }, "zh");
  await deliverLetters(addDays(NOW, 4));
  expect(await lettersTo(email)).toEqual([]);
});

async function aPaidOutSale(email: string, consents: boolean) {
  const cooperativeId = await aCooperative();
  const lot = await aLot(
    { kind: "COOPERATIVE", id: cooperativeId },
    households.map((householdId) => ({ householdId, grams: 20_000, priceFen: 600n })),
  );
  const sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }] }]);
  await db().order.update({ where: { id: sale.orderId }, data: { buyerEmail: email }, select: { id: true } });
  await setImpactConsent(db(), sale.orderId, consents);
  await releaseSale(sale);
  return { sale, cooperativeId };
}

test("who asked hears that the households were paid: once, after the bank paid all of them, with their number", async () => {
  const { sale } = await aPaidOutSale("paid.out@example.com", true);
  const { sale: quiet } = await aPaidOutSale("quiet@example.com", false);
  const { sale: back } = await aPaidOutSale("taken.back@example.com", true);
  const at = addDays(RELEASED_AT, 2);
  expect(await tellPaidOut({ now: at })).toEqual({ told: 0 });
  await (await payOut({ kind: "PLATFORM" }, at)).finish();
  await setImpactConsent(db(), back.orderId, false);
  expect(await tellPaidOut({ now: at })).toEqual({ told: 1 });
  expect(await tellPaidOut({ now: at })).toEqual({ told: 0 });
  const [letter] = await lettersTo("paid.out@example.com");
  const [paid] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT sum(p.paid_fen)::bigint AS fen FROM line_part p JOIN order_line l ON l.id = p.order_line_id
    WHERE l.order_id = ${sale.orderId}::uuid AND p.part = 'HOUSEHOLD'`;
  expect(paid.fen).toBeGreaterThan(0n);
  expect(letter?.body).toContain(`¥${Number(paid.fen) / 100}`);
  expect(letter?.body).toContain("6 户农户");
  expect(await lettersTo("quiet@example.com")).toEqual([]);
  expect(await lettersTo("taken.back@example.com")).toEqual([]);
  expect(await db().orderLetter.count({ where: { orderId: { in: [quiet.orderId, back.orderId] } } })).toBe(0);
});
