import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { checkHouseholdMonths } from "~/benefits/check-household-months.server";
import { householdRecord } from "~/benefits/household-income-store.server";
import { proposeDeclaredIncome } from "~/benefits/propose-declared-income.server";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { areaTotals } from "~/benefits/region-income-store.server";
import { sum } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { areasBelow, householdsOfVillage } from "#tests/builders/income";
import { startWebServer, type WebServer } from "#tests/setup/web-server";
import { textOf, visit } from "./browse";

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const NOW = new Date("2026-04-20T02:00:00Z");
const ALL = { from: "2026-01", to: "2026-12" };

let server: WebServer;
let village: Person;
let township: Person;
let wang: { id: string; number: string };
let li: { id: string; number: string };

async function aSoldLot(at: { refundFen?: bigint } = {}) {
  const cooperativeId = await anApprovedCooperative();
  await joined(cooperativeId, wang.id);
  await joined(cooperativeId, li.id);
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: wang.id, grams: 40_000, priceFen: 600n },
    { householdId: li.id, grams: 25_500, priceFen: 600n },
  ]);
  const sale = await aSale([
    { lines: [{ unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] }], freightFen: 0n },
  ]);
  if (at.refundFen !== undefined) await aRefund(sale, [[0, at.refundFen]]);
  return sale;
}

beforeAll(async () => {
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(NEIGHBOUR, "双源村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  wang = await aHousehold({ areaCode: VILLAGE, headName: "王金贵" });
  li = await aHousehold({ areaCode: NEIGHBOUR, headName: "李银花" });
  await db().incomeLine.create({
    data: {
      id: crypto.randomUUID(),
      areaCode: "341021",
      year: 2026,
      kind: "MONITORING",
      fenPerPerson: 100_000n,
      source: "县文件",
      recordedAt: new Date("2025-01-01T00:00:00Z"),
    },
  });
  server = await startWebServer();
}, 240_000);

afterAll(() => server?.stop());

/** The ledger's own words, without any of the project's SQL. */
async function summed(): Promise<{ accrued: bigint; paid: bigint; attributed: bigint }> {
  const [row] = await db().$queryRaw<[{ accrued: bigint; paid: bigint; attributed: bigint }]>`
    SELECT (SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE destination ~ '^household:.*:payable$' AND source !~ '^bank:')::bigint
      - (SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE source ~ '^household:.*:payable$' AND destination !~ '^bank:')::bigint AS accrued,
      (SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE source ~ '^household:' AND destination ~ '^bank:')::bigint AS paid,
      (SELECT coalesce(sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END), 0) FROM attribution WHERE household_id IS NOT NULL)::bigint AS attributed`;
  return row;
}

async function atEveryLevel() {
  const scope = { areaPrefixes: ["341021"], ...ALL };
  const county = await areaTotals(db(), { ...scope, areaCode: "341021" });
  const townships = await areasBelow(scope, "341021", 9);
  const villages = await areasBelow(scope, "341021203", 12);
  const households = [...(await householdsOfVillage(scope, VILLAGE)), ...(await householdsOfVillage(scope, NEIGHBOUR))];
  return [[county], townships, villages, households].map((level) => ({
    accrued: sum(level.map(({ accruedFen }) => accruedFen)),
    paid: sum(level.map(({ paidFen }) => paidFen)),
    attributed: sum(level.map(({ attributedFen }) => attributedFen)),
  }));
}

test("every level says what the ledger says: before the record is kept, half kept, kept, and after more sales", async () => {
  const sale = await aSoldLot({ refundFen: 1_995n });
  await releaseSale(sale);
  const levels = async () => {
    const expected = await summed();
    expect(expected.accrued).toBeGreaterThan(0n);
    for (const level of await atEveryLevel()) expect(level).toEqual(expected);
  };
  expect(await db().householdMonth.count()).toBe(0);
  await levels();
  expect((await refreshHouseholdMonths()).refreshed).toBeGreaterThan(0);
  expect(await db().householdMonthDue.count()).toBe(0);
  await levels();
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await aSoldLot();
  expect(await db().householdMonthDue.count()).toBeGreaterThan(0);
  await levels();
  await Promise.all([refreshHouseholdMonths(), refreshHouseholdMonths(), aSoldLot()]);
  await levels();
  await refreshHouseholdMonths();
  await levels();
  expect(await db().$queryRaw`SELECT * FROM invariant_household_month`).toEqual([]);
});

test("a kept figure that was changed is found, alarmed, and mended from the ledger", async () => {
  const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
  await owner.connect();
  await owner.query(
    "UPDATE household_month SET accrued_fen = accrued_fen + 1 WHERE household_id = $1 AND income_class = 'BUSINESS'",
    [wang.id],
  );
  await owner.end();
  expect((await checkHouseholdMonths()).differing.length).toBeGreaterThan(0);
  await refreshHouseholdMonths();
  expect(await checkHouseholdMonths()).toEqual({ differing: [] });
});

test("a declaration counts when another person has approved it, stands apart, and never touches the platform's figures", async () => {
  const record = () => householdRecord(db(), { areaPrefixes: ["341021"], householdId: wang.id, ...ALL });
  const before = await record();
  const declared = {
    actor: village.actor,
    householdId: wang.id,
    period: "2026-03",
    flow: "MIGRANT_WAGE",
    organisation: "杭州某厂",
    product: "",
    quantity: "",
    basis: "月工资 4,200 减生活费 1,500",
    grossFen: 270_000n,
    costFen: 0n,
    source: "DECLARED",
    evidence: "工资条 3 月",
    now: NOW,
  } as const;
  expect(await proposeDeclaredIncome({ ...declared, costFen: 1n })).toMatchObject({
    failure: { kind: "cost-without-business" },
  });
  expect(await proposeDeclaredIncome({ ...declared, period: "2026-05" })).toMatchObject({
    failure: { kind: "month-to-come" },
  });
  expect(await proposeDeclaredIncome({ ...declared, grossFen: -1n })).toMatchObject({ failure: { kind: "amount" } });
  expect(await proposeDeclaredIncome({ ...declared, evidence: " " })).toMatchObject({
    failure: { kind: "evidence-missing" },
  });
  const stranger = await anOfficial("511129");
  expect(await proposeDeclaredIncome({ ...declared, actor: stranger.actor })).toMatchObject({
    failure: { kind: "not-found" },
  });

  const proposed = await proposeDeclaredIncome(declared);
  if (!proposed.ok) throw new Error(proposed.failure.kind);
  const { declaredId } = proposed.value;
  expect(await record()).toEqual({ ...before, declarationsWaiting: 1 });
  const byVillage = await decideDeclaredIncome({ actor: village.actor, declaredId, approve: true, note: "", now: NOW });
  expect(byVillage).toMatchObject({ failure: { kind: "not-found" } });
  const own = await proposeDeclaredIncome({ ...declared, actor: township.actor });
  if (!own.ok) throw new Error("declared");
  expect(
    await decideDeclaredIncome({
      actor: township.actor,
      declaredId: own.value.declaredId,
      approve: true,
      note: "",
      now: NOW,
    }),
  ).toMatchObject({ failure: { kind: "own" } });
  const both = await Promise.all([
    decideDeclaredIncome({ actor: township.actor, declaredId, approve: true, note: "", now: NOW }),
    decideDeclaredIncome({ actor: (await anOfficial("341021")).actor, declaredId, approve: true, note: "", now: NOW }),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);

  const after = await record();
  expect(after).toMatchObject({
    paidFen: before?.paidFen,
    accruedFen: before?.accruedFen,
    declaredNetFen: 270_000n,
    completeNetFen: (before?.netPaidFen ?? 0n) + 270_000n,
  });
  await expect(db().declaredIncome.update({ where: { id: declaredId }, data: { grossFen: 1n } })).rejects.toThrow();
  // A gift is shown and not counted.
  const gift = await proposeDeclaredIncome({ ...declared, flow: "GIFT", grossFen: 50_000n });
  if (!gift.ok) throw new Error("declared");
  await decideDeclaredIncome({
    actor: township.actor,
    declaredId: gift.value.declaredId,
    approve: true,
    note: "",
    now: NOW,
  });
  expect((await record())?.declaredNetFen).toBe(270_000n);
  const correction = await proposeDeclaredIncome({ ...declared, grossFen: -70_000n, correctsId: declaredId });
  if (!correction.ok) throw new Error(correction.failure.kind);
  await decideDeclaredIncome({
    actor: township.actor,
    declaredId: correction.value.declaredId,
    approve: true,
    note: "",
    now: NOW,
  });
  expect((await record())?.declaredNetFen).toBe(200_000n);

  const page = textOf(await visit(server, township, paths.gov.householdIncome(wang.id, { month: "2026-11" })));
  expect(page).toContain("申报净收入（已核定）¥2,000.00");
  const area = textOf(await visit(server, township, paths.gov.area("341021203", { month: "2026-11" })));
  expect(area).toContain("¥2,000.00申报收入（已核定）");
  expect(area).toContain("50.00 %监测线以上的户");
});

test("the register's year runs from October to September", async () => {
  const page = textOf(
    await visit(server, township, paths.gov.householdIncome(wang.id, { month: "2026-09", span: "octsep" })),
  );
  expect(page).toContain("2025 年 10 月至 2026 年 9 月");
});
