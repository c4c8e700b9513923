import type { SerializeFrom } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { decideDeclaredIncome } from "~/benefits/decide-declared-income.server";
import { proposeDeclaredIncome } from "~/benefits/propose-declared-income.server";
import { recordIntake } from "~/benefits/record-intake.server";
import { refreshHouseholdMonths } from "~/benefits/refresh-household-months.server";
import { reverseIntake } from "~/benefits/reverse-intake.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { action as moveForm, loader as areaPage } from "~/routes/official/area";
import { loader as closePage } from "~/routes/official/close";
import { loader as listPage } from "~/routes/official/households";
import { action as targetForm } from "~/routes/official/targets";
import { loader as entriesPage } from "~/routes/official/household-entries";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { registerErrors } from "~/households/register-book-store.server";
import type { StatusEventType } from "~/households/status";
import { rateOf, rateText } from "~/regions/target";
import { areaReportBody, type AreaReportBody } from "~/settlement/area-report-store.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aLot, aRefund, aSale, releaseSale, RELEASED_AT, SOLD_AT, violationsOf } from "#tests/builders/benefits";
import { anApprovedCooperative, joined } from "#tests/builders/cooperatives";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { payOut } from "#tests/builders/settlement";
import { aDelivery, aProduct } from "#tests/builders/supply";
import { errorsOf, submit, visit } from "../cooperative-console/visit";

// Two villages of one township and one of another, five households, everything the ledger knows; each figure of each page of the
// desk beside SQL that shares nothing with the project's.

const VILLAGE = "341021203201";
const NEIGHBOUR = "341021203202";
const OTHER = "341021204201";
const MONTH = "2026-03";
const NOW = new Date("2026-04-03T02:00:00Z");

let county: Person;
let village: Person;
let township: Person;
const households: { id: string; areaCode: string }[] = [];
let intakeId: string;

beforeAll(async () => {
  for (const [code, name] of [
    [VILLAGE, "昌溪村"],
    [NEIGHBOUR, "双源村"],
    [OTHER, "别村"],
  ] as const)
    await aVillage(code, name);
  county = await anOfficial("341021");
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
  const cooperativeId = await anApprovedCooperative({ areaCode: VILLAGE });
  for (const areaCode of [VILLAGE, VILLAGE, NEIGHBOUR, OTHER, OTHER]) {
    const { id } = await aHousehold({ areaCode });
    await joined(cooperativeId, id);
    households.push({ id, areaCode });
  }
  const id = (index: number) => households[index]?.id ?? "";
  await db().incomeLine.create({
    data: {
      id: crypto.randomUUID(),
      areaCode: "341021",
      year: 2026,
      kind: "MONITORING",
      fenPerPerson: 1_500n,
      source: "县文件",
      recordedAt: new Date("2025-01-01T00:00:00Z"),
    },
  });
  const lot = await aLot({ kind: "COOPERATIVE", id: cooperativeId }, [
    { householdId: id(0), grams: 40_000, priceFen: 600n },
    { householdId: id(1), grams: 25_500, priceFen: 600n },
    { householdId: id(2), grams: 30_000, priceFen: 480n },
    { householdId: id(3), grams: 10_000, priceFen: 480n },
  ]);
  const line = { unitPriceFen: 3_990n, quantity: 3, picks: [{ lot, grams: 7_500 }] };
  const sale = await aSale([{ lines: [line], freightFen: 800n }]);
  await aRefund(sale, [[0, 1_995n]]);
  await releaseSale(sale);
  const delivered = await recordIntake(
    aDelivery({ cooperativeId, productId: await aProduct(), householdId: id(0), mode: "BOUGHT_OUT", at: SOLD_AT }),
  );
  if (!delivered.ok) throw new Error(delivered.failure.kind);
  intakeId = delivered.value.intakeId;
  await (await payOut({ kind: "PLATFORM" }, RELEASED_AT)).finish();
  await aSale([{ lines: [{ ...line, quantity: 1, picks: [{ lot, grams: 2_500 }] }] }]);
  const wage = await proposeDeclaredIncome({
    actor: village.actor,
    householdId: id(1),
    period: MONTH,
    flow: "MIGRANT_WAGE",
    organisation: "厂",
    product: "",
    quantity: "",
    basis: "工资",
    grossFen: 9_000n,
    costFen: 0n,
    source: "DECLARED",
    evidence: "工资条",
    now: NOW,
  });
  if (!wage.ok) throw new Error(wage.failure.kind);
  const { declaredId } = wage.value;
  await decideDeclaredIncome({ actor: township.actor, declaredId, approve: true, note: "", now: NOW });
  await refreshHouseholdMonths();
}, 180_000);

const page = async (code: string, person = county) =>
  (await visit(areaPage, paths.gov.area(code, { month: MONTH, span: "month" }), person.cookie, { code }))
    .data as SerializeFrom<typeof areaPage>;

/** The same figures out of the ledger's rows one by one, without a line of the project's SQL. */
async function byHand(code: string) {
  const members = households.filter(({ areaCode }) => areaCode.startsWith(code)).map(({ id }) => id);
  const postings = await db().posting.findMany({ where: { householdId: { in: members }, period: MONTH } });
  const paidOf = new Map<string, number>(members.map((id) => [id, 0]));
  let accrued = 0;
  for (const { source, destination, amountFen, householdId } of postings) {
    const fen = Number(amountFen);
    if (destination.startsWith("bank:")) paidOf.set(householdId ?? "", (paidOf.get(householdId ?? "") ?? 0) + fen);
    if (/^household:.*:payable$/.test(destination) && !source.startsWith("bank:")) accrued += fen;
    if (/^household:.*:payable$/.test(source) && !destination.startsWith("bank:")) accrued -= fen;
  }
  const attributions = await db().attribution.findMany({ where: { householdId: { in: members }, period: MONTH } });
  const attributed = new Map<string, number>();
  for (const { kind, amountFen, householdId } of attributions)
    attributed.set(
      householdId ?? "",
      (attributed.get(householdId ?? "") ?? 0) + (kind === "SALE" ? 1 : -1) * Number(amountFen),
    );
  const received = [...paidOf.values()].filter((fen) => fen > 0).toSorted((a, b) => a - b);
  const sum = (values: Iterable<number>) => [...values].reduce((all, one) => all + one, 0);
  return {
    households: members.length,
    people: members.length * 2,
    paidFen: sum(paidOf.values()),
    accruedFen: accrued,
    attributedFen: sum(attributed.values()),
    sellingHouseholds: [...attributed.values()].filter((fen) => fen > 0).length,
    medianFen: received[Math.ceil(received.length / 2) - 1] ?? null,
    received: received.length,
  };
}

test.each(["341021", "341021203", "341021204", VILLAGE, NEIGHBOUR, OTHER])(
  "%s says what the ledger's rows say, and is the sum of what is below it",
  async (code) => {
    const shown = await page(code);
    const { medianFen, received, ...expected } = await byHand(code);
    expect(shown.totals).toMatchObject(expected);
    expect(shown.spread.medianFen).toBe(medianFen);
    expect(shown.spread.meanFen).toBe(received === 0 ? null : Math.round(expected.paidFen / received));
    expect([shown.checks.paidOk, shown.checks.accruedOk]).toEqual([true, true]);
    const below = [...shown.children, ...shown.households];
    for (const measure of ["paidFen", "accruedFen", "attributedFen", "pendingFen"] as const)
      expect(
        below.reduce((all, one) => all + one[measure], 0),
        measure,
      ).toBe(shown.totals[measure]);
    if (!shown.area.isVillage)
      expect(below.reduce((all, one) => all + ("households" in one ? one.households : 0), 0)).toBe(expected.households);
  },
);

test("a scope sees its own part of an area, and nothing of the rest", async () => {
  const { totals } = await page("341021203", township);
  expect(totals).toMatchObject({ households: 3 });
  expect((await visit(areaPage, paths.gov.area("341021"), township.cookie, { code: "341021" })).status).toBe(404);
  // Those above the line: paid, less costs, with approved declarations, per head.
  const { spread } = await page("341021");
  const above = await db().$queryRaw<[{ above: number }]>`
    SELECT count(*)::int AS above FROM (
      SELECT h.id, (SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE household_id = h.id AND period = ${MONTH} AND destination LIKE 'bank:%')
        + (SELECT coalesce(sum(gross_fen - cost_fen), 0) FROM declared_income WHERE household_id = h.id AND period = ${MONTH} AND state = 'APPROVED') AS net
      FROM household h) n WHERE net >= 1500 * 2`;
  expect(spread).toMatchObject({ measured: 5, above: above[0].above, lineFen: 1_500 });
  expect(above[0].above).toBeGreaterThan(0);
});

test("every count of an area opens as a list of exactly so many households", async () => {
  const { totals, spread } = await page("341021");
  expect(spread.above).toBeLessThan(spread.measured);
  for (const [has, count] of [
    ["earning", totals.earningHouseholds],
    ["selling", totals.sellingHouseholds],
    ["stable", totals.stableHouseholds],
    ["declared", 1],
    ["above", spread.above],
    ["below", spread.measured - spread.above],
  ] as const) {
    const address = paths.gov.households({ area: "341021", month: MONTH, span: "month", has });
    const list = (await visit(listPage, address, county.cookie)).data as SerializeFrom<typeof listPage>;
    expect([list.page.total, list.rows.length], has).toEqual([count, count]);
    expect(count, has).toBeGreaterThan(0);
  }
});

test("a target is set with its paper, shown with what was reached and the rows behind it, and taken away again", async () => {
  const form = {
    step: "set",
    area: "341021203",
    key: "INCIDENCE",
    year: "2026",
    goal: "2.5",
    source: "乡政发〔2026〕3 号",
  };
  const send = (person: Person, changed: Partial<typeof form>) =>
    submit(targetForm, paths.gov.targets(), person.cookie, { ...form, ...changed });
  for (const [field, value] of [
    ["goal", "百分之三"],
    ["goal", "101"],
    ["goal", "-1"],
    ["year", "一八年"],
    ["source", "  "],
    ["key", "HAPPINESS"],
  ] as const) {
    const refused = await send(township, { [field]: value });
    expect([value, refused.status, Object.keys(errorsOf(refused))]).toEqual([value, 422, [field]]);
  }
  expect((await send(township, { area: "341021204" })).status).toBe(422);
  expect((await send(village, {})).status).toBe(404);
  expect(await db().areaTarget.count()).toBe(0);

  expect((await send(township, {})).location).toBe(paths.gov.targets({ done: "set" }));
  const { targets, spread } = await page("341021203", township);
  expect(targets).toEqual([
    {
      key: "INCIDENCE",
      label: "监测线以下农户比例",
      goal: "不高于 2.50 %",
      measured: rateText(rateOf(spread.measured - spread.above, spread.measured)),
      met: false,
      source: "乡政发〔2026〕3 号（2026 年）",
    },
  ]);
  expect((await page("341021204")).targets).toEqual([]);
  await send(county, { goal: "100", source: "县政发〔2026〕9 号" });
  expect((await page("341021203")).targets[0]).toMatchObject({ goal: "不高于 100.00 %", met: true });

  expect((await send(village, { step: "drop" })).status).toBe(404);
  expect((await send(county, { step: "drop" })).status).toBe(302);
  expect((await send(county, { step: "drop" })).status).toBe(404);
  expect(await db().areaTarget.count()).toBe(0);
});

test("an entry says linkage, organisation, product, quantity, basis, voucher, stability and source", async () => {
  const { id } = households[0] ?? { id: "" };
  const { entries } = (
    await visit(entriesPage, paths.gov.householdEntries(id, { month: MONTH }), county.cookie, { id })
  ).data as SerializeFrom<typeof entriesPage>;
  expect(entries.find(({ kind }) => kind === "交货入库")).toMatchObject({
    flow: "订单收购",
    quantity: "10 千克",
    basis: expect.stringMatching(/\d/) as string,
    stable: true,
  });
  expect(entries.filter(({ voucher }) => voucher !== null).length).toBeGreaterThan(0);
  expect(entries.every(({ basis }) => basis !== "—")).toBe(true);
});

// Closed at the present: what was recorded until now is older than the closing, as the invariant looks at it.
async function closed(code: string, people: readonly Person[]): Promise<string> {
  const begun = await beginAreaClose({ actor: systemActor, areaCode: code, period: MONTH, now: new Date() });
  if (!begun.ok) throw new Error(begun.failure.kind);
  for (const { actor } of people) {
    const signed = await signAreaClose({ actor, closeId: begun.value.closeId, remark: "", now: new Date() });
    if (!signed.ok) throw new Error(signed.failure.kind);
  }
  return begun.value.closeId;
}

test("a closed month says what the ledger says; a reversal that comes later stands in an open month and restates it", async () => {
  const closeId = await closed("341021203", [township, county]);
  const { body } = await db().areaReport.findUniqueOrThrow({ where: { closeId } });
  const report = JSON.parse(body) as AreaReportBody;
  const expected = await byHand("341021203");
  expect(report.total).toMatchObject({
    households: 3,
    people: 6,
    accruedFen: String(expected.accruedFen),
    paidFen: String(expected.paidFen),
    attributedFen: String(expected.attributedFen),
    declaredFen: "9000",
  });
  expect(report.parts.map(({ code, households: count }) => [code, count])).toEqual([
    [VILLAGE, 2],
    [NEIGHBOUR, 1],
  ]);
  expect(report.byClass).toEqual([
    { incomeClass: "BUSINESS", accruedFen: String(expected.accruedFen), paidFen: String(expected.paidFen) },
  ]);

  const reversed = await reverseIntake({ actor: systemActor, intakeId, reason: "重量录错", now: NOW });
  expect(reversed.ok).toBe(true);
  expect(await areaReportBody(db(), closeId)).toBe(body);
  const { report: shown } = (await visit(closePage, paths.gov.close(closeId), county.cookie, { id: closeId }))
    .data as SerializeFrom<typeof closePage>;
  expect(shown).toMatchObject({ same: true, restated: { entries: 1 } });
  expect(shown?.restated.accrued).toBe(((expected.accruedFen - 6_000) / 100).toFixed(2));
  for (const view of ["closed_area_unchanged", "closed_period", "area_report_hash"])
    expect(await violationsOf(view), view).toEqual([]);
});

test("a village that goes into another leaves its closed month under its old code; its households are counted in the successor", async () => {
  const move = (person: Person, code: string, into: string) =>
    submit(moveForm, paths.gov.area(code), person.cookie, { into }, { code });
  expect((await move(township, NEIGHBOUR, VILLAGE)).status).toBe(404);
  expect(errorsOf(await move(county, NEIGHBOUR, NEIGHBOUR))["into"]).toEqual(["不能并入自己。"]);
  expect((await move(county, NEIGHBOUR, "511129105200")).status).toBe(422);
  // March is closed for the township of the village, and not for the one it is to go to.
  expect(errorsOf(await move(county, NEIGHBOUR, OTHER))["into"]?.[0]).toContain("2026-03 在本村已结账");
  expect(await db().household.count({ where: { areaCode: NEIGHBOUR } })).toBe(1);

  const [close] = await db().periodClose.findMany({ where: { scopeId: "341021203" }, include: { report: true } });
  const closeOfNeighbour = await closed(NEIGHBOUR, [await anOfficial(NEIGHBOUR), township, county]);
  const before = await db().areaReport.findUniqueOrThrow({ where: { closeId: closeOfNeighbour } });
  await closed("341021204", [await anOfficial("341021204"), county]);
  expect((await move(county, NEIGHBOUR, OTHER)).location).toBe(paths.gov.area(NEIGHBOUR));
  expect((await move(county, NEIGHBOUR, VILLAGE)).status).toBe(422);

  const [old, successor] = [await page(NEIGHBOUR), await page(OTHER)];
  expect(old).toMatchObject({ totals: { households: 0 }, moves: { into: { code: OTHER } } });
  expect(successor).toMatchObject({ totals: { households: 3 }, moves: { from: [{ code: NEIGHBOUR }] } });
  expect(await areaReportBody(db(), closeOfNeighbour)).toBe(before.body);
  expect(await areaReportBody(db(), close?.id ?? "")).toBe(close?.report?.body);
  expect(JSON.parse(before.body)).toMatchObject({ areaCode: NEIGHBOUR, total: { households: 1 } });
  for (const view of [
    "closed_area_unchanged",
    "closed_area_frozen",
    "frozen_households_counted",
    "closed_period",
    "area_report_hash",
    "village_moved",
    "household_month",
  ])
    expect(await violationsOf(view), view).toEqual([]);
});

test("who was taken out by mistake is counted and listed by the same events, up to the last day that is shown", async () => {
  const record = async (index: number, type: StatusEventType, effectiveOn: string) => {
    const householdId = households[index]?.id ?? "";
    const recorded = await recordStatusEvent({
      actor: systemActor,
      householdId,
      type,
      effectiveOn,
      evidence: "公示",
      now: NOW,
    });
    expect(recorded).toMatchObject({ ok: true });
  };
  for (const [index, back] of [
    [3, "RETURNED"],
    [4, "ROLLED_BACK"],
  ] as const) {
    await record(index, "NEWLY_IDENTIFIED", "2026-01-10");
    await record(index, "EXITED", "2026-02-10");
    await record(index, back, "2026-03-10");
  }
  for (const [month, wrong] of [
    ["2026-02", 0],
    [MONTH, 2],
  ] as const) {
    const address = paths.gov.households({ area: OTHER, month, span: "month", has: "wrongExit" });
    const list = (await visit(listPage, address, county.cookie)).data as SerializeFrom<typeof listPage>;
    const errors = await registerErrors(db(), ["341021"], OTHER, `${month}-28`);
    expect([list.page.total, errors.returned, errors.exited]).toEqual([wrong, wrong, 2]);
  }
});
