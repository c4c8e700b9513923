import type { Page, PageRequest } from "~/kernel/page";
import { boundsOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { pageOf } from "~/platform/page-of.server";
import { withinAreas } from "~/regions/within-areas.server";
import { linkageClaims } from "./linkage-claims-store.server";
import type { ReportKind, ReportState } from "./periodic-report";
import { BODY_VERSION, type PeriodicReportBody } from "./report-body";
import { incomeByClass, reportBreakdown, reportTotal, type ReportScope } from "./report-figures-store.server";
import { reportSections, sectionsOf } from "./report-sections-store.server";
import type { StatedFigure } from "./stated-figures";

/** A period's report of an area, worked out from the register and the ledger as they are now. */
export async function periodicReportBody(
  db: Db,
  asked: ReportScope & {
    readonly kind: ReportKind;
    readonly period: string;
    readonly stated: readonly StatedFigure[];
  },
): Promise<PeriodicReportBody> {
  const { areaCode, kind, period, span, stated } = asked;
  const total = await reportTotal(db, asked);
  const breakdown = await reportBreakdown(db, asked);
  const closed = await db.periodClose.findMany({
    where: { scopeKind: "AREA", scopeId: areaCode, state: "CLOSED", period: { gte: span.from, lte: span.to } },
    select: { period: true },
    orderBy: { period: "asc" },
  });
  return {
    version: BODY_VERSION,
    areaCode,
    kind,
    period,
    total,
    byClass: await incomeByClass(db, asked),
    byStanding: breakdown.byStanding,
    events: await eventsOf(db, asked),
    problems: await problemsOf(db, asked),
    visits: await visitsOf(db, asked),
    cooperatives: sectionsOf(kind).cooperatives ? await cooperativesOf(db, asked) : [],
    closedMonths: closed.map((close) => close.period),
    stated,
    ...(await reportSections(db, asked, breakdown)),
  };
}

async function eventsOf(db: Db, { areaCode, span }: ReportScope): Promise<PeriodicReportBody["events"]> {
  return db.$queryRaw<PeriodicReportBody["events"]>`
    SELECT e.type, count(DISTINCT e.household_id)::int AS households FROM household_status_event e JOIN household h ON h.id = e.household_id
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}
      AND e.effective_on BETWEEN ${`${span.from}-01`}::date AND ${span.lastDay}::date GROUP BY 1 ORDER BY 1`;
}

async function problemsOf(db: Db, { areaCode, span }: ReportScope): Promise<PeriodicReportBody["problems"]> {
  const { from } = boundsOf(span.from);
  const { to } = boundsOf(span.to);
  const [problems] = await db.$queryRaw<[PeriodicReportBody["problems"]]>`
    SELECT (count(*) FILTER (WHERE p.opened_at >= ${from}))::int AS opened,
      (count(*) FILTER (WHERE p.closed_at >= ${from} AND p.closed_at < ${to}))::int AS closed,
      (count(*) FILTER (WHERE p.deadline_on <= ${span.lastDay}::date AND (p.closed_at IS NULL OR p.closed_at >= ${to})))::int AS overdue,
      (count(*) FILTER (WHERE p.closed_at IS NULL OR p.closed_at >= ${from}))::int AS underway
    FROM problem p WHERE p.area_code LIKE ${areaCode} || '%' AND p.opened_at < ${to}`;
  return problems;
}

async function visitsOf(db: Db, { areaCode, span }: ReportScope): Promise<PeriodicReportBody["visits"]> {
  const [visits] = await db.$queryRaw<[PeriodicReportBody["visits"]]>`
    SELECT count(*)::int AS visits, count(DISTINCT v.household_id)::int AS households
    FROM household_visit v JOIN household h ON h.id = v.household_id
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])}
      AND v.visited_on BETWEEN ${`${span.from}-01`}::date AND ${span.lastDay}::date`;
  return visits;
}

async function cooperativesOf(db: Db, { areaCode, span }: ReportScope): Promise<PeriodicReportBody["cooperatives"]> {
  if (areaCode.length === 12) return [];
  const claims = await linkageClaims(db, { areaPrefixes: [areaCode], areaCode, from: span.from, to: span.to });
  return claims.map(({ name, declared, paid, paidFen }) => ({ name, declared, paid, paidFen: String(paidFen) }));
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
