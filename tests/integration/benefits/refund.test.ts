import { beforeAll, describe, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  aRefund,
  aSale,
  balanceOf,
  ledgerViolations,
  releaseSale,
  RELEASED_AT,
  SOLD_AT,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { payOut } from "#tests/builders/settlement";
import { aHousehold } from "#tests/builders/households";
import { newSeed, seededRandom } from "#tests/builders/random";
import { LedgerConflict } from "~/benefits/journal-store.server";
import { postRefundRequested } from "~/benefits/post-refund-requested.server";
import { postRefundSucceeded } from "~/benefits/post-refund-succeeded.server";
import { addDays } from "~/kernel/period";
import { newId } from "~/kernel/ids";
import { db, withTransaction } from "~/platform/db.server";

const NO_PROCESSING = { processingBps: 0, processingFixedFen: 0n };

let households: string[];

beforeAll(async () => {
  households = [];
  for (let i = 0; i < 3; i++) households.push((await aHousehold()).id);
  households.sort();
});

async function exampleLot(): Promise<ALot> {
  return aLot({ kind: "COOPERATIVE", id: await aCooperative() }, [
    { householdId: households[0] ?? "", grams: 40_000, priceFen: 600n },
    { householdId: households[1] ?? "", grams: 25_500, priceFen: 600n },
    { householdId: households[2] ?? "", grams: 30_000, priceFen: 480n },
  ]);
}

async function exampleSale(lot: ALot, rates = {}): Promise<Sale> {
  return aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 800n }], {
    rates,
  });
}

/** What was taken back of each part of a line, and what of it the beneficiary itself gave. */
async function taken(orderLineId: string | undefined): Promise<string[]> {
  const rows = await db().$queryRaw<{ text: string }[]>`
    SELECT concat_ws(' ', part, sum(amount_fen), 'from', split_part(source, ':', 1), reverse(split_part(reverse(source), ':', 1))) AS text
    FROM posting WHERE order_line_id = ${orderLineId}::uuid AND destination LIKE 'order:%'
    GROUP BY part, part_number, source ORDER BY part_number, source`;
  return rows.map((row) => row.text.replace(/ [0-9a-f-]{36}$/, ""));
}

async function attributedOf(orderLineId: string | undefined): Promise<bigint[]> {
  const rows = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END)::bigint AS fen
    FROM attribution WHERE order_line_id = ${orderLineId}::uuid GROUP BY household_id ORDER BY household_id`;
  return rows.map((row) => row.fen);
}

async function succeeded(refundId: string): Promise<void> {
  await withTransaction("succeeded", async (tx) => {
    await tx.refund.update({
      where: { id: refundId },
      data: { state: "SUCCEEDED", succeededAt: SOLD_AT, stripeRefundId: `re_${refundId}` },
    });
    await postRefundSucceeded(tx, { refundId, now: addDays(SOLD_AT, 2) });
  });
}

test("before arrival each part is taken from what waits, and the processing charge from the seller", async () => {
  const lot = await exampleLot();
  const sale = await exampleSale(lot);
  const refundId = await aRefund(sale, [[0, 1_995n]]);
  expect(await taken(sale.lines[0]?.id)).toEqual([
    "PLATFORM_FEE 100 from platform fees",
    "PROCESSING 105 from funds",
    "COOPERATIVE 143 from cooperative pending",
    "HOUSEHOLD 736 from household pending",
    "HOUSEHOLD 469 from household pending",
    "HOUSEHOLD 442 from household pending",
  ]);
  expect(await attributedOf(sale.lines[0]?.id)).toEqual([4_458n, 2_842n, 2_675n]);
  expect(await balanceOf(`funds:cooperative:${lot.seller.id}`)).toBe(-105n);
  expect(await balanceOf(`refund:${refundId}`)).toBe(1_995n);
  expect(await ledgerViolations()).toEqual({});

  await succeeded(refundId);
  expect(await balanceOf(`refund:${refundId}`)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

test("a full refund in steps leaves every part at zero, whatever the steps", async () => {
  const lot = await exampleLot();
  const sale = await exampleSale(lot);
  for (const [day, amount] of [1_995n, 1n, 7_777n, 2_197n].entries()) {
    await aRefund(sale, [[0, amount]], { at: addDays(SOLD_AT, day + 1) });
  }
  await aRefund(sale, [[1, 800n]], { at: addDays(SOLD_AT, 5), bearer: "PLATFORM" });
  const parts = await db().$queryRaw<{ left: bigint }[]>`
    SELECT given_fen - taken_fen AS left FROM line_part WHERE order_line_id = ANY (${sale.lines.map((l) => l.id)}::uuid[])`;
  expect(parts.map((part) => part.left)).toEqual(parts.map(() => 0n));
  for (const id of households) expect(await waitingOfSale(sale, id)).toBe(0n);
  expect(await attributedOf(sale.lines[0]?.id)).toEqual([0n, 0n, 0n]);
  expect(await ledgerViolations()).toEqual({});
});

async function waitingOfSale(sale: Sale, householdId: string): Promise<bigint> {
  const [row] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT coalesce(sum(waiting_fen), 0)::bigint AS fen FROM line_part
    WHERE household_id = ${householdId}::uuid AND order_line_id = ${sale.lines[0]?.id}::uuid`;
  return row.fen;
}

test("after the claim window it is taken from what is payable", async () => {
  const sale = await exampleSale(await exampleLot(), { ...NO_PROCESSING, reserveBps: 2_000 });
  await releaseSale(sale);
  await aRefund(sale, [[0, 11_970n]], { at: addDays(RELEASED_AT, 1) });
  expect(await taken(sale.lines[0]?.id)).toEqual([
    "PLATFORM_FEE 599 from platform fees",
    "COOPERATIVE 728 from cooperative payable",
    "RESERVE 182 from cooperative reserve",
    "HOUSEHOLD 4675 from household payable",
    "HOUSEHOLD 2981 from household payable",
    "HOUSEHOLD 2805 from household payable",
  ]);
  expect(await ledgerViolations()).toEqual({});
});

test("after it was paid out no household gives anything back: reserve first, then the cooperative's funds", async () => {
  const lot = await exampleLot();
  const sale = await exampleSale(lot, { ...NO_PROCESSING, reserveBps: 2_000 });
  await releaseSale(sale);
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 1));
  const paid = await Promise.all(households.map((id) => balanceOf(`household:${id}:payable`)));
  await aRefund(sale, [[0, 11_970n]], { at: addDays(RELEASED_AT, 2) });

  expect(await taken(sale.lines[0]?.id)).toEqual([
    "PLATFORM_FEE 599 from platform fees",
    "COOPERATIVE 728 from funds",
    "RESERVE 182 from cooperative reserve",
    "HOUSEHOLD 4675 from funds",
    "HOUSEHOLD 2981 from funds",
    "HOUSEHOLD 2805 from funds",
  ]);
  expect(await Promise.all(households.map((id) => balanceOf(`household:${id}:payable`)))).toEqual(paid);
  const [debt] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT debt_fen AS fen FROM outstanding_debt WHERE account = ${`funds:cooperative:${lot.seller.id}`}`;
  expect(debt?.fen).toBe(728n + 4_675n + 2_981n + 2_805n);
  expect(await ledgerViolations()).toEqual({});
});

test("what the cooperative had to bear is netted from its next disbursement, before it is paid", async () => {
  const lot = await exampleLot();
  const first = await exampleSale(lot, NO_PROCESSING);
  await releaseSale(first);
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 3));
  await aRefund(first, [[0, 1_000n]], { at: addDays(RELEASED_AT, 4) });
  const [debt] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT debt_fen AS fen FROM outstanding_debt WHERE account = ${`funds:cooperative:${lot.seller.id}`}`;
  expect(debt?.fen).toBe(950n); // all but the platform's fee of 50

  const second = await exampleSale(lot, NO_PROCESSING);
  await releaseSale(second, addDays(RELEASED_AT, 5));
  const due = await balanceOf(`cooperative:${lot.seller.id}:payable`);
  const batch = await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 6));
  expect(batch.nettedFen).toBe(due < 950n ? due : 950n);
  expect(await balanceOf(`cooperative:${lot.seller.id}:payable`)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

test("while the bank is paying, a refund treats the money as paid", async () => {
  const sale = await exampleSale(await exampleLot(), NO_PROCESSING);
  await releaseSale(sale, addDays(RELEASED_AT, 7));
  const batch = await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 8), { stopAt: "APPROVED" });
  await aRefund(sale, [[0, 11_970n]], { at: addDays(RELEASED_AT, 8) });
  expect((await taken(sale.lines[0]?.id)).filter((line) => line.startsWith("HOUSEHOLD"))).toEqual([
    "HOUSEHOLD 4675 from funds",
    "HOUSEHOLD 2981 from funds",
    "HOUSEHOLD 2805 from funds",
  ]);
  await batch.finish();
  expect(await ledgerViolations()).toEqual({});
});

test("damage on the way is borne by the shipper as far as it has something to come, then by the platform", async () => {
  const lot = await exampleLot();
  const shipperId = newId();
  const line = { unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] };
  const sale = await aSale([{ lines: [line], freightFen: 800n, shipperId }], { rates: NO_PROCESSING });
  await releaseSale(sale, addDays(RELEASED_AT, 9));
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 10));
  // carriage of another sale, still to be paid: the shipper bears up to that
  const other = await aSale([{ lines: [line], freightFen: 800n, shipperId }], { rates: NO_PROCESSING });
  await releaseSale(other, addDays(RELEASED_AT, 11));
  const platform = await balanceOf("funds:platform");
  await aRefund(sale, [[0, 11_970n]], { bearer: "SHIPPER", at: addDays(RELEASED_AT, 12) });
  expect(await balanceOf(`funds:freight:${shipperId}`)).toBe(-800n);
  expect(await balanceOf("funds:platform")).toBe(platform - (11_970n - 599n - 800n));
  // and its debt takes all of what it had to come
  await payOut({ kind: "PLATFORM" }, addDays(RELEASED_AT, 13));
  expect(await balanceOf(`freight:${shipperId}:payable`)).toBe(0n);
  expect(await balanceOf(`funds:freight:${shipperId}`)).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
});

test("a household that sells directly never bears what cannot be taken back: the platform does", async () => {
  const seller = (await aHousehold()).id;
  const own = await aLot({ kind: "HOUSEHOLD", id: seller }, [
    { householdId: seller, mode: "DIRECT", grams: 9_000, priceFen: 1n },
  ]);
  const sale = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot: own, grams: 1_000 }] }] }]);
  const platform = await balanceOf("funds:platform");
  await aRefund(sale, [[0, 5_000n]]);
  expect(await taken(sale.lines[0]?.id)).toEqual([
    "PLATFORM_FEE 250 from platform fees",
    "PROCESSING 405 from funds platform",
    "HOUSEHOLD 4345 from household pending",
  ]);
  expect(await balanceOf("funds:platform")).toBe(platform - 405n);
  expect(await ledgerViolations()).toEqual({});
});

test("the platform's discount returns to the platform with the refund", async () => {
  const lot = await exampleLot();
  const promotion = { funder: "PLATFORM", sellerKind: null, sellerId: null, amountFen: 2_000n } as const;
  const line = { unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] };
  const sale = await aSale([{ lines: [line] }], { rates: NO_PROCESSING, promotion });
  const funds = await balanceOf("funds:platform");
  await aRefund(sale, [[0, 4_985n]]);
  expect(await balanceOf("funds:platform")).toBe(funds + 1_000n);
  await aRefund(sale, [[0, 4_985n]], { at: addDays(SOLD_AT, 2) });
  expect(await balanceOf("funds:platform")).toBe(funds + 2_000n);
  expect(await ledgerViolations()).toEqual({});
});

test("a refund that Stripe could not carry out stays owed to the shopper, and nothing returns to the parties", async () => {
  const sale = await exampleSale(await exampleLot());
  const refundId = await aRefund(sale, [[0, 1_995n]]);
  const before = await db().posting.count();
  await db().refund.update({
    where: { id: refundId },
    data: { state: "FAILED", failedAt: SOLD_AT, failureReason: "expired_or_canceled_card" },
  });
  expect(await balanceOf(`refund:${refundId}`)).toBe(1_995n);
  expect(await db().posting.count()).toBe(before);
  expect(await ledgerViolations()).toEqual({});
});

describe("asked for twice", () => {
  test("the same refund, even at once, takes once", async () => {
    const sale = await exampleSale(await exampleLot());
    const refundId = await aRefund(sale, [[0, 1_995n]]);
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        withTransaction("again", (tx) => postRefundRequested(tx, { refundId, now: addDays(SOLD_AT, 3) })),
      ),
    );
    expect(again.map((journal) => journal.written)).toEqual([false, false, false]);
    await Promise.all([succeeded(refundId), succeeded(refundId)]);
    expect(await db().journal.count({ where: { sourceId: refundId } })).toBe(2);
    expect(await ledgerViolations()).toEqual({});
  });

  test("with another amount it is an alarm, and changes nothing", async () => {
    const sale = await exampleSale(await exampleLot());
    const refundId = await aRefund(sale, [[0, 1_995n]]);
    const before = await db().posting.count();
    await expect(
      withTransaction("other", async (tx) => {
        await tx.refund.update({ where: { id: refundId }, data: { amountFen: 1_996n } });
        await postRefundRequested(tx, { refundId, now: SOLD_AT });
      }),
    ).rejects.toThrow(LedgerConflict);
    expect(await db().posting.count()).toBe(before);
    expect(await ledgerViolations()).toEqual({});
  });
});

test("more than remains of a line is refused, and nothing changes", async () => {
  const sale = await exampleSale(await exampleLot());
  await aRefund(sale, [[0, 10_000n]]);
  const before = await db().posting.count();
  await expect(aRefund(sale, [[0, 1_971n]])).rejects.toThrow(RangeError);
  expect(await db().posting.count()).toBe(before);
  expect(await db().refund.count({ where: { orderId: sale.orderId } })).toBe(1);
  expect(await ledgerViolations()).toEqual({});
});

const seed = newSeed();

test(`40 sales each refunded twice in full at once: 40 succeed, 40 are refused, nothing is left (seed ${seed})`, async () => {
  const lot = await exampleLot();
  const sales: Sale[] = [];
  for (let i = 0; i < 40; i++) {
    sales.push(
      await aSale([{ lines: [{ unitPriceFen: 1_234n, picks: [{ lot, grams: 100 }] }], freightFen: 300n }], {
        rates: { reserveBps: 1_000, villageBps: 100 },
      }),
    );
  }
  const random = seededRandom(seed);
  for (const sale of sales) if (random.chance(0.5)) await releaseSale(sale, addDays(RELEASED_AT, 20));
  // side by side, so that the two of a pair really meet; a bearer without a balance row leaves only the order's lock
  const outcomes: PromiseSettledResult<string>[] = [];
  for (let i = 0; i < sales.length; i += 8) {
    const pairs = sales.slice(i, i + 8).flatMap((sale) => {
      const bearer = random.pick(["PLATFORM", "SELLER"] as const);
      const whole = [
        [0, 1_234n],
        [1, 300n],
      ] as const;
      return [aRefund(sale, whole, { bearer }), aRefund(sale, whole, { bearer })];
    });
    outcomes.push(...(await Promise.allSettled(pairs)));
  }
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled").length).toBe(40);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refusals.every((reason) => reason instanceof RangeError)).toBe(true);
  const ids = sales.flatMap((sale) => sale.lines.map((line) => line.id));
  const [left] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT coalesce(sum(given_fen - taken_fen), 0)::bigint AS fen FROM line_part WHERE order_line_id = ANY (${ids}::uuid[])`;
  expect(left.fen).toBe(0n);
  expect(await ledgerViolations()).toEqual({});
}, 60_000);

test(`60 sales through random partial refunds, releases and payouts keep every invariant (seed ${seed})`, async () => {
  const random = seededRandom(seed + 1);
  const lots = [await exampleLot(), await exampleLot()];
  let at = addDays(RELEASED_AT, 40);
  for (let i = 0; i < 60; i++) {
    at = addDays(at, 1);
    const picks = random.chance(0.3)
      ? lots.map((lot) => ({ lot, grams: 200 }))
      : [{ lot: random.pick(lots), grams: 200 }];
    const sameSeller = picks.length === 1 || lots[0]?.seller.id === lots[1]?.seller.id;
    const sale = await aSale(
      [
        {
          lines: [{ unitPriceFen: BigInt(random.int(50, 9_000)), picks: sameSeller ? picks : picks.slice(0, 1) }],
          freightFen: 500n,
        },
      ],
      { rates: { reserveBps: 3_000, villageBps: 200 }, at },
    );
    const refundSome = async () => {
      const [remaining] = await db().$queryRaw<[{ fen: bigint }]>`
        SELECT sum(given_fen - taken_fen)::bigint AS fen FROM line_part WHERE order_line_id = ${sale.lines[0]?.id}::uuid`;
      if (remaining.fen === 0n) return;
      const amount = random.chance(0.3) ? remaining.fen : BigInt(random.int(1, Number(remaining.fen)));
      at = addDays(at, 1);
      await aRefund(sale, [[0, amount]], { bearer: random.pick(["SELLER", "SHIPPER", "PLATFORM"] as const), at });
    };
    if (random.chance(0.4)) await refundSome();
    at = addDays(at, 1);
    if (random.chance(0.8)) await releaseSale(sale, at);
    if (random.chance(0.4)) await refundSome();
    at = addDays(at, 1);
    if (random.chance(0.3)) await payOut({ kind: "PLATFORM" }, at, { mayBeEmpty: true });
    if (random.chance(0.5)) await refundSome();
  }
  expect(await ledgerViolations()).toEqual({});
}, 120_000);
