import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";

export type Caseload = {
  readonly personName: string;
  readonly unit: string;
  readonly households: number;
  readonly since: Date;
  /** the last visit to any of them, and how many have none in the last 90 days */
  readonly lastVisitOn: Date | null;
  readonly notVisited: number;
  /** next visits agreed for a day that has passed without one */
  readonly overdue: number;
};

/** Who answers for how many households of the areas today, and how their visits stand. */
export async function caseloads(db: Db, prefixes: readonly string[], today: string): Promise<Caseload[]> {
  return db.$queryRaw<Caseload[]>`
    SELECT a.person_name AS "personName", a.unit, count(*)::int AS households, min(a.from_on) AS since,
      max(v.visited_on) AS "lastVisitOn",
      count(*) FILTER (WHERE v.visited_on IS NULL OR v.visited_on < ${today}::date - 90)::int AS "notVisited",
      count(*) FILTER (WHERE v.next_visit_on < ${today}::date)::int AS overdue
    FROM assignment a JOIN household h ON h.id = a.household_id
    LEFT JOIN LATERAL (
      SELECT visited_on, next_visit_on FROM household_visit v WHERE v.household_id = h.id
      ORDER BY v.visited_on DESC, v.created_at DESC LIMIT 1) v ON true
    WHERE a.from_on <= ${today}::date AND (a.to_on IS NULL OR a.to_on > ${today}::date)
      AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}
    GROUP BY a.person_name, a.unit
    ORDER BY count(*) DESC, a.person_name, a.unit`;
}

/** Households of the areas for which nobody answers today. */
export async function withoutResponsible(db: Db, prefixes: readonly string[], today: string): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM household h
    WHERE ${withinAreas(Prisma.sql`h.area_code`, prefixes)} AND NOT EXISTS (
      SELECT FROM assignment a WHERE a.household_id = h.id AND a.from_on <= ${today}::date
        AND (a.to_on IS NULL OR a.to_on > ${today}::date))
      AND NOT EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id AND e.type IN ('MERGED', 'CANCELLED'))`;
  return row.count;
}
