import type { SerializeFrom } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { loader as areaPage } from "~/routes/official/area";
import { loader as collectivesPage } from "~/routes/official/collectives";
import { loader as linkagePage } from "~/routes/official/linkage";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT } from "#tests/builders/benefits";
import { anApprovedCooperative, aMember } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { visit } from "../cooperative-console/visit";

// What cooperatives declare beside what the ledger says, and what the villages themselves have of the sales.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const MONTH = "2026-03";

let county: Person;
let village: Person;
let cooperativeId: string;

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  [county, village] = [await anOfficial("341021"), await anOfficial(VILLAGE)];
  cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE, declaredHouseholds: 30 });
  const own = await anApprovedCooperative({ areaCode: VILLAGE, kind: "VILLAGE_COLLECTIVE" });
  const seller = await aMember(cooperativeId, { areaCode: VILLAGE });
  await aMember(cooperativeId, { areaCode: VILLAGE });
  await aMember(cooperativeId, { areaCode: NEIGHBOUR });
  const guest = await aHousehold({ areaCode: VILLAGE });
  await db().linkageAgreement.create({
    data: {
      id: crypto.randomUUID(),
      cooperativeId,
      householdId: guest.id,
      flow: "WAGE",
      terms: "采摘用工",
      version: 1,
      startsOn: new Date("2026-01-01"),
    },
  });
  const row = { householdId: seller, grams: 40_000, priceFen: 600n };
  const [lot, ownLot] = [
    await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [row]),
    await aLot({ kind: "COOPERATIVE", id: own }, [row]),
  ];
  const rates = { rates: { villageBps: 200 } };
  const sale = await aSale([{ lines: [{ unitPriceFen: 10_000n, picks: [{ lot, grams: 7_500 }] }] }], rates);
  const ofOwn = await aSale([{ lines: [{ unitPriceFen: 20_000n, picks: [{ lot: ownLot, grams: 7_500 }] }] }], rates);
  for (const sold of [sale, ofOwn]) await releaseSale(sold);
  await aRefund(sale, [[0, 2_500n]]);
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
}, 120_000);

type Linkage = SerializeFrom<typeof linkagePage>;
type Area = SerializeFrom<typeof areaPage>;
type Collectives = SerializeFrom<typeof collectivesPage>;

const linkage = async (person: Person, query: Record<string, string>) =>
  (await visit(linkagePage, paths.gov.linkage({ from: "2026-01", to: "2026-12", ...query }), person.cookie))
    .data as Linkage;

test("each count beside a cooperative's claim opens as the list of exactly these households", async () => {
  const span = { month: MONTH, span: "rolling" };
  for (const [person, code, members] of [
    [county, "341021", 3],
    [village, VILLAGE, 2],
  ] as const) {
    const area = (await visit(areaPage, paths.gov.area(code, span), person.cookie, { code })).data as Area;
    const claim = area.claims.find(({ id }) => id === cooperativeId);
    expect(claim).toMatchObject({ declared: 30, members, paid: 1 });
    for (const [who, count] of [
      ["members", members],
      ["agreements", 1],
      ["paid", 1],
    ] as const) {
      const list = await linkage(person, { area: code, coop: cooperativeId, who });
      expect([who, list.totals.households, list.page.total]).toEqual([who, count, count]);
      expect(new Set(list.rows.map(({ householdId }) => householdId)).size).toBe(count);
      expect(list.cooperatives.find(({ id }) => id === cooperativeId)?.[who]).toBe(count);
    }
    const paid = await linkage(person, { area: code, coop: cooperativeId, who: "paid" });
    expect(paid.totals.paidFen).toBe(claim?.paidFen);
  }
  // Whoever has nothing by the cooperative stands there with nothing; nonsense is everybody who has.
  const members = await linkage(county, { area: "341021", coop: cooperativeId, who: "members" });
  expect(members.rows.filter(({ flow }) => flow === null)).toMatchObject([
    { paidFen: 0, accruedFen: 0, member: true },
    { paidFen: 0, accruedFen: 0, member: true },
  ]);
  expect((await linkage(county, { coop: cooperativeId, who: "everybody" })).totals.households).toBe(1);
});

test("a village's collective income is its part of the sales and what the collective sold, less refunds, entry by entry", async () => {
  const set = (areaCode: string, goal: bigint) =>
    db().areaTarget.create({
      data: { id: crypto.randomUUID(), areaCode, year: 2026, key: "COLLECTIVE_INCOME", goal, source: "计划" },
    });
  await set("341021", 10_000n);
  await set(VILLAGE, 1n);
  const collectives = async (person: Person, area: string) =>
    visit(collectivesPage, paths.gov.collectives({ area, month: MONTH }), person.cookie);
  const shown = (await collectives(county, "341021")).data as Collectives;

  // By hand: everything between the two accounts and whatever is no bank.
  const postings = await db().posting.findMany({ where: { period: { gte: "2026-01", lte: MONTH } } });
  const net = (account: RegExp) =>
    postings.reduce((sum, { source, destination, amountFen }) => {
      if (account.test(destination) && !source.startsWith("bank:")) return sum + Number(amountFen);
      return account.test(source) && !destination.startsWith("bank:") ? sum - Number(amountFen) : sum;
    }, 0);
  const collective = await db().cooperative.findFirstOrThrow({ where: { kind: "VILLAGE_COLLECTIVE" } });
  const shareFen = net(new RegExp(`^village:${VILLAGE}:payable$`));
  const ownFen = net(new RegExp(`^cooperative:${collective.id}:payable$`));
  expect(shareFen).toBeGreaterThan(0);
  expect(ownFen).toBeGreaterThan(shareFen);
  expect(shown.villages).toEqual([
    {
      code: VILLAGE,
      name: "昌溪村",
      shareFen,
      ownFen,
      fen: shareFen + ownFen,
      goalFen: 1,
      met: true,
    },
    { code: NEIGHBOUR, name: "双源村", shareFen: 0, ownFen: 0, fen: 0, goalFen: 10_000, met: false },
  ]);
  expect(shown.entries).toBeNull();

  const { entries } = (await collectives(village, VILLAGE)).data as Collectives;
  expect(entries).toMatchObject({ ok: true, fen: shareFen + ownFen });
  expect(entries?.rows.reduce((sum, { fen }) => sum + fen, 0)).toBe(shareFen + ownFen);
  expect(entries?.rows.some(({ fen }) => fen < 0)).toBe(true);
  expect((await collectives(village, NEIGHBOUR)).status).toBe(404);
  expect((await collectives(village, "341021")).status).toBe(404);

  // The area's page says how many of its villages are there, and a village's where it stands itself.
  const targetOf = async (code: string) => {
    const address = paths.gov.area(code, { month: MONTH });
    const page = (await visit(areaPage, address, county.cookie, { code })).data as Area;
    return page.targets.find(({ key }) => key === "COLLECTIVE_INCOME");
  };
  expect(await targetOf("341021")).toMatchObject({ measured: "1 / 2 村达到", met: false });
  expect(await targetOf(NEIGHBOUR)).toMatchObject({ measured: "0.00 元", met: false });
});
