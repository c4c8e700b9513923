import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin, codesWithin, withinAreas } from "~/regions/within-areas.server";
import { headsOn } from "./heads-sql.server";
import { maskName } from "./masking";
import type { Answers } from "./profile-fields";
import { WRONG_EXITS, type Standing } from "./status";

// 村有册 and 乡有档: the register as a list of a village's households, and as counts of the areas below.

export type RegisterRow = {
  readonly id: string;
  readonly number: string;
  readonly maskedHeadName: string;
  readonly groupName: string;
  readonly people: number;
  readonly labourers: number;
  readonly standing: Standing;
  readonly attribute: string | null;
  readonly mainCause: string | null;
  readonly otherCauses: string | null;
  readonly since: Date | null;
  readonly lastEvent: string | null;
  readonly responsible: string | null;
  readonly facts: Answers;
  readonly unmet: number | null;
  readonly lastVisitOn: Date | null;
  readonly planVersion: number | null;
  readonly memberOf: string | null;
};

/** The households of one village as they stand on a day, by archive number. Merged ones stand in their successor's row only. */
export async function villageRegister(
  db: Db,
  prefixes: readonly string[],
  villageCode: string,
  day: string,
): Promise<RegisterRow[]> {
  const rows = await db.$queryRaw<(Omit<RegisterRow, "maskedHeadName"> & { headName: string })[]>`
    SELECT h.id, h.number, h.head_name AS "headName", h.group_name AS "groupName", members.people, members.labourers,
      s.standing, s.attribute, causes.main AS "mainCause", causes.others AS "otherCauses",
      last.effective_on AS since, last.type AS "lastEvent", a.responsible, coalesce(profile.facts, '{}') AS facts,
      visit.unmet, visit.visited_on AS "lastVisitOn", plan.version AS "planVersion", coop.names AS "memberOf"
    FROM household h
    JOIN household_standing_within(${day}::date, ${villageCode}, ${villageCode}) s ON s.household_id = h.id
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS people, (count(*) FILTER (WHERE m.labour IS NOT NULL AND m.labour NOT LIKE '%无劳动%' AND m.labour NOT LIKE '%丧失%'))::int AS labourers
      FROM household_member m WHERE m.household_id = h.id
        AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)) members ON true
    LEFT JOIN LATERAL (
      SELECT max(c.cause) FILTER (WHERE c.rank = 0) AS main, string_agg(c.cause, '、' ORDER BY c.rank) FILTER (WHERE c.rank > 0) AS others
      FROM household_cause c WHERE c.household_id = h.id) causes ON true
    LEFT JOIN LATERAL (
      SELECT e.type, e.effective_on FROM household_status_event e WHERE e.household_id = h.id AND e.effective_on <= ${day}::date
      ORDER BY e.effective_on DESC, e.created_at DESC, e.id DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (
      SELECT string_agg(a.person_name || '（' || a.unit || '）', '、') AS responsible FROM assignment a
      WHERE a.household_id = h.id AND a.from_on <= ${day}::date AND (a.to_on IS NULL OR a.to_on > ${day}::date)) a ON true
    LEFT JOIN LATERAL (
      SELECT p.facts->'household' AS facts FROM household_profile p WHERE p.household_id = h.id AND p.surveyed_on <= ${day}::date
      ORDER BY p.version DESC LIMIT 1) profile ON true
    LEFT JOIN LATERAL (
      SELECT v.visited_on, (SELECT count(*) FROM jsonb_each(v.guarantees) g WHERE g.value->>'ok' = 'false')::int AS unmet
      FROM household_visit v WHERE v.household_id = h.id AND v.visited_on <= ${day}::date
      ORDER BY v.visited_on DESC, v.created_at DESC LIMIT 1) visit ON true
    LEFT JOIN LATERAL (SELECT max(p.version) AS version FROM assistance_plan p WHERE p.household_id = h.id) plan ON true
    LEFT JOIN LATERAL (
      SELECT string_agg(c.name, '、' ORDER BY c.name) AS names FROM membership m JOIN cooperative c ON c.id = m.cooperative_id
      WHERE m.household_id = h.id AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)) coop ON true
    WHERE ${withinAreas(Prisma.sql`h.area_code`, prefixes)} AND h.area_code = ${villageCode}
      AND h.registered_on <= ${day}::date AND s.standing NOT IN ('MERGED', 'CANCELLED')
    ORDER BY h.number`;
  return rows.map(({ headName, ...row }) => ({ ...row, maskedHeadName: maskName(headName) }));
}

export type ArchiveRow = {
  readonly code: string;
  readonly name: string;
  readonly standing: Standing;
  readonly attribute: string;
  readonly households: number;
  readonly people: number;
};

/** Households and people of each area below, by standing and attribute, on a day. */
export async function registerCounts(
  db: Db,
  prefixes: readonly string[],
  parentCode: string,
  day: string,
): Promise<ArchiveRow[]> {
  const [first, last] = codesWithin(parentCode);
  return db.$queryRaw<ArchiveRow[]>`
    SELECT area.code, area.short_name AS name, s.standing, coalesce(s.attribute, '未填') AS attribute,
      count(*)::int AS households, sum(${headsOn(day)})::int AS people
    FROM area JOIN household h ON h.area_code LIKE area.code || '%'
    JOIN household_standing_within(${day}::date, ${first}, ${last}) s ON s.household_id = h.id
    WHERE area.parent_code = ${parentCode} AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}
      AND h.registered_on <= ${day}::date AND s.standing NOT IN ('MERGED', 'CANCELLED')
    GROUP BY area.code, s.standing, s.attribute
    ORDER BY area.code`;
}

/** The same area counted as a whole, without the way through its parts: what the parts must add up to. */
export async function registerTotal(
  db: Db,
  prefixes: readonly string[],
  areaCode: string,
  day: string,
): Promise<{ readonly households: number; readonly people: number }> {
  const [row] = await db.$queryRaw<[{ households: number; people: number }]>`
    SELECT count(DISTINCT h.id)::int AS households, count(m.id)::int AS people
    FROM household h LEFT JOIN household_member m ON m.household_id = h.id
      AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)
    WHERE ${areaWithin(prefixes, areaCode)(Prisma.sql`h.area_code`)}
      AND h.registered_on <= ${day}::date
      AND NOT EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id AND e.type IN ('MERGED', 'CANCELLED') AND e.effective_on <= ${day}::date)`;
  return row;
}

export type EventCount = {
  readonly month: string;
  /** its days within the year that is counted */
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly households: number;
};

/** 动态调整: status events of an area in the year up to a day, by month, the way the plans report them. */
export async function registerEvents(
  db: Db,
  prefixes: readonly string[],
  areaCode: string,
  day: string,
): Promise<EventCount[]> {
  return db.$queryRaw<EventCount[]>`
    WITH year AS (SELECT (${day}::date - interval '1 year')::date AS first, ${day}::date AS last),
    month AS (
      SELECT to_char(e.effective_on, 'YYYY-MM') AS month, date_trunc('month', e.effective_on) AS began, e.type,
        count(DISTINCT e.household_id)::int AS households
      FROM year, household_status_event e JOIN household h ON h.id = e.household_id
      WHERE ${areaWithin(prefixes, areaCode)(Prisma.sql`h.area_code`)} AND e.effective_on BETWEEN year.first AND year.last
      GROUP BY 1, 2, 3)
    SELECT month.month, month.type, month.households,
      to_char(greatest(month.began, year.first), 'YYYY-MM-DD') AS from,
      to_char(least(month.began + interval '1 month - 1 day', year.last), 'YYYY-MM-DD') AS to
    FROM month, year ORDER BY 1 DESC, 2`;
}

/** Households by what the register had to put right about them (错退、漏贫、错评), up to a day. */
export type RegisterErrors = {
  readonly exited: number;
  readonly returned: number;
  readonly identified: number;
  readonly supplemented: number;
  readonly removed: number;
};

export async function registerErrors(
  db: Db,
  prefixes: readonly string[],
  areaCode: string,
  day: string,
): Promise<RegisterErrors> {
  const [row] = await db.$queryRaw<[RegisterErrors]>`
    SELECT count(DISTINCT e.household_id) FILTER (WHERE e.type = 'EXITED')::int AS exited,
      count(DISTINCT e.household_id) FILTER (WHERE e.type = ANY (${[...WRONG_EXITS]}::text[]))::int AS returned,
      count(DISTINCT e.household_id) FILTER (WHERE e.type IN ('NEWLY_IDENTIFIED', 'SUPPLEMENTED'))::int AS identified,
      count(DISTINCT e.household_id) FILTER (WHERE e.type = 'SUPPLEMENTED')::int AS supplemented,
      count(DISTINCT e.household_id) FILTER (WHERE e.type = 'REMOVED')::int AS removed
    FROM household_status_event e JOIN household h ON h.id = e.household_id
    WHERE ${areaWithin(prefixes, areaCode)(Prisma.sql`h.area_code`)}
      AND e.effective_on <= ${day}::date
      AND e.type IN ('EXITED', 'RETURNED', 'ROLLED_BACK', 'NEWLY_IDENTIFIED', 'SUPPLEMENTED', 'REMOVED')`;
  return row;
}
