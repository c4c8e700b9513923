import { dateToDay } from "~/kernel/calendar-day";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { Visitor } from "./planned-visit";

/**
 * The planned visits that hold, for a statement: id, household_id, person_name, unit, due_on. Of each household the last that was
 * said, until it is cancelled, or a visit was made on that day or later and written down after it.
 */
export const OPEN_PLANNED_VISITS = Prisma.sql`(
  SELECT p.id, p.household_id, p.person_name, p.unit, p.due_on FROM planned_visit p
  WHERE NOT EXISTS (SELECT FROM planned_visit later
      WHERE later.household_id = p.household_id AND (later.planned_at, later.id) > (p.planned_at, p.id))
    AND NOT EXISTS (SELECT FROM planned_visit_cancellation c WHERE c.planned_visit_id = p.id)
    AND NOT EXISTS (SELECT FROM household_visit v WHERE v.household_id = p.household_id
      AND v.visited_on >= (p.planned_at AT TIME ZONE 'Asia/Shanghai')::date AND v.created_at > p.planned_at))`;

export type PlannedVisit = Visitor & { readonly id: string; readonly dueOn: string };

/** Who is to visit a household, and by when; undefined when nobody is. Whoever reads has opened the card within its scope. */
export async function plannedVisitOf(db: Db, householdId: string): Promise<PlannedVisit | undefined> {
  const [row] = await db.$queryRaw<(Visitor & { id: string; dueOn: Date })[]>`
    SELECT p.id, p.person_name AS "personName", p.unit, p.due_on AS "dueOn"
    FROM ${OPEN_PLANNED_VISITS} p WHERE p.household_id = ${householdId}::uuid`;
  return row && { ...row, dueOn: dateToDay(row.dueOn) };
}

export type VisitorLoad = Visitor & { readonly households: number; readonly firstDueOn: Date; readonly late: number };

/** Who is to visit how many households of the areas, and how many of these visits should have been made before today. */
export async function visitorLoads(db: Db, prefixes: readonly string[], today: string): Promise<VisitorLoad[]> {
  return db.$queryRaw<VisitorLoad[]>`
    SELECT p.person_name AS "personName", p.unit, count(*)::int AS households, min(p.due_on) AS "firstDueOn",
      count(*) FILTER (WHERE p.due_on < ${today}::date)::int AS late
    FROM ${OPEN_PLANNED_VISITS} p JOIN household h ON h.id = p.household_id
    WHERE ${withinAreas(Prisma.sql`h.area_code`, prefixes)}
    GROUP BY p.person_name, p.unit
    ORDER BY min(p.due_on), p.person_name, p.unit`;
}

export type KnownVisitor = Visitor & {
  readonly kind: "responsible" | "official";
  /** of the households it was asked for, how many this person may be sent to */
  readonly households: number;
};

/**
 * Who may be sent to some households of the areas: whoever answers for one of them today may go to each, an official to those of
 * their own area. Those who answer for households first.
 */
export async function visitorsFor(
  db: Db,
  prefixes: readonly string[],
  householdIds: readonly string[],
  today: string,
): Promise<KnownVisitor[]> {
  return db.$queryRaw<KnownVisitor[]>`
    WITH asked AS (
      SELECT h.id, h.area_code FROM household h
      WHERE h.id = ANY (${[...householdIds]}::uuid[]) AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)})
    SELECT DISTINCT a.person_name AS "personName", a.unit, 'responsible' AS kind, (SELECT count(*) FROM asked)::int AS households
    FROM asked JOIN assignment a ON a.household_id = asked.id
    WHERE a.from_on <= ${today}::date AND (a.to_on IS NULL OR a.to_on > ${today}::date)
    UNION ALL
    SELECT u.display_name, area.name, 'official', count(DISTINCT asked.id)::int
    FROM asked JOIN role_grant g ON g.scope_kind = 'AREA' AND g.scope_id = ANY (ARRAY(
        SELECT left(asked.area_code, digits) FROM unnest(ARRAY[2, 4, 6, 9, 12]) AS digits))
      AND g.role IN ('VILLAGE_OFFICIAL', 'TOWNSHIP_OFFICIAL', 'COUNTY_OFFICIAL') AND g.revoked_at IS NULL
    JOIN app_user u ON u.id = g.user_id AND u.disabled_at IS NULL
    JOIN area ON area.code = g.scope_id
    GROUP BY u.id, area.code, u.display_name, area.name
    ORDER BY kind DESC, unit, "personName"`;
}
