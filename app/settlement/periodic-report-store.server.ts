import { recordOf } from "~/benefits/income-sql.server";
import { headsOn } from "~/households/heads-sql.server";
import type { Page, PageRequest } from "~/kernel/page";
import { boundsOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import { codesWithin, withinAreas } from "~/regions/within-areas.server";
import type { PeriodicReportBody, ReportFigures, ReportKind, ReportSpan, ReportState } from "./periodic-report";
import type { StatedFigure } from "./stated-figures";

/** A period's report of an area, worked out from the register and the ledger as they are now. */
export async function periodicReportBody(
  db: Db,
  asked: {
    readonly areaCode: string;
    readonly kind: ReportKind;
    readonly period: string;
    readonly span: ReportSpan;
    readonly stated: readonly StatedFigure[];
  },
): Promise<PeriodicReportBody> {
  const { areaCode, kind, period, span, stated } = asked;
  const day = Prisma.sql`${span.lastDay}::date`;
  const months = Prisma.sql`BETWEEN ${span.from} AND ${span.to}`;
  const inside = (column: Prisma.Sql) => withinAreas(column, [areaCode]);
  const record = recordOf(inside(Prisma.sql`h.area_code`), Prisma.sql`r.period ${months}`);
  const [first, last] = codesWithin(areaCode);
  const money = Prisma.sql`
    WITH income AS (
      SELECT r.household_id, sum(r.accrued_fen) FILTER (WHERE r.income_class <> 'EXCLUDED') AS accrued,
        sum(r.paid_fen) FILTER (WHERE r.income_class <> 'EXCLUDED') AS paid, sum(r.attributed_fen) AS attributed
      FROM ${record} r GROUP BY 1),
    declared AS (
      SELECT d.household_id, sum(d.gross_fen - d.cost_fen) AS net FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) k
      WHERE d.period ${months} AND d.state = 'APPROVED' AND k.income_class <> 'EXCLUDED' GROUP BY 1),
    card AS (
      SELECT h.id, h.area_code, s.standing, ${headsOn(span.lastDay)} AS heads, coalesce(income.accrued, 0) AS accrued,
        coalesce(income.paid, 0) AS paid, coalesce(income.attributed, 0) AS attributed, coalesce(declared.net, 0) AS declared
      FROM household h JOIN household_standing_within(${day}, ${first}, ${last}) s ON s.household_id = h.id
      LEFT JOIN income ON income.household_id = h.id
      LEFT JOIN declared ON declared.household_id = h.id
      WHERE ${inside(Prisma.sql`h.area_code`)} AND h.registered_on <= ${day}
        -- A household that is none any more counts as long as money of the period is its own.
        AND (s.standing NOT IN ('MERGED', 'CANCELLED') OR income.accrued <> 0 OR income.paid <> 0 OR income.attributed <> 0 OR declared.net <> 0))`;
  const figures = Prisma.sql`
    count(*)::int AS households, coalesce(sum(heads), 0)::int AS people, (count(*) FILTER (WHERE accrued <> 0 OR paid <> 0))::int AS earning,
    coalesce(sum(accrued), 0)::bigint::text AS "accruedFen", coalesce(sum(paid), 0)::bigint::text AS "paidFen",
    coalesce(sum(attributed), 0)::bigint::text AS "attributedFen", coalesce(sum(declared), 0)::bigint::text AS "declaredFen"`;
  const below = areaCode.length === 6 ? 9 : 12;
  const isVillage = areaCode.length === 12;
  const [total] = await db.$queryRaw<[ReportFigures]>`${money} SELECT ${figures} FROM card`;
  const parts = isVillage
    ? []
    : await db.$queryRaw<PeriodicReportBody["parts"]>`
        ${money} SELECT left(area_code, ${below}::int) AS code, ${figures} FROM card GROUP BY 1 ORDER BY 1`;
  const byStanding = await db.$queryRaw<PeriodicReportBody["byStanding"]>`
    ${money} SELECT standing, count(*)::int AS households, sum(heads)::int AS people FROM card GROUP BY standing ORDER BY standing`;
  const byClass = await db.$queryRaw<PeriodicReportBody["byClass"]>`
    SELECT r.income_class AS "incomeClass", sum(r.accrued_fen)::bigint::text AS "accruedFen", sum(r.paid_fen)::bigint::text AS "paidFen"
    FROM ${record} r WHERE r.income_class NOT IN ('ATTRIBUTED', 'EXCLUDED') GROUP BY 1 ORDER BY 1`;
  const events = await db.$queryRaw<PeriodicReportBody["events"]>`
    SELECT e.type, count(DISTINCT e.household_id)::int AS households FROM household_status_event e JOIN household h ON h.id = e.household_id
    WHERE ${inside(Prisma.sql`h.area_code`)} AND e.effective_on BETWEEN ${`${span.from}-01`}::date AND ${day} GROUP BY 1 ORDER BY 1`;
  const from = boundsOf(span.from).from;
  const { to } = boundsOf(span.to);
  const [problems] = await db.$queryRaw<[PeriodicReportBody["problems"]]>`
    SELECT (count(*) FILTER (WHERE p.opened_at >= ${from}))::int AS opened,
      (count(*) FILTER (WHERE p.closed_at >= ${from} AND p.closed_at < ${to}))::int AS closed,
      (count(*) FILTER (WHERE p.deadline_on <= ${day} AND (p.closed_at IS NULL OR p.closed_at >= ${to})))::int AS overdue,
      (count(*) FILTER (WHERE p.closed_at IS NULL OR p.closed_at >= ${from}))::int AS underway
    FROM problem p WHERE p.area_code LIKE ${areaCode} || '%' AND p.opened_at < ${to}`;
  const [visits] = await db.$queryRaw<[PeriodicReportBody["visits"]]>`
    SELECT count(*)::int AS visits, count(DISTINCT v.household_id)::int AS households
    FROM household_visit v JOIN household h ON h.id = v.household_id
    WHERE ${inside(Prisma.sql`h.area_code`)} AND v.visited_on BETWEEN ${`${span.from}-01`}::date AND ${day}`;
  const cooperatives = isVillage
    ? []
    : await db.$queryRaw<PeriodicReportBody["cooperatives"]>`
        WITH paid AS (
          SELECT i.cooperative_id, i.household_id, sum(i.paid_fen) AS fen FROM household_income i JOIN household h ON h.id = i.household_id
          WHERE ${inside(Prisma.sql`h.area_code`)} AND i.period ${months} GROUP BY 1, 2 HAVING sum(i.paid_fen) > 0)
        SELECT c.name, c.declared_households AS declared, count(paid.household_id)::int AS paid, coalesce(sum(paid.fen), 0)::bigint::text AS "paidFen"
        FROM cooperative c LEFT JOIN paid ON paid.cooperative_id = c.id
        WHERE c.status = 'APPROVED' AND (paid.household_id IS NOT NULL OR ${inside(Prisma.sql`c.area_code`)})
        GROUP BY c.id ORDER BY c.name, c.id`;
  const closed = await db.periodClose.findMany({
    where: { scopeKind: "AREA", scopeId: areaCode, state: "CLOSED", period: { gte: span.from, lte: span.to } },
    select: { period: true },
    orderBy: { period: "asc" },
  });
  return {
    areaCode,
    kind,
    period,
    total,
    parts,
    byClass,
    byStanding,
    events,
    problems,
    visits,
    cooperatives,
    closedMonths: closed.map((close) => close.period),
    stated,
  };
}

export type ReportRecord = {
  readonly id: string;
  readonly number: string;
  readonly areaCode: string;
  readonly areaName: string;
  readonly kind: ReportKind;
  readonly period: string;
  readonly body: PeriodicReportBody;
  readonly hash: string;
  readonly remark: string;
  readonly state: ReportState;
  readonly submittedById: string;
  readonly checkedById: string | null;
  readonly submittedBy: string | null;
  readonly submittedAt: Date;
  readonly checkedBy: string | null;
  readonly checkedAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly refusedBy: string | null;
  readonly refusedReason: string | null;
};

const SELECT_REPORT = Prisma.sql`
  SELECT r.id, r.number, r.area_code AS "areaCode", a.name AS "areaName", r.kind, r.period, r.body::json AS body, r.hash, r.remark, r.state,
    r.submitted_by_id AS "submittedById", r.checked_by_id AS "checkedById", s.display_name AS "submittedBy", r.submitted_at AS "submittedAt",
    c.display_name AS "checkedBy", r.checked_at AS "checkedAt", p.display_name AS "approvedBy", r.approved_at AS "approvedAt",
    f.display_name AS "refusedBy", r.refused_reason AS "refusedReason"
  FROM periodic_report r JOIN area a ON a.code = r.area_code
  LEFT JOIN app_user s ON s.id = r.submitted_by_id LEFT JOIN app_user c ON c.id = r.checked_by_id
  LEFT JOIN app_user p ON p.id = r.approved_by_id LEFT JOIN app_user f ON f.id = r.refused_by_id`;

const ofAreas = (prefixes: readonly string[]) =>
  Prisma.sql`EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS s(prefix) WHERE r.area_code LIKE s.prefix || '%')`;

/** The reports of an official's areas, the newest first. */
export async function reportsOf(
  db: Db,
  prefixes: readonly string[],
  page: PageRequest,
  state?: ReportState,
): Promise<Page<ReportRecord>> {
  const inState = state === undefined ? Prisma.empty : Prisma.sql`AND r.state = ${state}`;
  const order = Prisma.sql`r.submitted_at DESC, r.number DESC`;
  return pageOf(db, Prisma.sql`${SELECT_REPORT} WHERE ${ofAreas(prefixes)} ${inState}`, order, page);
}

export async function findReport(db: Db, id: string, prefixes: readonly string[]): Promise<ReportRecord | undefined> {
  const [row] = await db.$queryRaw<ReportRecord[]>`${SELECT_REPORT} WHERE r.id = ${id}::uuid AND ${ofAreas(prefixes)}`;
  return row;
}
