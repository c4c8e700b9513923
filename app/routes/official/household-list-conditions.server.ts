import { spanOfHouseholds } from "~/benefits/income-sql.server";
import { headsOn } from "~/households/heads-sql.server";
import { INCOMPLETE_CARD } from "~/households/incomplete-card-sql.server";
import { OPEN_PLANNED_VISITS } from "~/households/planned-visit-store.server";
import { WRONG_EXITS } from "~/households/status";
import { boundsOf, dayOf, shiftPeriod, yearAndMonth, type Period } from "~/kernel/period";
import { Prisma } from "~/platform/db.server";
import { monitoringLine } from "~/regions/income-line-store.server";
import { areaWithin, codesWithin } from "~/regions/within-areas.server";
import {
  BANDS,
  LAST_SALES,
  UNFILLED,
  type Consented,
  type Having,
  type HouseholdListQuery,
  type LastSale,
  type OpenAlerts,
  type VisitState,
} from "./household-list-query";

/** The households of the scope that the query means, each with its figures. The scope stands outside whatever was asked. */
export function listed(areaPrefixes: readonly string[], query: HouseholdListQuery): Prisma.Sql {
  const { from, to } = query.span;
  const lastDay = lastDayOf(query);
  const people = headsOn(lastDay);
  const within = areaWithin(areaPrefixes, query.area);
  const conditions = [within(Prisma.sql`h.area_code`)];
  if (query.text !== "") conditions.push(matches(query.text));
  if (query.registerDay !== undefined)
    conditions.push(Prisma.sql`h.registered_on <= ${lastDay}::date AND s.standing NOT IN ('MERGED', 'CANCELLED')`);
  if (query.attribute === UNFILLED) conditions.push(Prisma.sql`s.attribute IS NULL`);
  else if (query.attribute !== undefined) conditions.push(Prisma.sql`s.attribute = ${query.attribute}`);
  if (query.standing !== undefined) conditions.push(Prisma.sql`s.standing = ${query.standing}`);
  const band = query.band === undefined ? undefined : BANDS[query.band];
  if (band?.from !== undefined) conditions.push(Prisma.sql`coalesce(income.paid, 0) >= ${band.from}`);
  if (band?.below !== undefined) conditions.push(Prisma.sql`coalesce(income.paid, 0) < ${band.below}`);
  if (query.has !== undefined)
    conditions.push(having(query.has, { from, to, lastDay, people, line: lineOf(areaPrefixes, query) }));
  if (query.responsible !== undefined) {
    const { name, unit } = query.responsible;
    conditions.push(Prisma.sql`EXISTS (SELECT FROM assignment a WHERE a.household_id = h.id AND a.person_name = ${name}
      AND a.unit = ${unit} AND a.from_on <= ${query.today}::date AND (a.to_on IS NULL OR a.to_on > ${query.today}::date))`);
  }
  if (query.visitor !== undefined) {
    const { name, unit } = query.visitor;
    conditions.push(planned(Prisma.sql`p.person_name = ${name} AND p.unit = ${unit}`));
  }
  if (query.event !== undefined) {
    const days = query.eventDays ?? { from: "1900-01-01", to: lastDay };
    conditions.push(Prisma.sql`EXISTS (SELECT FROM household_status_event e WHERE e.household_id = h.id
      AND e.type = ${query.event} AND e.effective_on BETWEEN ${days.from}::date AND ${days.to}::date)`);
  }
  if (query.sold !== undefined) conditions.push(soldLast(query.sold, to));
  if (query.alert !== undefined) conditions.push(alerted(query.alert));
  if (query.consent !== undefined) conditions.push(consented(query.consent));
  if (query.visits !== undefined) conditions.push(VISIT_STATES[query.visits](query.today));
  const standings =
    query.attribute === undefined && query.standing === undefined && query.registerDay === undefined
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
  planned: () => planned(Prisma.sql`true`),
  plannedLate: (today) => planned(Prisma.sql`p.due_on < ${today}::date`),
};

/** Not correlated: those who are sent are few, and looked for once. */
function planned(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`h.id IN (SELECT p.household_id FROM ${OPEN_PLANNED_VISITS} p WHERE ${which})`;
}

/** The day on which the list looks at who the households are: the register's, or the last of the span. */
export function lastDayOf(query: HouseholdListQuery): string {
  if (query.registerDay !== undefined) return query.registerDay;
  return dayOf(new Date(boundsOf(query.span.to).to.getTime() - 1));
}

/** How the households of the smallest area stand that holds everything asked for. */
export function standingsWithin(areaPrefixes: readonly string[], query: HouseholdListQuery): Prisma.Sql {
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
    case "incomplete":
      return INCOMPLETE_CARD;
  }
}

function soldLast(last: LastSale, to: Period): Prisma.Sql {
  const { months, sold } = LAST_SALES[last];
  const since = months === undefined ? Prisma.empty : Prisma.sql`AND a.period >= ${shiftPeriod(to, 1 - months)}`;
  const sale = Prisma.sql`EXISTS (SELECT FROM attribution a
    WHERE a.household_id = h.id AND a.kind = 'SALE' AND a.period <= ${to} ${since})`;
  return sold ? sale : Prisma.sql`NOT ${sale}`;
}

function alerted(asked: OpenAlerts): Prisma.Sql {
  const open = Prisma.sql`p.household_id = h.id AND p.kind = 'ALERT' AND p.state <> 'CLOSED'`;
  switch (asked) {
    case "open":
      return Prisma.sql`EXISTS (SELECT FROM problem p WHERE ${open})`;
    case "none":
      return Prisma.sql`NOT EXISTS (SELECT FROM problem p WHERE ${open})`;
    default:
      return Prisma.sql`EXISTS (SELECT FROM problem p JOIN alert e ON e.problem_id = p.id WHERE ${open} AND e.key = ${asked})`;
  }
}

/** In force as isConsentInForce says: asked twice, and not taken back. */
function consented(asked: Consented): Prisma.Sql {
  const open = Prisma.sql`c.household_id = h.id AND c.withdrawn_at IS NULL`;
  switch (asked) {
    case "waiting":
      return Prisma.sql`EXISTS (SELECT FROM consent c WHERE ${open} AND c.confirmed_at IS NULL)`;
    case "none":
      return Prisma.sql`NOT EXISTS (SELECT FROM consent c WHERE ${open} AND c.confirmed_at IS NOT NULL)`;
    default:
      return Prisma.sql`EXISTS (SELECT FROM consent c WHERE ${open} AND c.confirmed_at IS NOT NULL AND c.purpose = ${asked})`;
  }
}

function matches(text: string): Prisma.Sql {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(lower(h.number) LIKE ${pattern} OR h.head_name LIKE ${pattern} OR h.head_pinyin LIKE ${pattern})`;
}
