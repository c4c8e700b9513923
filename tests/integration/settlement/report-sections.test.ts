import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { newId } from "~/kernel/ids";
import { addDays } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { submitReport, previewReport } from "~/settlement/submit-report.server";
import type { REPORT_KIND_KEYS } from "~/settlement/periodic-report";
import { reportHash } from "~/settlement/area-report-store.server";
import { loader as reportPage } from "~/routes/official/report";
import { paths } from "~/paths";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { visit } from "../cooperative-console/visit";

// Two years of sales in two villages; what reports say of months, classes and the year before, beside SQL that reads postings and
// knows nothing of the record that reports are read from.

const VILLAGE = "341021203201";
const SIBLING = "341021203202";
const TOWNSHIP = "341021203";
const NOW = new Date("2026-07-03T02:00:00Z");

const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
let village: Person;
let township: Person;
let outsider: Person;

async function sold(householdIds: readonly string[], cooperativeId: string, at: Date, boxes: number) {
  const lot = await aLot(
    { kind: "COOPERATIVE", id: cooperativeId },
    householdIds.map((householdId) => ({ householdId, grams: 40_000, priceFen: 600n })),
  );
  const lines = [{ unitPriceFen: 3_990n, quantity: boxes, picks: [{ lot, grams: boxes * 2_500 }] }];
  const sale = await aSale([{ lines }], { at });
  const released = addDays(at, 15);
  await releaseSale(sale, released);
  await (await payOut({ kind: "PLATFORM" }, released)).finish();
  return sale;
}

beforeAll(async () => {
  await owner.connect();
  await aVillage(VILLAGE, "昌溪村");
  await aVillage(SIBLING, "双源村");
  village = await anOfficial(VILLAGE);
  township = await anOfficial(TOWNSHIP);
  outsider = await anOfficial("511129");
  const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE, declaredHouseholds: 12 });
  const households = [];
  for (const areaCode of [VILLAGE, VILLAGE, VILLAGE, VILLAGE, VILLAGE, VILLAGE, SIBLING])
    households.push(await aHousehold({ areaCode }));
  for (const { id } of households) await joined(cooperativeId, id);
  const [first, second, ...others] = households.map(({ id }) => id) as [string, string, ...string[]];
  const last = others.at(-1) as string;
  // Last year both villages sold; this year only the one, in two months.
  await sold([first, last], cooperativeId, new Date("2025-03-10T02:00:00Z"), 2);
  await sold([first, second], cooperativeId, new Date("2026-02-10T02:00:00Z"), 3);
  const sale = await sold([first], cooperativeId, new Date("2026-05-10T02:00:00Z"), 1);
  await aRefund(sale, [[0, 500n]], { at: new Date("2026-06-10T02:00:00Z"), bearer: "SELLER" });
  const groups = ["一组", "一组", "一组", "一组", "一组", "二组"];
  for (const [index, groupName] of groups.entries())
    await db().household.update({ where: { id: households[index]?.id ?? "" }, data: { groupName } });
  await db().areaTarget.create({
    data: { id: newId(NOW), areaCode: TOWNSHIP, year: 2026, key: "SELLING_HOUSEHOLDS", goal: 3n, source: "乡文件" },
  });
}, 180_000);

afterAll(() => owner.end());

const ask = (kind: (typeof REPORT_KIND_KEYS)[number], period: string) =>
  ({ actor: township.actor, areaCode: TOWNSHIP, kind, period, now: NOW }) as const;

async function bodyOf(asked: Parameters<typeof previewReport>[0]) {
  const preview = await previewReport(asked);
  if (!preview.ok) throw new Error(preview.failure.kind);
  expect(preview.value.differences).toEqual([]);
  return preview.value.body;
}

/** Postings of an area's households, added up one by one. */
async function byHand(area: string, from: string, to: string) {
  const { rows } = await owner.query<{ source: string; destination: string; fen: string; household: string }>(
    `SELECT p.source, p.destination, p.amount_fen AS fen, p.household_id AS household FROM posting p JOIN household h ON h.id = p.household_id
     WHERE h.area_code LIKE $1 || '%' AND p.period BETWEEN $2 AND $3`,
    [area, from, to],
  );
  const isPayable = (account: string) => /^household:.*:payable$/.test(account);
  let [accrued, paid] = [0n, 0n];
  for (const { source, destination, fen } of rows) {
    if (destination.startsWith("bank:")) paid += BigInt(fen);
    else if (source.startsWith("bank:")) paid -= BigInt(fen);
    else if (isPayable(destination)) accrued += BigInt(fen);
    else if (isPayable(source)) accrued -= BigInt(fen);
  }
  return { accruedFen: String(accrued), paidFen: String(paid) };
}

test("a half-year's report has its months, its classes in both years and the year before by place, as the postings say", async () => {
  const body = await bodyOf(ask("HALF_YEAR", "2026-H1"));
  expect(body.version).toBe(2);
  expect(body.total).toMatchObject(await byHand(TOWNSHIP, "2026-01", "2026-06"));
  const months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];
  const byMonth = [];
  for (const period of months) byMonth.push({ period, ...(await byHand(TOWNSHIP, period, period)), declaredFen: "0" });
  expect(body.months).toEqual(byMonth);
  expect(body.months?.filter(({ paidFen }) => paidFen !== "0").length).toBeGreaterThan(1);
  const before = await byHand(TOWNSHIP, "2025-01", "2025-06");
  expect(BigInt(before.paidFen)).toBeGreaterThan(0n);
  expect(body.compared).toMatchObject({
    before: { period: "2025-H2", figures: null },
    yearBefore: { period: "2025-H1", figures: { ...before, earning: 2 } },
  });
  expect(body.byClass).toEqual([{ incomeClass: "BUSINESS", ...(await byHand(TOWNSHIP, "2026-01", "2026-06")) }]);
  expect(body.byClassYearBefore).toEqual([{ incomeClass: "BUSINESS", ...before }]);
  expect(body.parts.map(({ code, paidYearBeforeFen }) => [code, paidYearBeforeFen])).toEqual([
    [VILLAGE, (await byHand(VILLAGE, "2025-01", "2025-06")).paidFen],
    [SIBLING, (await byHand(SIBLING, "2025-01", "2025-06")).paidFen],
  ]);
  expect(body.targets).toMatchObject([
    { key: "SELLING_HOUSEHOLDS", measured: "2 户", met: false, source: "乡文件（2026 年）" },
  ]);
  expect(body.cooperatives).toMatchObject([{ declared: 12, paid: 2 }]);
});

test("each kind has the sections its reader needs, and no household by name", async () => {
  const sections = async (kind: (typeof REPORT_KIND_KEYS)[number], period: string) => {
    const body = await bodyOf(ask(kind, period));
    expect(JSON.stringify(body)).not.toMatch(/王建国|李秀英/);
    const { compared, months, byClassYearBefore, targets, cooperatives } = body;
    return [
      compared?.before?.period,
      compared?.yearBefore.period,
      months?.length,
      byClassYearBefore?.length,
      targets?.length,
      cooperatives.length,
    ];
  };
  expect(await sections("MONTH", "2026-05")).toEqual(["2026-04", "2025-05", undefined, undefined, undefined, 0]);
  expect(await sections("QUARTER", "2026-Q1")).toEqual(["2025-Q4", "2025-Q1", 3, undefined, undefined, 1]);
  expect(await sections("HALF_YEAR", "2026-H1")).toEqual(["2025-H2", "2025-H1", 6, 1, 1, 1]);
  expect(await sections("YEAR", "2025")).toEqual([undefined, "2024", 12, undefined, 0, 1]);
});

test("a village's report lists its groups only where none of them tells of single families", async () => {
  const month = { actor: village.actor, areaCode: VILLAGE, kind: "MONTH", period: "2026-02", now: NOW } as const;
  expect((await bodyOf(month)).groups).toBeUndefined();
  await owner.query("UPDATE household SET group_name = '二组' WHERE area_code = $1", [VILLAGE]);
  for (let more = 0; more < 5; more += 1) await aHousehold({ areaCode: VILLAGE });
  const { groups = [], total, parts } = await bodyOf(month);
  expect(parts).toEqual([]);
  expect(groups.map(({ name, households }) => [name, households])).toEqual([
    ["二组", 6],
    ["第一组", 5],
  ]);
  expect(groups.reduce((sum, { accruedFen }) => sum + BigInt(accruedFen), 0n)).toBe(BigInt(total.accruedFen));
});

test("what is stored holds every section, under its hash, and a kept sum that is one fen off stops a report", async () => {
  await refreshHouseholdMonths();
  const asked = { ...ask("HALF_YEAR", "2026-H1"), remark: "" };
  const [{ period, income_class: incomeClass } = { period: "", income_class: "" }] = (
    await owner.query<{ period: string; income_class: string }>(
      "SELECT period, income_class FROM area_month WHERE area_code = $1 AND period LIKE '2026-%' AND paid_fen > 0 LIMIT 1",
      [VILLAGE],
    )
  ).rows;
  const off = (fen: number) =>
    owner.query(
      "UPDATE area_month SET paid_fen = paid_fen + $4 WHERE area_code = $1 AND period = $2 AND income_class = $3",
      [VILLAGE, period, incomeClass, fen],
    );
  expect((await off(1)).rowCount).toBe(1);
  expect(await submitReport(asked)).toMatchObject({
    failure: { kind: "differs", sentences: [expect.stringMatching(/^到户收入合计 .*，各月之和 .*，相差 0\.01 元。$/)] },
  });
  expect(await db().periodicReport.count()).toBe(0);
  await off(-1);

  const body = await bodyOf(asked);
  const submitted = await submitReport(asked);
  if (!submitted.ok) throw new Error(submitted.failure.kind);
  const stored = await db().periodicReport.findUniqueOrThrow({ where: { id: submitted.value.reportId } });
  expect(JSON.parse(stored.body)).toEqual(JSON.parse(JSON.stringify(body)));
  expect(stored.hash).toBe(reportHash(stored.body));
});

test("a report from before the sections is read as it was written, and by nobody from elsewhere", async () => {
  const { version: _, compared: _compared, months: _months, ...rest } = await bodyOf(ask("QUARTER", "2026-Q1"));
  const parts = rest.parts.map(({ paidYearBeforeFen: _fen, ...part }) => part);
  const text = JSON.stringify({ ...rest, parts });
  const id = newId(NOW);
  await db().periodicReport.create({
    data: {
      id,
      number: "BG2604-9999",
      areaCode: TOWNSHIP,
      kind: "QUARTER",
      period: "2026-Q1",
      body: text,
      hash: reportHash(text),
      remark: "",
      state: "SUBMITTED",
      submittedById: township.userId,
      submittedAt: NOW,
    },
  });
  const { data } = await visit(reportPage, paths.gov.report(id), township.cookie, { id });
  const page = data as { adds: boolean; restated: unknown; report: { body: object } };
  expect(page).toMatchObject({ adds: true, restated: null });
  expect(page.report.body).toEqual(JSON.parse(text));
  expect((await visit(reportPage, paths.gov.report(id), outsider.cookie, { id })).status).toBe(404);
});
