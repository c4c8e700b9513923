import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { checkHouseholdMonths } from "~/benefits/check-household-months.server";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { areaOverview } from "~/benefits/region-overview-store.server";
import { db } from "~/platform/db.server";
import { recordIsLedger } from "~/settlement/month-digest-store.server";
import { moneyOfMonth } from "~/settlement/month-money-store.server";
import { linkageClaims } from "~/settlement/linkage-claims-store.server";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT, violationsOf } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";

// The sums that are kept for the pages of an area, beside SQL that knows the postings only: while nothing is kept, while some of it
// is due, when all is kept, and after a household has moved to another village.

const HERE = "341021203201";
const THERE = "341021204201";
const SPANS = [
  { from: "2026-01", to: "2026-12" },
  { from: "2026-03", to: "2026-03" },
  { from: "2025-10", to: "2026-09" },
  { from: "2026-04", to: "2026-05" },
];

const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
let wang: string;
let li: string;

async function sold(): Promise<void> {
  const cooperativeId = await anApprovedCooperative({ areaCode: HERE });
  for (const id of [wang, li]) await joined(cooperativeId, id);
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: wang, grams: 40_000, priceFen: 600n },
    { householdId: li, grams: 25_500, priceFen: 600n },
  ]);
  const sale = await aSale([
    { lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 0n },
  ]);
  await aRefund(sale, [[0, 1_995n]]);
  await releaseSale(sale);
}

beforeAll(async () => {
  await owner.connect();
  await aVillage(HERE, "昌溪村");
  await aVillage(THERE, "别村");
  wang = (await aHousehold({ areaCode: HERE })).id;
  li = (await aHousehold({ areaCode: THERE })).id;
  await sold();
}, 120_000);

afterAll(() => owner.end());

/** The postings of an area's households in some months, one statement a figure, none of it the project's. */
async function byHand(code: string, { from, to }: { from: string; to: string }) {
  const { rows } = await owner.query<{
    accrued: string;
    paid: string;
    attributed: string;
    paying: number;
    months: string[] | null;
  }>(
    `WITH mine AS (SELECT p.* FROM posting p JOIN household h ON h.id = p.household_id WHERE h.area_code ~ ('^' || $1) AND p.period >= $2 AND p.period <= $3)
     SELECT coalesce((SELECT sum(amount_fen) FROM mine WHERE destination ~ '^household:.*:payable$' AND source !~ '^bank:'), 0)
       - coalesce((SELECT sum(amount_fen) FROM mine WHERE source ~ '^household:.*:payable$' AND destination !~ '^bank:'), 0) AS accrued,
       coalesce((SELECT sum(amount_fen) FROM mine WHERE destination ~ '^bank:'), 0) AS paid,
       coalesce((SELECT sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END) FROM attribution a JOIN household h ON h.id = a.household_id
         WHERE h.area_code ~ ('^' || $1) AND a.period >= $2 AND a.period <= $3), 0) AS attributed,
       (SELECT count(DISTINCT (household_id, cooperative_id)) FROM mine WHERE destination ~ '^bank:')::int AS paying`,
    [code, from, to],
  );
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  return {
    accrued: BigInt(row.accrued),
    paid: BigInt(row.paid),
    attributed: BigInt(row.attributed),
    paying: row.paying,
  };
}

async function figuresAreTheLedgers(): Promise<void> {
  for (const span of SPANS)
    for (const [code, below] of [
      ["341021", 9],
      ["341021203", 12],
      [HERE, 12],
      [THERE, 12],
    ] as const) {
      const scope = { areaPrefixes: ["341021"], areaCode: code, ...span };
      const expected = await byHand(code, span);
      const asked = { ...scope, below, before: { from: "2026-04", to: "2026-04" }, chart: span };
      const { whole, parts, months, byMonth, households } = await areaOverview(
        db(),
        code.length === 12 ? { ...asked, households: { number: 1, size: 1_000 } } : asked,
      );
      const { accruedFen, paidFen, attributedFen } = whole;
      const says = `${code} ${span.from}`;
      expect({ accruedFen, paidFen, attributedFen }, says).toEqual({
        accruedFen: expected.accrued,
        paidFen: expected.paid,
        attributedFen: expected.attributed,
      });
      expect(whole.paidBeforeFen, says).toBe((await byHand(code, { from: "2026-04", to: "2026-04" })).paid);
      for (const part of parts) expect(part.paidFen, part.code).toBe((await byHand(part.code, span)).paid);
      for (const month of months)
        expect(month, says).toMatchObject({
          accruedFen: (await byHand(code, { from: month.period, to: month.period })).accrued,
          paidFen: (await byHand(code, { from: month.period, to: month.period })).paid,
        });
      expect(
        months.reduce((fen, month) => fen + month.paidFen, 0n),
        says,
      ).toBe(expected.paid);
      expect(byMonth, says).toEqual({ accruedFen: expected.accrued, paidFen: expected.paid });
      if (code.length === 12)
        expect(
          households.reduce((fen, one) => fen + one.paidFen, 0n),
          says,
        ).toBe(expected.paid);
      const claims = await linkageClaims(db(), scope);
      expect(
        claims.reduce((fen, claim) => fen + claim.paidFen, 0n),
        says,
      ).toBe(expected.paid);
      expect(
        claims.reduce((count, claim) => count + claim.paid, 0),
        says,
      ).toBe(expected.paying);
    }
}

const KEPT = ["area_month", "household_year", "linkage_year", "household_month"];
async function unbroken(): Promise<void> {
  for (const view of KEPT) expect(await violationsOf(view), view).toEqual([]);
}

test("an area's sums are the ledger's: while nothing is kept, while some of it is due, and when all is kept", async () => {
  expect((await byHand("341021", { from: "2026-01", to: "2026-12" })).accrued).toBeGreaterThan(0n);
  await figuresAreTheLedgers();
  await refreshHouseholdMonths();
  await figuresAreTheLedgers();
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await figuresAreTheLedgers();
  await unbroken();
  await refreshHouseholdMonths();
  expect(await db().householdMonthDue.count()).toBe(0);
  expect(await db().linkageYear.count()).toBe(2);
  await sold();
  await figuresAreTheLedgers();
  await refreshHouseholdMonths();
  await figuresAreTheLedgers();
  await unbroken();
});

test("a household that moves is counted where it is from the same moment, with all its months", async () => {
  const before = await byHand(HERE, SPANS[0] ?? { from: "", to: "" });
  await db().household.update({ where: { id: wang }, data: { areaCode: THERE } });
  expect(await db().householdMonthDue.count()).toBeGreaterThan(0);
  expect(await byHand(HERE, SPANS[0] ?? { from: "", to: "" })).not.toEqual(before);
  await figuresAreTheLedgers();
  await unbroken();
  await refreshHouseholdMonths();
  await figuresAreTheLedgers();
  await unbroken();
  expect(await db().areaMonth.count({ where: { areaCode: HERE } })).toBe(0);
});

test.each([
  ["area_month", "UPDATE area_month SET paid_fen = paid_fen + 1"],
  ["area_month", "DELETE FROM area_month"],
  ["household_year", "UPDATE household_year SET paid[12] = paid[12] + 1"],
  ["household_year", "DELETE FROM household_year"],
  ["linkage_year", "UPDATE linkage_year SET paid[12] = 0"],
])("what is kept of %s and was changed is found, alarmed, and mended: %s", async (view, sql) => {
  await owner.query(sql);
  expect((await violationsOf(view)).length).toBeGreaterThan(0);
  expect((await checkHouseholdMonths()).differing.length).toBeGreaterThan(0);
  await refreshHouseholdMonths();
  await unbroken();
});

test("a month's record is told from the ledger by digests, to the fen, and both ways to a month's money are one", async () => {
  const { rows } = await owner.query<{ period: string; households: string[] }>(
    `SELECT period, array_agg(household_id ORDER BY household_id) AS households FROM household_month
     WHERE income_class <> 'ATTRIBUTED' GROUP BY 1 HAVING count(DISTINCT household_id) > 1 ORDER BY 1`,
  );
  const [month] = rows;
  if (!month) throw new Error("no month with two households");
  const { period, households } = month;
  const closing = () => moneyOfMonth(db(), { areaCode: "341021", period }, "while closing");
  const move = (fen: number) =>
    owner.query(
      `UPDATE household_month SET paid_fen = paid_fen + CASE household_id WHEN $2 THEN $4::int ELSE -$4::int END
       WHERE period = $1 AND household_id IN ($2, $3) AND income_class <> 'ATTRIBUTED'`,
      [period, households[0], households.at(-1), fen],
    );
  expect(await recordIsLedger(db(), period)).toBe(true);
  const fromRecord = await closing();
  expect(fromRecord.money.villages.length).toBeGreaterThan(0);

  await owner.query("INSERT INTO household_month_due (household_id, period) VALUES ($1, $2)", [households[0], period]);
  expect(await recordIsLedger(db(), period)).toBe(false);
  expect(await closing()).toEqual(fromRecord);
  await refreshHouseholdMonths();

  await move(1);
  expect(await recordIsLedger(db(), period)).toBe(false);
  expect(await closing()).toMatchObject({ money: fromRecord.money, differing: 2 });
  await move(-1);
  expect(await recordIsLedger(db(), period)).toBe(true);
});
