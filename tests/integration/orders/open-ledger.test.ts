import { expect, test } from "vitest";
import { sum } from "~/kernel/money";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { openLedger } from "~/routes/shop/open-ledger-store.server";
import { aCooperative, aLot, aSale, SOLD_AT, type ALot } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

const NOW = addDays(SOLD_AT, 29);

test("the average order is that of the last thirty days, and its parts are its price to the fen", async () => {
  await aVillage();
  expect((await openLedger(db(), NOW)).average).toBeNull();
  const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
  const [one, two] = [await aHousehold(), await aHousehold()];
  const lot = await aLot(seller, [
    { householdId: one.id, grams: 70_000, priceFen: 600n },
    { householdId: two.id, grams: 30_000, priceFen: 480n },
  ]);
  const sell = (unitPriceFen: bigint, at: Date) =>
    aSale([{ lines: [{ unitPriceFen, packGrams: 1_000, picks: [{ lot, grams: 1_000 }] }], freightFen: 801n }], { at });
  await sell(999_999n, addDays(SOLD_AT, -2));
  const sales = [await sell(3_990n, SOLD_AT), await sell(1_001n, SOLD_AT), await sell(2_503n, addDays(SOLD_AT, 1))];
  const average = (await openLedger(db(), NOW)).average;
  expect(average).toMatchObject({ orders: 3, from: "2026-03-09", to: "2026-04-08" });
  const [paid, parts] = [sum(sales.map(({ totalFen }) => totalFen)), average?.parts ?? []];
  expect(paid).toBe(9_897n);
  expect(sum(parts.map(({ amountFen }) => amountFen))).toBe(3_299n);
  const [given] = await db().$queryRaw<[{ fen: bigint }]>`
    SELECT sum(p.amount_fen)::bigint AS fen FROM posting p JOIN order_line l ON l.id = p.order_line_id
    WHERE p.part = 'HOUSEHOLD' AND p.source LIKE 'order:%' AND l.order_id = ANY (${sales.map(({ orderId }) => orderId)}::uuid[])`;
  const households = parts.find(({ kind }) => kind === "HOUSEHOLD")?.amountFen ?? 0n;
  expect(households * 3n - given.fen).toBeLessThan(3n);
  expect(given.fen - households * 3n).toBeLessThan(3n);
});

test("the latest line is of five households at least, and says how much was bought", async () => {
  await aVillage();
  const seller = { kind: "COOPERATIVE", id: await aCooperative() } as const;
  const households = await Promise.all([1, 2, 3, 4, 5].map(() => aHousehold()));
  const rows = households.map(({ id: householdId }) => ({ householdId, grams: 20_000, priceFen: 600n }));
  const [many, few] = [await aLot(seller, rows), await aLot(seller, rows.slice(0, 4))];
  const sell = (lot: ALot, at: Date) =>
    aSale(
      [
        {
          lines: [{ unitPriceFen: 3_990n, quantity: 2, packGrams: 2_500, picks: [{ lot, grams: 5_000 }] }],
          freightFen: 0n,
        },
      ],
      {
        at,
      },
    );
  await sell(many, addDays(SOLD_AT, 2));
  await sell(few, addDays(SOLD_AT, 3));
  const { latest } = await openLedger(db(), NOW);
  expect(latest).toMatchObject({ day: "2026-03-12", households: 5, quantity: 5_000, baseUnit: "GRAM" });
});
