import { beforeAll, expect, test } from "vitest";
import { dailySeals, sealJournals } from "~/benefits/seal-journals.server";
import { formatYuan } from "~/kernel/money";
import { addDays, periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { forgetEverything } from "~/platform/per-process.server";
import { loader as sealsFile } from "~/routes/resources/seals-json";
import { loader as monthsFile } from "~/routes/resources/transparency-csv";
import { loader as openLedgerPage } from "~/routes/shop/transparency";
import { declaredAndPaid, reachedHouseholds } from "~/routes/shop/transparency-store.server";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT, type ALot, type Sale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { visit } from "../cooperative-console/visit";

// A village of six households that sell through a cooperative, and one household of another village that sells alone.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const NOW = new Date();

let cooperativeId: string;
let first: Sale;
let lots: readonly ALot[];

const sell = (lot: ALot, unitPriceFen: bigint) =>
  aSale([{ lines: [{ unitPriceFen, picks: [{ lot, grams: 6_000 }] }], freightFen: 800n }]);

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  const members = await Promise.all(Array.from({ length: 6 }, () => aHousehold({ areaCode: VILLAGE })));
  for (const { id } of members) await joined(cooperativeId, id);
  const alone = await aHousehold({ areaCode: NEIGHBOUR });
  lots = [
    await aLot(
      { kind: "COOPERATIVE", id: cooperativeId },
      members.map(({ id: householdId }) => ({ householdId, grams: 10_000, priceFen: 600n })),
    ),
    await aLot({ kind: "HOUSEHOLD", id: alone.id }, [{ householdId: alone.id, grams: 10_000, priceFen: 600n }]),
  ];
  const [ofMembers, ofOne] = lots as readonly [ALot, ALot];
  first = await sell(ofMembers, 12_000n);
  await sealJournals({ now: new Date("2026-03-10T15:59:59Z") });
  await sell(ofOne, 3_000n);
  await sealJournals({ now: new Date("2026-03-10T16:00:00Z") }); // midnight in Beijing
  await releaseSale(first);
  await sealJournals({ now: RELEASED_AT });
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await aRefund(first, [[0, 1_200n]], { at: addDays(RELEASED_AT, 1) });
  await sealJournals({ now: addDays(RELEASED_AT, -1) }); // by a worker whose clock is behind
}, 120_000);

test("each day's last seal, found by the index, is the one that a look at all seals finds", async () => {
  const all = await db().$queryRaw`
    SELECT DISTINCT ON (day) day, sequence::text AS sequence, hash FROM (
      SELECT to_char(sealed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, sequence, hash FROM seal) s
    ORDER BY day DESC, s.sequence::bigint DESC`;
  const found = await dailySeals(db());
  expect(found.map(({ day }) => day)).toEqual(["2026-03-25", "2026-03-11", "2026-03-10"]);
  expect(found).toEqual(all);
  expect(await dailySeals(db(), { most: 2 })).toEqual(found.slice(0, 2));
  expect(JSON.parse(await (await sealsFile()).text())).toMatchObject({ seals: found.toReversed() });
});

test("households reached and paid, and whom a cooperative paid, are what the postings say", async () => {
  const [plain] = await db().$queryRaw<[Record<string, unknown>]>`
    SELECT count(DISTINCT household_id) FILTER (WHERE source LIKE 'order:%')::int AS households,
      count(DISTINCT household_id) FILTER (WHERE destination LIKE 'bank:%')::int AS "paidHouseholds",
      (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%'), 0)
       - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'bank:%'), 0))::bigint AS "paidFen"
    FROM posting WHERE part = 'HOUSEHOLD'`;
  expect(await reachedHouseholds(db())).toEqual(plain);
  expect(plain).toMatchObject({ households: 7, paidHouseholds: 6 });
  const months = (from: string, to: string) => declaredAndPaid(db(), { from, to });
  expect(await months("2026-03", "2026-03")).toMatchObject([{ paid: 6 }]);
  expect(await months("2026-04", periodOf(NOW))).toMatchObject([{ paid: 0 }]);
});

test("the page and its file say what was paid and what reached households, and of the one alone nothing", async () => {
  const page = async () => (await visit(openLedgerPage, paths.shop("zh").transparency())).data as Page;
  const before = await page();
  const [ordered] = await db().$queryRaw<[{ paid: number }]>`
    SELECT sum(total_fen)::int AS paid FROM customer_order WHERE state = 'PAID'`;
  const [ofVillage] = await db().$queryRaw<[{ fen: number }]>`
    SELECT (sum(p.amount_fen) FILTER (WHERE p.source LIKE 'order:%') - coalesce(sum(p.amount_fen) FILTER (WHERE p.destination LIKE 'order:%'), 0))::int AS fen
    FROM posting p JOIN household h ON h.id = p.household_id WHERE p.part = 'HOUSEHOLD' AND h.area_code = ${VILLAGE}`;
  expect(before.totals).toMatchObject({
    orders: 2,
    paidFen: ordered.paid,
    households: 7,
    householdsFen: ofVillage.fen,
  });
  expect(before.months).toMatchObject([{ period: "2026-03", households: 6, leftOut: true }]);
  const file = await (await monthsFile()).text();
  expect(file.split("\r\n").slice(1)).toEqual([
    `2026-03,${VILLAGE},昌溪村,Area ${VILLAGE},6,${formatYuan(BigInt(ofVillage.fen))}`,
  ]);

  // Kept for a while, and it says of when.
  await sell(lots[0] as ALot, 5_000n);
  expect(await page()).toEqual(before);
  expect(before.asOf).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  forgetEverything();
  expect((await page()).totals.orders).toBe(3);
});

type Page = {
  readonly asOf: string;
  readonly totals: Readonly<Record<string, number | null>>;
  readonly months: readonly Readonly<Record<string, unknown>>[];
};
