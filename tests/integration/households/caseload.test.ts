import { beforeAll, expect, test } from "vitest";
import { assignResponsible } from "~/households/assign-responsible.server";
import { reassignCaseload } from "~/households/reassign-caseload.server";
import { db } from "~/platform/db.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { aHousehold } from "#tests/builders/households";
import { aVillage } from "#tests/builders/regions";

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

test("two officials at once give a household to one person only", async () => {
  const id = await cared(VILLAGE, ZHANG);
  const both = await Promise.all([handOver(village), handOver(township, { to: { ...LI, personName: "王五" } })]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const present = await db().assignment.findMany({ where: { householdId: id, toOn: null } });
  expect(present).toHaveLength(1);
});
