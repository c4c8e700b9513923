import { OPEN_PLANNED_VISITS } from "~/households/planned-visit-store.server";
import type { Standing } from "~/households/status";
import { offsetOf } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { lastDayOf, listed, standingsWithin } from "./household-list-conditions.server";
import { isMore, type MoreColumn } from "./household-list-columns";
import type { HouseholdListQuery, Sort } from "./household-list-query";

export type HouseholdListRow = {
  readonly id: string;
  readonly number: string;
  readonly headName: string;
  readonly villageName: string;
  readonly groupName: string;
  readonly people: number;
  readonly standing: Standing;
  readonly attribute: string | null;
  readonly paidFen: bigint;
  readonly accruedFen: bigint;
  readonly attributedFen: bigint;
  /** what was asked for beside it: days and months as text, consents by their keys */
  readonly more: Readonly<Partial<Record<MoreColumn, string | number | null>>>;
};

export type HouseholdListTotals = {
  readonly households: number;
  readonly people: number;
  readonly paidFen: bigint;
  readonly accruedFen: bigint;
  readonly attributedFen: bigint;
};

/** How many households the query finds within the scope, and what they have together. */
export async function householdListTotals(
  db: Db,
  areaPrefixes: readonly string[],
  query: HouseholdListQuery,
): Promise<HouseholdListTotals> {
  const [row] = await db.$queryRaw<[HouseholdListTotals]>`
    SELECT count(*)::int AS households, coalesce(sum(people), 0)::int AS people, coalesce(sum(paid), 0)::bigint AS "paidFen",
      coalesce(sum(accrued), 0)::bigint AS "accruedFen", coalesce(sum(attributed), 0)::bigint AS "attributedFen"
    FROM (${listed(areaPrefixes, query)}) listed`;
  return row;
}

/** The rows of one page, or all of them for the export. */
export async function householdListRows(
  db: Db,
  areaPrefixes: readonly string[],
  query: HouseholdListQuery,
  rows: "page" | "all",
): Promise<HouseholdListRow[]> {
  const slice =
    rows === "page" ? Prisma.sql`LIMIT ${query.page.size}::int OFFSET ${offsetOf(query.page)}::int` : Prisma.empty;
  // Of one page only the standings of its households are worked out.
  const standings =
    rows === "page"
      ? Prisma.sql`household_standing_among(${lastDayOf(query)}::date, ARRAY(SELECT id FROM listed))`
      : standingsWithin(areaPrefixes, query);
  return db.$queryRaw<HouseholdListRow[]>`
    WITH listed AS MATERIALIZED (
      SELECT * FROM (${listed(areaPrefixes, query)}) listed ORDER BY ${ORDERS[query.sort]} ${slice})
    SELECT listed.id, listed.number, listed.head_name AS "headName", area.short_name AS "villageName",
      listed.group_name AS "groupName", listed.people::int AS people, s.standing, s.attribute,
      listed.paid::bigint AS "paidFen", listed.accrued::bigint AS "accruedFen", listed.attributed::bigint AS "attributedFen",
      ${more(query)} AS more
    FROM listed JOIN area ON area.code = listed.area_code JOIN ${standings} s ON s.household_id = listed.id
    ORDER BY ${ORDERS[query.sort]}`;
}

const ORDERS: Readonly<Record<Sort, Prisma.Sql>> = {
  number: Prisma.sql`listed.number`,
  paid: Prisma.sql`listed.paid DESC, listed.number`,
  accrued: Prisma.sql`listed.accrued DESC, listed.number`,
};

/** The columns that only those read who asked for them, as JSON: of the rows that are shown, each by an index. */
function more(query: HouseholdListQuery): Prisma.Sql {
  const asked = query.columns.filter(isMore).map((key) => Prisma.sql`${key}::text, (${MORE[key](query)})`);
  return asked.length === 0 ? Prisma.sql`'{}'::json` : Prisma.sql`json_build_object(${Prisma.join(asked)})`;
}

const MORE: Readonly<Record<MoreColumn, (query: HouseholdListQuery) => Prisma.Sql>> = {
  cause: () => Prisma.sql`SELECT c.cause FROM household_cause c WHERE c.household_id = listed.id AND c.rank = 0`,
  registered: () => Prisma.sql`SELECT h.registered_on FROM household h WHERE h.id = listed.id`,
  responsible: ({ today }) => Prisma.sql`
    SELECT string_agg(a.person_name || '（' || a.unit || '）', '、' ORDER BY a.from_on) FROM assignment a
    WHERE a.household_id = listed.id AND a.from_on <= ${today}::date AND (a.to_on IS NULL OR a.to_on > ${today}::date)`,
  visited: () => Prisma.sql`SELECT max(v.visited_on) FROM household_visit v WHERE v.household_id = listed.id`,
  nextVisit: () => Prisma.sql`
    SELECT v.next_visit_on FROM household_visit v WHERE v.household_id = listed.id
    ORDER BY v.visited_on DESC, v.created_at DESC LIMIT 1`,
  planned: () => Prisma.sql`
    SELECT to_char(p.due_on, 'YYYY-MM-DD') || ' 前，' || p.person_name || '（' || p.unit || '）'
    FROM ${OPEN_PLANNED_VISITS} p WHERE p.household_id = listed.id`,
  consents: () => Prisma.sql`
    SELECT string_agg(DISTINCT c.purpose, ' ') FROM consent c
    WHERE c.household_id = listed.id AND c.confirmed_at IS NOT NULL AND c.withdrawn_at IS NULL`,
  alerts: () => Prisma.sql`
    SELECT count(*)::int FROM problem p WHERE p.household_id = listed.id AND p.kind = 'ALERT' AND p.state <> 'CLOSED'`,
  sold: ({ span }) => Prisma.sql`
    SELECT max(a.period) FROM attribution a
    WHERE a.household_id = listed.id AND a.kind = 'SALE' AND a.period <= ${span.to}`,
};
