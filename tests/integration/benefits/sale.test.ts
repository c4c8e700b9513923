import { beforeAll, describe, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  aSale,
  balanceOf,
  ledgerViolations,
  payAndPost,
  anUnpaidOrder,
  aPayment,
  SOLD_AT,
  type ALot,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { LedgerConflict } from "~/benefits/journal-store.server";
import { postSale } from "~/benefits/post-sale.server";
import { postStripeFee } from "~/benefits/post-stripe-fee.server";
import { postUndeliverablePayment } from "~/benefits/post-undeliverable-payment.server";
import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { newId } from "~/kernel/ids";
import { db, withTransaction } from "~/platform/db.server";

let cooperativeId: string;
let households: string[];
let lot: ALot;

beforeAll(async () => {
  cooperativeId = await aCooperative();
  households = [];
  for (let i = 0; i < 3; i++) households.push((await aHousehold()).id);
  households.sort();
  lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: households[0] ?? "", grams: 40_000, priceFen: 600n },
    { householdId: households[1] ?? "", grams: 25_500, priceFen: 600n },
    { householdId: households[2] ?? "", grams: 30_000, priceFen: 480n },
  ]);
});

const threeBoxes = () => ({ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] });

async function postingsOf(orderId: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT concat_ws(' ', p.source, p.destination, p.amount_fen, p.part, p.part_number) AS text
    FROM journal j JOIN posting p ON p.journal_id = j.id WHERE j.kind = 'SALE' AND j.source_id = ${orderId} ORDER BY p.position`;
  return rows.map((row) => row.text.replaceAll(orderId, "…"));
}

async function attributed(orderLineId: string): Promise<[string | null, bigint][]> {
  const rows = await db().$queryRaw<{ householdId: string | null; fen: bigint }[]>`
    SELECT household_id AS "householdId", sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END)::bigint AS fen
    FROM attribution WHERE order_line_id = ${orderLineId}::uuid GROUP BY household_id ORDER BY household_id NULLS LAST`;
  return rows.map((row) => [row.householdId, row.fen]);
}

test("the worked example is posted to the fen, freight and processing on lines of their own", async () => {
  const shipperId = newId();
  const sale = await aSale([{ lines: [threeBoxes()], freightFen: 800n, shipperId }]);
  const [h1, h2, h3] = households;
  expect(await postingsOf(sale.orderId)).toEqual([
    "stripe order:… 12770",
    "order:… platform:fees 599 PLATFORM_FEE 0",
    "order:… platform:processing 627 PROCESSING 1",
    `order:… cooperative:${cooperativeId}:pending 860 COOPERATIVE 2`,
    `order:… household:${h1}:pending 4417 HOUSEHOLD 3`,
    `order:… household:${h2}:pending 2816 HOUSEHOLD 4`,
    `order:… household:${h3}:pending 2651 HOUSEHOLD 5`,
    "order:… platform:processing 42 PROCESSING 0",
    `order:… freight:${shipperId}:pending 758 FREIGHT 1`,
  ]);
  expect(await attributed(sale.lines[0]?.id ?? "")).toEqual([
    [h1, 5_350n],
    [h2, 3_410n],
    [h3, 3_210n],
  ]);
  expect(await ledgerViolations()).toEqual({});
});

test("a direct sale goes to the household, less the charge of its service point", async () => {
  const seller = (await aHousehold()).id;
  const servicePointId = newId();
  const own = await aLot({ kind: "HOUSEHOLD", id: seller }, [
    { householdId: seller, mode: "DIRECT", grams: 10_000, priceFen: 1n },
  ]);
  await aSale([{ lines: [{ unitPriceFen: 2_000n, picks: [{ lot: own, grams: 1_000 }] }], servicePointId }], {
    rates: { processingBps: 0, processingFixedFen: 0n },
  });
  expect(await balanceOf(`service-point:${servicePointId}:pending`)).toBe(57n);
  expect(await balanceOf(`household:${seller}:pending`)).toBe(1_843n);
  expect(await ledgerViolations()).toEqual({});
});

test("unregistered suppliers of a consigned lot keep their share, and their attribution", async () => {
  const other = await aCooperative();
  const mixed = await aLot({ kind: "COOPERATIVE", id: other }, [
    { householdId: households[0] ?? "", grams: 3_000, priceFen: 500n },
    { householdId: households[1] ?? "", grams: 2_000, priceFen: 500n },
    { householdId: households[2] ?? "", grams: 4_000, priceFen: 500n },
    { householdId: null, grams: 1_000, priceFen: 500n },
  ]);
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot: mixed, grams: 5_000 }] }] }], {
    rates: { platformBps: 0, processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000, reserveBps: 2_000 },
  });
  expect(await balanceOf(`cooperative:${other}:pending`)).toBe(1_000n); // the reserve's 200 wait here, too
  expect(await balanceOf(`cooperative:${other}:others:pending`)).toBe(900n);
  expect((await attributed(sale.lines[0]?.id ?? "")).at(-1)).toEqual([null, 1_000n]);
  expect(await ledgerViolations()).toEqual({});
});

test("a bought-out lot is the cooperative's when it sells, and attributed to the households all the same", async () => {
  const buyer = await aCooperative();
  const bought = await aLot({ kind: "COOPERATIVE", id: buyer }, [
    { householdId: households[0] ?? "", mode: "BOUGHT_OUT", grams: 6_000, priceFen: 500n },
    { householdId: households[1] ?? "", mode: "BOUGHT_OUT", grams: 4_000, priceFen: 500n },
  ]);
  const before = await balanceOf(`household:${households[0]}:pending`);
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot: bought, grams: 1_000 }] }] }], {
    rates: { platformBps: 500, processingBps: 0, processingFixedFen: 0n },
  });
  expect(await balanceOf(`cooperative:${buyer}:pending`)).toBe(9_500n);
  expect(await balanceOf(`household:${households[0]}:pending`)).toBe(before);
  expect(await attributed(sale.lines[0]?.id ?? "")).toEqual([
    [households[0], 6_000n],
    [households[1], 4_000n],
  ]);
  expect(await ledgerViolations()).toEqual({});
});

test("a mixed lot over two lots in one line is divided by what was picked of each", async () => {
  const coop = await aCooperative();
  const first = await aLot({ kind: "COOPERATIVE", id: coop }, [
    { householdId: households[0] ?? "", grams: 5_000, priceFen: 500n },
    { householdId: households[1] ?? "", mode: "BOUGHT_OUT", grams: 5_000, priceFen: 500n },
  ]);
  const second = await aLot({ kind: "COOPERATIVE", id: coop }, [
    { householdId: households[2] ?? "", grams: 5_000, priceFen: 900n },
  ]);
  const picks = [
    { lot: first, grams: 2_000 },
    { lot: second, grams: 3_000 },
  ];
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks }] }], {
    rates: { platformBps: 0, processingBps: 0, processingFixedFen: 0n, cooperativeBps: 1_000 },
  });
  const rows = await db().$queryRaw<{ part: string; lot: string; fen: bigint }[]>`
    SELECT part, CASE lot_id WHEN ${first.id}::uuid THEN 'first' ELSE 'second' END AS lot, given_fen AS fen
    FROM line_part WHERE order_line_id = ${sale.lines[0]?.id}::uuid ORDER BY part_number`;
  expect(rows).toEqual([
    { part: "COOPERATIVE", lot: "first", fen: 200n },
    { part: "COOPERATIVE", lot: "first", fen: 2_000n },
    { part: "HOUSEHOLD", lot: "first", fen: 1_800n },
    { part: "COOPERATIVE", lot: "second", fen: 600n },
    { part: "HOUSEHOLD", lot: "second", fen: 5_400n },
  ]);
  expect(await ledgerViolations()).toEqual({});
});

describe("discounts", () => {
  const free = { platformBps: 500, processingBps: 0, processingFixedFen: 0n };

  test("the platform's discount is topped up by the platform: the split is of the whole price", async () => {
    const promotion = { funder: "PLATFORM", sellerKind: null, sellerId: null, amountFen: 2_000n } as const;
    const sale = await aSale([{ lines: [threeBoxes()] }], { rates: free, promotion });
    expect((await postingsOf(sale.orderId)).slice(0, 3)).toEqual([
      "stripe order:… 9970",
      "funds:platform order:… 2000",
      "order:… platform:fees 599 PLATFORM_FEE 0",
    ]);
    expect(await ledgerViolations()).toEqual({});
  });

  test("a seller's discount lowers what is split", async () => {
    const promotion = {
      funder: "SELLER",
      sellerKind: "COOPERATIVE",
      sellerId: cooperativeId,
      amountFen: 2_000n,
    } as const;
    const sale = await aSale([{ lines: [threeBoxes()] }], { rates: free, promotion });
    expect((await postingsOf(sale.orderId)).slice(0, 2)).toEqual([
      "stripe order:… 9970",
      "order:… platform:fees 499 PLATFORM_FEE 0",
    ]);
    expect(await ledgerViolations()).toEqual({});
  });
});

describe("Stripe's own fee comes later", () => {
  async function feeOf(paymentId: string, feeFen: bigint) {
    await withTransaction("fee", async (tx) => {
      await tx.payment.update({ where: { id: paymentId }, data: { feeFen, feePostedAt: SOLD_AT } });
      await postStripeFee(tx, { paymentId, feeFen, now: SOLD_AT });
    });
  }

  test("lower than the charge: the platform keeps the difference", async () => {
    const sale = await aSale([{ lines: [threeBoxes()], freightFen: 800n }]);
    const fees = await balanceOf("platform:fees");
    await feeOf(sale.paymentId, 500n);
    expect(await balanceOf("platform:fees")).toBe(fees + 169n);
    expect(await ledgerViolations()).toEqual({});
  });

  test("higher than the charge: the platform covers the difference", async () => {
    const sale = await aSale([{ lines: [threeBoxes()], freightFen: 800n }]);
    const [fees, funds] = [await balanceOf("platform:fees"), await balanceOf("funds:platform")];
    await feeOf(sale.paymentId, 700n);
    expect(await balanceOf("platform:fees")).toBe(fees);
    expect(await balanceOf("funds:platform")).toBe(funds - 31n);
    expect(await ledgerViolations()).toEqual({});
  });

  test("before the sale is posted it is refused, and nothing is stored", async () => {
    const order = await anUnpaidOrder([{ lines: [threeBoxes()] }]);
    const early = withTransaction("fee", (tx) =>
      postStripeFee(tx, { paymentId: order.paymentId, feeFen: 500n, now: SOLD_AT }),
    );
    await expect(early).rejects.toThrow("before its sale");
    expect(await db().journal.count({ where: { sourceId: order.paymentId } })).toBe(0);
  });
});

test("the same sale posted twice, even at once, is in the ledger once", async () => {
  const order = await anUnpaidOrder([{ lines: [threeBoxes()] }]);
  await payAndPost(order);
  const again = await Promise.all(
    [1, 2, 3].map(() => withTransaction("again", (tx) => postSale(tx, { orderId: order.orderId, paidAt: new Date() }))),
  );
  expect(again.map((journal) => journal.written)).toEqual([false, false, false]);
  expect(await db().journal.count({ where: { kind: "SALE", sourceId: order.orderId } })).toBe(1);
  expect(await ledgerViolations()).toEqual({});
});

test("the same event with other contents is an alarm, and changes nothing", async () => {
  const sale = await aSale([{ lines: [threeBoxes()] }]);
  await withTransaction("fee", async (tx) => {
    await tx.payment.update({ where: { id: sale.paymentId }, data: { feeFen: 300n, feePostedAt: SOLD_AT } });
    await postStripeFee(tx, { paymentId: sale.paymentId, feeFen: 300n, now: SOLD_AT });
  });
  const before = await db().posting.count();
  await expect(
    withTransaction("fee", (tx) => postStripeFee(tx, { paymentId: sale.paymentId, feeFen: 301n, now: SOLD_AT })),
  ).rejects.toThrow(LedgerConflict);
  expect(await db().posting.count()).toBe(before);
});

test("money for an order that cannot be delivered is taken in and passed back whole, and its fee is the platform's", async () => {
  const sale = await aSale([{ lines: [threeBoxes()] }]);
  const second = await aPayment(sale.orderId, sale.totalFen);
  const refundId = newId();
  const funds = await balanceOf("funds:platform");
  await withTransaction("undeliverable", async (tx) => {
    await tx.payment.update({
      where: { id: second },
      data: { state: "SUCCEEDED", succeededAt: SOLD_AT, returnedAt: SOLD_AT, feeFen: 400n, feePostedAt: SOLD_AT },
    });
    await postUndeliverablePayment(tx, {
      paymentId: second,
      orderId: sale.orderId,
      amountFen: sale.totalFen,
      paidAt: SOLD_AT,
    });
    await tx.refund.create({
      data: {
        id: refundId,
        orderId: sale.orderId,
        paymentId: second,
        state: "REQUESTED",
        reason: "UNDELIVERABLE",
        bearer: "PLATFORM",
        amountFen: sale.totalFen,
        idempotencyKey: newId(),
        requestedAt: SOLD_AT,
      },
    });
    await postRefundRequested(tx, { refundId, now: SOLD_AT });
    await postStripeFee(tx, { paymentId: second, feeFen: 400n, now: SOLD_AT });
  });
  expect(await balanceOf(`refund:${refundId}`)).toBe(sale.totalFen);
  expect(await balanceOf("funds:platform")).toBe(funds - 400n);
  expect(await ledgerViolations()).toEqual({});
});
