import { spanOfHouseholds } from "~/benefits/income-sql.server";
import { headsOn } from "~/households/heads-sql.server";
import { WRONG_EXITS, type Standing } from "~/households/status";
import { offsetOf } from "~/kernel/page";
import { boundsOf, dayOf, yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { monitoringLine } from "~/regions/income-line-store.server";
import { areaWithin, codesWithin } from "~/regions/within-areas.server";
import { BANDS, type Having, type HouseholdListQuery, type Sort, type VisitState } from "./household-list-query";

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
      listed.paid::bigint AS "paidFen", listed.accrued::bigint AS "accruedFen", listed.attributed::bigint AS "attributedFen"
    FROM listed JOIN area ON area.code = listed.area_code JOIN ${standings} s ON s.household_id = listed.id
    ORDER BY ${ORDERS[query.sort]}`;
}

const ORDERS: Readonly<Record<Sort, Prisma.Sql>> = {
  number: Prisma.sql`listed.number`,
  paid: Prisma.sql`listed.paid DESC, listed.number`,
  accrued: Prisma.sql`listed.accrued DESC, listed.number`,
};

/** The households of the scope that the query means, each with its figures. The scope stands outside whatever was asked. */
function listed(areaPrefixes: readonly string[], query: HouseholdListQuery): Prisma.Sql {
  const { from, to } = query.span;
  const lastDay = lastDayOf(query);
  const people = headsOn(lastDay);
  const within = areaWithin(areaPrefixes, query.area);
  const conditions = [within(Prisma.sql`h.area_code`)];
  if (query.text !== "") conditions.push(matches(query.text));
  if (query.attribute !== undefined) conditions.push(Prisma.sql`s.attribute = ${query.attribute}`);
  if (query.standing !== undefined) conditions.push(Prisma.sql`s.standing = ${query.standing}`);
  const band = query.band === undefined ? undefined : BANDS[query.band];
  if (band?.from !== undefined) conditions.push(Prisma.sql`coalesce(income.paid, 0) >= ${band.from}`);
  if (band?.below !== undefined) conditions.push(Prisma.sql`coalesce(income.paid, 0) < ${band.below}`);
  if (query.has !== undefined)
    conditions.push(having(query.has, { from, to, lastDay, people, line: lineOf(areaPrefixes, query) }));
  if (query.responsible !== undefined) {
    const { name, unit, today } = query.responsible;
    conditions.push(Prisma.sql`EXISTS (SELECT FROM assignment a WHERE a.household_id = h.id AND a.person_name = ${name}
      AND a.unit = ${unit} AND a.from_on <= ${today}::date AND (a.to_on IS NULL OR a.to_on > ${today}::date))`);
  }
  if (query.event !== undefined) {
    const days = query.eventDays ?? { from: "1900-01-01", to: lastDay };
    conditions.push(Prisma.sql`EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id
      AND e.type = ${query.event} AND e.effective_on BETWEEN ${days.from}::date AND ${days.to}::date)`);
  }
  if (query.visits !== undefined) conditions.push(VISIT_STATES[query.visits.state](query.visits.today));
  const standings =
    query.attribute === undefined && query.standing === undefined
      ? Prisma.empty
      : Prisma.sql`JOIN ${standingsWithin(areaPrefixes, query)} s ON s.household_id = h.id`;
  return Prisma.sql`
    SELECT h.id, h.number, h.head_name, h.group_name, h.area_code, ${people} AS people, coalesce(income.paid, 0) AS paid,
      coalesce(income.accrued, 0) AS accrued, coalesce(income.attributed, 0) AS attributed
    FROM household h ${standings}
    LEFT JOIN ${spanOfHouseholds(within, query.span)} income ON income.household_id = h.id
    WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** The same as a caseload counts by. */
const VISIT_STATES: Readonly<Record<VisitState, (today: string) => Prisma.Sql>> = {
  late: (today) => Prisma.sql`NOT EXISTS (SELECT FROM household_visit v WHERE v.household_id = h.id
    AND v.visited_on >= ${today}::date - 90)`,
  overdue: (today) => Prisma.sql`(SELECT v.next_visit_on FROM household_visit v WHERE v.household_id = h.id
    ORDER BY v.visited_on DESC, v.created_at DESC LIMIT 1) < ${today}::date`,
};

function lastDayOf(query: HouseholdListQuery): string {
  return dayOf(new Date(boundsOf(query.span.to).to.getTime() - 1));
}

/** How the households of the smallest area stand that holds everything asked for. */
function standingsWithin(areaPrefixes: readonly string[], query: HouseholdListQuery): Prisma.Sql {
  const [first, last] = codesWithin(
    query.area !== "" ? query.area : areaPrefixes.length === 1 ? (areaPrefixes[0] ?? "") : "",
  );
  return Prisma.sql`household_standing_within(${lastDayOf(query)}::date, ${first}, ${last})`;
}

/** The monitoring line of the year in the smallest area that holds everything asked for: the one that its page shows. */
function lineOf(areaPrefixes: readonly string[], query: HouseholdListQuery): Prisma.Sql {
  const area = query.area !== "" ? query.area : (areaPrefixes[0] ?? "");
  return Prisma.sql`(SELECT fen FROM (${monitoringLine(area, yearAndMonth(query.span.to).year)}) line)`;
}

/** The same as the area's page counts by. */
function having(
  has: Having,
  asked: { from: Period; to: Period; lastDay: string; people: Prisma.Sql; line: Prisma.Sql },
): Prisma.Sql {
  const { from, to, lastDay, people, line } = asked;
  const approved = Prisma.sql`
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k WHERE d.household_id = h.id
      AND d.state = 'APPROVED' AND d.period BETWEEN ${from} AND ${to} AND k.income_class <> 'EXCLUDED'`;
  const net = Prisma.sql`(coalesce(income.paid, 0) + coalesce((SELECT sum(d.gross_fen - d.cost_fen) ${approved}), 0)
    - coalesce((SELECT sum(c.amount_fen) FROM cost_entry c
      WHERE c.household_id = h.id AND c.state = 'APPROVED' AND c.period BETWEEN ${from} AND ${to}), 0))`;
  switch (has) {
    case "earning":
      return Prisma.sql`(coalesce(income.accrued, 0) <> 0 OR coalesce(income.paid, 0) <> 0)`;
    case "selling":
      return Prisma.sql`coalesce(income.attributed, 0) > 0`;
    case "stable":
      return Prisma.sql`(coalesce(income.stable, 0) > 0 OR EXISTS (SELECT ${approved} AND k.stable))`;
    case "declared":
      return Prisma.sql`EXISTS (SELECT ${approved})`;
    case "above":
      return Prisma.sql`(${people} > 0 AND ${net} >= ${line} * ${people})`;
    case "below":
      return Prisma.sql`(${people} > 0 AND ${net} < ${line} * ${people})`;
    case "wrongExit":
      return Prisma.sql`EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id
        AND e.type = ANY (${[...WRONG_EXITS]}::text[]) AND e.effective_on <= ${lastDay}::date)`;
  }
}

function matches(text: string): Prisma.Sql {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(lower(h.number) LIKE ${pattern} OR h.head_name LIKE ${pattern} OR h.head_pinyin LIKE ${pattern})`;
}
