import { beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { assignResponsible } from "~/households/assign-responsible.server";
import { caseloads } from "~/households/caseload-store.server";
import { GUARANTEE_KEYS, type GuaranteeChecks } from "~/households/guarantee";
import { moveVillage } from "~/households/move-village.server";
import { reassignCaseload } from "~/households/reassign-caseload.server";
import { HEAD } from "~/households/member";
import { planVisits } from "~/households/plan-visits.server";
import { recordStatusEvent } from "~/households/record-status-event.server";
import { registerHousehold } from "~/households/register-household.server";
import { recordVisit } from "~/households/record-visit.server";
import { registerEvents } from "~/households/register-book-store.server";
import { newId } from "~/kernel/ids";
import { db, type Transaction } from "~/platform/db.server";
import { parseHouseholdListQuery } from "~/routes/official/household-list-query";
import { householdListRows } from "~/routes/official/household-list-store.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";
import { letGoTogether } from "#tests/setup/locks";

const VILLAGE = "341021203201";
const SIBLING = "341021203202";
const NOW = new Date("2026-11-23T02:00:00Z");
const ZHANG = { personName: "张三", unit: "乡政府" };
const LI = { personName: "李四", unit: "乡政府" };
const NAMESAKE = { personName: "张三", unit: "县水利局" };

let village: Person;
let township: Person;

beforeAll(async () => {
  await aVillage(VILLAGE);
  await aVillage(SIBLING);
  village = await anOfficial(VILLAGE);
  township = await anOfficial("341021203");
});

async function cared(areaCode: string, by: typeof ZHANG, fromOn = "2026-01-10"): Promise<string> {
  const { id } = await aHousehold({ areaCode });
  const given = await assignResponsible({ actor: township.actor, householdId: id, ...by, fromOn, now: NOW });
  if (!given.ok) throw new Error(given.failure.kind);
  return id;
}

const handOver = (actor: Person, change: Partial<Parameters<typeof reassignCaseload>[0]> = {}) =>
  reassignCaseload({ actor: actor.actor, from: ZHANG, to: LI, fromOn: "2026-11-01", now: NOW, ...change });

async function assignmentsOf(householdId: string): Promise<(string | null)[][]> {
  const rows = await db().assignment.findMany({
    where: { householdId },
    orderBy: [{ fromOn: "asc" }, { toOn: { sort: "asc", nulls: "last" } }],
  });
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;
  return rows.map(({ personName, unit, fromOn, toOn }) => [personName, unit, day(fromOn), day(toOn)]);
}

test("a caseload goes to another person from a day on, in the official's own area and nowhere else", async () => {
  const own = await cared(VILLAGE, ZHANG);
  const other = await cared(SIBLING, ZHANG);
  const namesake = await cared(VILLAGE, NAMESAKE);
  const { id: without } = await aHousehold({ areaCode: VILLAGE });
  expect(await handOver(await anOfficial("511129"))).toEqual({ ok: false, failure: { kind: "nobody" } });
  expect(await handOver(village)).toEqual({ ok: true, value: { households: 1 } });
  expect(await assignmentsOf(own)).toEqual([
    ["张三", "乡政府", "2026-01-10", "2026-11-01"],
    ["李四", "乡政府", "2026-11-01", null],
  ]);
  expect(await assignmentsOf(other)).toEqual([["张三", "乡政府", "2026-01-10", null]]);
  expect(await assignmentsOf(namesake)).toEqual([["张三", "县水利局", "2026-01-10", null]]);
  expect(await assignmentsOf(without)).toEqual([]);
  expect(await handOver(village)).toEqual({ ok: false, failure: { kind: "nobody" } });
  expect(await handOver(township)).toEqual({ ok: true, value: { households: 1 } });
  const log = await db().accessLog.findMany({ where: { action: "household:assign", subjectId: own } });
  expect(log.map(({ actorId }) => actorId).sort()).toEqual([village.userId, township.userId].sort());
});

test("all of them or none: a day before any of them began is refused, as is the person themselves", async () => {
  const early = await cared(VILLAGE, ZHANG, "2026-01-10");
  const late = await cared(VILLAGE, ZHANG, "2026-06-01");
  expect(await handOver(village, { fromOn: "2026-05-31" })).toEqual({
    ok: false,
    failure: { kind: "before-present", fromOn: "2026-06-01" },
  });
  expect(await handOver(village, { to: ZHANG })).toEqual({ ok: false, failure: { kind: "same-person" } });
  expect((await assignmentsOf(early)).length + (await assignmentsOf(late)).length).toBe(2);
  expect(await handOver(village, { to: NAMESAKE, fromOn: "2026-06-01" })).toEqual({
    ok: true,
    value: { households: 2 },
  });
  expect((await assignmentsOf(late)).at(-1)).toEqual(["张三", "县水利局", "2026-06-01", null]);
});

const household = (id: string) => (tx: Transaction) =>
  tx.$queryRaw`SELECT id FROM household WHERE id = ${id}::uuid FOR UPDATE`;

test("two officials at once give a household to one person only; the other hears that nobody is left", async () => {
  const id = await cared(VILLAGE, ZHANG);
  const both = await letGoTogether(
    household(id),
    () => handOver(village),
    () => handOver(township, { to: { ...LI, personName: "王五" } }),
  );
  expect(both).toEqual([
    { ok: true, value: { households: 1 } },
    { ok: false, failure: { kind: "nobody" } },
  ]);
  expect(await assignmentsOf(id)).toEqual([
    ["张三", "乡政府", "2026-01-10", "2026-11-01"],
    ["李四", "乡政府", "2026-11-01", null],
  ]);
});

test("a visit planned while a household changes hands is planned for whoever has it then", async () => {
  const id = await cared(VILLAGE, ZHANG);
  const plan = {
    ...{ actor: township.actor, householdIds: [id], visitor: "responsible" as const },
    ...{ dueOn: "2026-12-01", requestKey: newId(), now: NOW },
  };
  const both = await letGoTogether<{ readonly ok: boolean }>(
    household(id),
    () => handOver(village),
    () => planVisits(plan),
  );
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  const [planned] = await db().plannedVisit.findMany({ where: { householdId: id } });
  expect(planned?.personName).toBe("李四");
});

/** A village of two households, of which the one that was written first comes second by its id. */
async function aVillageOfTwo(code: string) {
  await aVillage(code, "并村");
  const [second, first] = [
    await aHousehold({ areaCode: code, now: new Date("2026-02-01T02:00:00Z") }),
    await aHousehold({ areaCode: code, now: new Date("2026-01-01T02:00:00Z") }),
  ];
  return { code, first, second };
}

test("visits are planned while the village goes into another: neither waits for the other in a circle", async () => {
  const { code, first, second } = await aVillageOfTwo("341021203218");
  const county = await anOfficial("341021");
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT FROM household WHERE id = ${first.id}::uuid FOR UPDATE`,
    () =>
      planVisits({
        ...{
          actor: county.actor,
          householdIds: [second.id, first.id],
          visitor: { personName: "张三", unit: "乡政府" },
        },
        ...{ dueOn: "2026-12-01", requestKey: newId(), now: NOW },
      }),
    () => moveVillage({ actor: county.actor, code, intoCode: VILLAGE, now: NOW }),
  );
  expect(both).toMatchObject([
    { ok: false, failure: { kind: "unknown-visitor" } },
    { ok: true, value: { households: 2 } },
  ]);
});

test("nobody is registered in a village that goes into another in this moment", async () => {
  const { code } = await aVillageOfTwo("341021203219");
  const county = await anOfficial("341021");
  const both = await letGoTogether<{ readonly ok: boolean }>(
    (tx) => tx.$queryRaw`SELECT FROM area WHERE code = ${code} FOR UPDATE`,
    () => moveVillage({ actor: county.actor, code, intoCode: VILLAGE, now: NOW }),
    () =>
      registerHousehold({
        ...{ actor: county.actor, areaCode: code, groupName: "一", registeredOn: "2026-10-01", attribute: "一般户" },
        ...{ evidence: "入户核查", members: [{ name: "周七", relation: HEAD, sex: "M", birthYear: 1970 }], now: NOW },
      }),
  );
  expect(both).toMatchObject([{ ok: true }, { ok: false, failure: { kind: "no-such-village" } }]);
});

test("the households behind a caseload's late and overdue visits are the ones that it counts", async () => {
  const person = { personName: "周访", unit: "县乡村振兴局" };
  const ids = [];
  for (let household = 0; household < 5; household++) ids.push(await cared(VILLAGE, person));
  const [fresh = "", old = "", never = "", missed = "", kept = ""] = ids;
  const visited = async (householdId: string, visitedOn: string, nextVisitOn?: string) => {
    const guarantees = Object.fromEntries(
      GUARANTEE_KEYS.map((key) => [key, { ok: true, note: "" }]),
    ) as GuaranteeChecks;
    const recorded = await recordVisit({
      actor: township.actor,
      householdId,
      visitedOn,
      visitorName: "周访",
      guarantees,
      summary: "在家",
      needs: "",
      nextVisitOn,
      photoIds: [],
      now: NOW,
    });
    if (!recorded.ok) throw new Error(recorded.failure.kind);
  };
  await visited(fresh, "2026-08-25");
  await visited(old, "2026-08-24");
  await visited(missed, "2026-11-01", "2026-11-22");
  await visited(kept, "2026-10-01", "2026-11-10");
  await visited(kept, "2026-11-10", "2026-11-23");
  const [load] = (await caseloads(db(), [VILLAGE], "2026-11-23")).filter(({ personName }) => personName === "周访");
  expect(load).toMatchObject({ households: 5, notVisited: 2, overdue: 1 });
  const listed = async (query: string) => {
    const search = new URLSearchParams(`responsible=周访&unit=县乡村振兴局${query}`);
    const rows = await householdListRows(db(), [VILLAGE], parseHouseholdListQuery(search, NOW), "all");
    return rows.map(({ id }) => id).sort();
  };
  expect(await listed("")).toEqual([...ids].sort());
  expect(await listed("&visits=late")).toEqual([old, never].sort());
  expect(await listed("&visits=overdue")).toEqual([missed]);
  expect(await listed("&visits=sometimes")).toEqual([...ids].sort());
});

test("the households behind a register's count of a month are the ones whose status changed in it", async () => {
  const village = await aVillage("341021203209");
  const changed = async (effectiveOn: string, areaCode = village) => {
    const { id } = await aHousehold({ areaCode });
    const event = { type: "NEWLY_IDENTIFIED", effectiveOn, evidence: "公示" } as const;
    const recorded = await recordStatusEvent({ actor: systemActor, householdId: id, ...event, now: NOW });
    if (!recorded.ok) throw new Error(recorded.failure.kind);
    return id;
  };
  await changed("2025-11-22");
  const first = await changed("2025-11-23");
  const october = [await changed("2026-10-01"), await changed("2026-10-31")];
  const november = await changed("2026-11-01");
  await changed("2026-10-15", SIBLING);
  const events = await registerEvents(db(), ["341021"], village, "2026-11-23");
  expect(events.map(({ month, households, from, to }) => [month, households, from, to])).toEqual([
    ["2026-11", 1, "2026-11-01", "2026-11-23"],
    ["2026-10", 2, "2026-10-01", "2026-10-31"],
    ["2025-11", 1, "2025-11-23", "2025-11-30"],
  ]);
  const listed = [];
  for (const { type, from, to } of events) {
    const search = new URLSearchParams({ area: village, event: type, eventFrom: from, eventTo: to });
    const rows = await householdListRows(db(), ["341021"], parseHouseholdListQuery(search, NOW), "all");
    listed.push(rows.map(({ id }) => id).sort());
  }
  expect(listed).toEqual([[november], october.sort(), [first]]);
  expect(await registerEvents(db(), ["341021"], village, "2028-02-29")).toEqual([]);
});
