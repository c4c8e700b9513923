import { beforeAll, expect, test } from "vitest";
import { aCooperative, aLot, aSale, payAndPost, releaseSale, SOLD_AT, type Sale } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { accountMovements, findJournalById, listJournals } from "~/benefits/ledger-store.server";
import { newId } from "~/kernel/ids";
import { periodOf, shiftPeriod } from "~/kernel/period";
import { db } from "~/platform/db.server";

const FIRST = { number: 1, size: 50 };
const period = periodOf(SOLD_AT);

let sale: Sale;
let orderNumber: string;

beforeAll(async () => {
  const cooperativeId = await aCooperative();
  const { id: householdId } = await aHousehold();
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [{ householdId, grams: 40_000, priceFen: 600n }]);
  sale = await aSale([{ lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }] }]);
  await payAndPost(await aSale([{ lines: [{ unitPriceFen: 990n, quantity: 1, picks: [{ lot, grams: 2_500 }] }] }]));
  await releaseSale(sale);
  const order = await db().order.findUniqueOrThrow({ where: { id: sale.orderId }, select: { number: true } });
  orderNumber = order.number;
});

test("an order's number finds its journals and no other's", async () => {
  const { rows, total } = await listJournals(db(), { about: orderNumber }, FIRST);
  expect(rows.map(({ kind }) => kind)).toEqual(["RELEASE", "SALE"]);
  expect(total).toBe(2);
  const [, sold] = rows;
  expect((await listJournals(db(), { about: sold?.id }, FIRST)).rows.map(({ id }) => id)).toEqual([sold?.id]);
});

test("kind and month narrow the list, nonsense finds nothing", async () => {
  const sales = await listJournals(db(), { kind: "SALE", period }, FIRST);
  expect(new Set(sales.rows.map(({ kind }) => kind))).toEqual(new Set(["SALE"]));
  expect((await listJournals(db(), { kind: "SALE", period: shiftPeriod(period, -30) }, FIRST)).total).toBe(0);
  expect((await listJournals(db(), { about: "' OR 1=1 --" }, FIRST)).total).toBe(0);
});

test("what leaves one account enters another: in, out and balances of all accounts agree", async () => {
  const accounts = await accountMovements(db(), period);
  const sum = (pick: (row: (typeof accounts)[number]) => bigint) =>
    accounts.reduce((total, row) => total + pick(row), 0n);
  expect(sum((row) => row.balanceFen)).toBe(0n);
  expect(sum((row) => row.inFen)).toBe(sum((row) => row.outFen));
  expect(accounts.map(({ account }) => account)).toContain("household:*:payable");
  const plain = await db().$queryRaw`
    SELECT regexp_replace(account, ':(?:[0-9a-f-]{36}|[0-9]{6,12})', ':*') AS account,
      coalesce(sum(amount) FILTER (WHERE amount > 0 AND period = ${period}), 0)::bigint AS "inFen",
      coalesce(-sum(amount) FILTER (WHERE amount < 0 AND period = ${period}), 0)::bigint AS "outFen", sum(amount)::bigint AS "balanceFen"
    FROM (SELECT destination AS account, amount_fen AS amount, period FROM posting
      UNION ALL SELECT source, -amount_fen, period FROM posting) AS side
    GROUP BY 1 ORDER BY 1`;
  expect(accounts).toEqual(plain);
  expect(accounts.some(({ account }) => /[0-9a-f]{8}-/.test(account))).toBe(false);
});

test("a journal opens to its postings, whole and unchanged", async () => {
  const [row] = (await listJournals(db(), { about: sale.orderId, kind: "SALE" }, FIRST)).rows;
  const opened = await findJournalById(db(), row?.id ?? "");
  expect(opened).toMatchObject({ kind: "SALE", sourceId: sale.orderId, hashHolds: true, reversesId: null });
  expect(opened?.postings).toHaveLength(row?.postings ?? 0);
  expect(opened?.postings.reduce((total, { amountFen }) => total + amountFen, 0n)).toBe(row?.movedFen);
  expect(await findJournalById(db(), newId())).toBeUndefined();
  expect(await findJournalById(db(), "nonsense")).toBeUndefined();
});
