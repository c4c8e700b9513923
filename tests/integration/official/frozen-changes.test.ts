import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { dayToDate } from "~/kernel/calendar-day";
import { dayOf, boundsOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { standingOn, type Attribute, type StatusEventType } from "~/households/status";
import { areaReportBody } from "~/settlement/area-report-store.server";
import { beginAreaClose } from "~/settlement/begin-area-close.server";
import { signAreaClose } from "~/settlement/sign-area-close.server";
import { anOfficial, type Person } from "#tests/builders/access";
import { violationsOf } from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { newSeed, seededRandom, type Random } from "#tests/builders/random";
import { aVillage } from "#tests/builders/regions";

// Months closed one after the other and out of turn, while cards change: members come and go, events are recorded for days that
// are over or to come, households are registered and move. What each close froze is what a look at every card says that day.

const COUNTY = "341021";
const VILLAGES = ["341021203201", "341021203202", "341021204201"];
const NOW = new Date("2026-11-03T02:00:00Z");
const MONTHS = [
  "2026-01",
  "2026-02",
  "2026-03",
  "2026-06",
  "2026-04",
  "2026-05",
  "2026-07",
  "2026-09",
  "2026-08",
  "2026-10",
];

const owner = new pg.Client(process.env["DATABASE_OWNER_URL"]);
let county: Person;

beforeAll(async () => {
  await owner.connect();
  for (const code of VILLAGES) await aVillage(code);
  county = await anOfficial(COUNTY);
  for (let n = 0; n < 9; n += 1) await aHousehold({ areaCode: VILLAGES[n % 3] ?? "" });
}, 120_000);

afterAll(() => owner.end());

async function close(period: string): Promise<string> {
  const begun = await beginAreaClose({ actor: county.actor, areaCode: COUNTY, period, now: NOW });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { closeId } = begun.value;
  const signed = await signAreaClose({ actor: county.actor, closeId, remark: "", now: NOW });
  expect(signed).toEqual({ ok: true, value: { closed: true } });
  // Whatever was written before this close is long over when the next one looks: only what comes to hold or is written later shows.
  await owner.query("UPDATE household_change SET changed_at = changed_at - interval '1 day'");
  return closeId;
}

type Frozen = { id: string; area: string; heads: number; standing: string; attribute: string | null };

/** Every card read one by one, by the pure rule. */
async function byHand(period: string): Promise<Frozen[]> {
  const day = dayOf(new Date(boundsOf(period).to.getTime() - 1));
  const cards = await db().household.findMany({
    where: { registeredOn: { lte: dayToDate(day) } },
    select: { id: true, areaCode: true, members: true, statusEvents: true },
  });
  return cards
    .map(({ id, areaCode, members, statusEvents }) => {
      const events = statusEvents
        .toSorted(
          (a, b) =>
            Number(a.type !== "REGISTERED") - Number(b.type !== "REGISTERED") ||
            a.effectiveOn.getTime() - b.effectiveOn.getTime() ||
            a.createdAt.getTime() - b.createdAt.getTime() ||
            (a.id < b.id ? -1 : 1),
        )
        .map(({ type, attribute, effectiveOn }) => ({
          type: type as StatusEventType,
          attribute: attribute as Attribute | null,
          effectiveOn: effectiveOn.toISOString().slice(0, 10),
        }));
      const { standing, attribute } = standingOn(events, day);
      const heads = members.filter(
        ({ joinedOn, leftOn }) => joinedOn <= dayToDate(day) && (leftOn === null || leftOn > dayToDate(day)),
      ).length;
      return { id, area: areaCode, heads, standing, attribute };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function frozen(closeId: string): Promise<Frozen[]> {
  return db().$queryRaw<Frozen[]>`
    SELECT household_id AS id, area_code AS area, heads, standing, attribute FROM household_snapshot
    WHERE close_id = ${closeId}::uuid ORDER BY household_id`;
}

const TYPES: readonly StatusEventType[] = [
  "NEWLY_IDENTIFIED",
  "EXITED",
  "MONITORED_MARGINAL",
  "RISK_CLEARED",
  "STRUCK",
  "READMITTED",
  "CANCELLED",
  "RETURNED",
];

/** A day of the year that any of the months may already have been closed for. */
async function somethingChanges({ int, pick }: Random): Promise<void> {
  const day = () => dayToDate(`2026-${String(int(1, 12)).padStart(2, "0")}-${pick(["01", "15", "28"])}`);
  const { id, areaCode } = pick(
    await db().household.findMany({ select: { id: true, areaCode: true }, orderBy: { id: "asc" } }),
  );
  const kind = int(0, 5);
  if (kind <= 1) {
    await db().householdStatusEvent.create({
      data: {
        id: newId(new Date()),
        householdId: id,
        type: pick(TYPES),
        attribute: pick(["一般户", "低保户", null]),
        effectiveOn: day(),
        evidence: "核查",
        recordedBy: systemActor.userId,
        createdAt: new Date(),
      },
    });
  } else if (kind === 2) {
    const joinedOn = day();
    await db().householdMember.create({
      data: {
        id: newId(new Date()),
        householdId: id,
        name: "王小",
        relation: "孙子",
        sex: "M",
        birthYear: 2020,
        joinedOn,
      },
    });
  } else if (kind === 3) {
    const leftOn = day();
    const member = await db().householdMember.findFirst({
      where: { householdId: id, leftOn: null, joinedOn: { lte: leftOn } },
      orderBy: { id: "asc" },
    });
    if (member) await db().householdMember.update({ where: { id: member.id }, data: { leftOn, leftReason: "迁出" } });
  } else if (kind === 4) {
    await db().household.update({
      where: { id },
      data: { areaCode: pick(VILLAGES.filter((code) => code !== areaCode)) },
    });
  } else {
    await aHousehold({ areaCode: pick(VILLAGES), registeredOn: day().toISOString().slice(0, 10) });
  }
}

const seed = newSeed();

test(`what a close freezes is what every card says, whatever changed since the last and in whatever order (seed ${seed})`, async () => {
  const dice = seededRandom(seed);
  const closed: { closeId: string; snapshot: Frozen[]; report: string }[] = [];
  for (const period of MONTHS) {
    for (let n = 0; n < 5; n += 1) await somethingChanges(dice);
    const expected = await byHand(period);
    const closeId = await close(period);
    expect(await frozen(closeId), period).toEqual(expected);
    const { body } = await db().areaReport.findUniqueOrThrow({ where: { closeId } });
    expect(JSON.parse(body)).toMatchObject({
      total: { households: expected.length, people: expected.reduce((people, { heads }) => people + heads, 0) },
    });
    closed.push({ closeId, snapshot: expected, report: body });
  }
  for (const { closeId, snapshot, report } of closed) {
    expect(await frozen(closeId)).toEqual(snapshot);
    expect(await areaReportBody(db(), closeId)).toBe(report);
  }
  for (const view of ["closed_area_frozen", "frozen_households_counted", "closed_area_unchanged", "area_report_hash"])
    expect(await violationsOf(view), view).toEqual([]);
  for (const day of ["2026-03-31", "2026-12-31"]) {
    const [odd] = await db().$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM household_standing(${day}::date) a
      JOIN household_standing_among(${day}::date, ARRAY(SELECT id FROM household)) b ON b.household_id = a.household_id
      JOIN household_standing_within(${day}::date, '341021000000', '341021999999') c ON c.household_id = a.household_id
      WHERE (a.standing, a.attribute) IS DISTINCT FROM (b.standing, b.attribute) OR (a.standing, a.attribute) IS DISTINCT FROM (c.standing, c.attribute)`;
    expect(odd.count).toBe(0);
  }
});

test("a close writes a row only for a household that stands differently; a quiet month writes none", async () => {
  const written = () => db().frozenHousehold.count({ where: { scopeId: COUNTY } });
  const first = await written();
  expect(first).toBeLessThan(MONTHS.length * (await db().household.count()));
  await owner.query("DELETE FROM household_change");
  const { rows } = await owner.query<{ closes: number }>("SELECT count(*)::int AS closes FROM area_snapshot");
  expect(rows[0]?.closes).toBe(MONTHS.length);
  await close("2025-12");
  const back = await written();
  await close("2025-11");
  expect(await written()).toBe(back);
});

test("a village's own months are a row of their own, and nothing frozen is ever changed or taken away", async () => {
  const [code = ""] = VILLAGES;
  const people = [await anOfficial(code), await anOfficial(code.slice(0, 9)), county];
  const begun = await beginAreaClose({ actor: county.actor, areaCode: code, period: "2026-10", now: NOW });
  if (!begun.ok) throw new Error(begun.failure.kind);
  const { closeId } = begun.value;
  for (const { actor } of people) expect((await signAreaClose({ actor, closeId, remark: "", now: NOW })).ok).toBe(true);
  expect(await frozen(closeId)).toEqual((await byHand("2026-10")).filter(({ area }) => area === code));
  for (const table of ["area_snapshot", "frozen_household", "frozen_money", "frozen_count"])
    await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow("append-only");
});
