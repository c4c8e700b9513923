import { INCOMPLETE_CARD } from "~/households/incomplete-card-sql.server";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import type { ReportKind, ReportState } from "~/settlement/periodic-report";

// What the table of the areas below an area says beside money: each column one statement for all of them.

/** An area as a whole and the areas below it. */
export type WholeAndParts = {
  readonly areaPrefixes: readonly string[];
  readonly areaCode: string;
  /** the digits of the areas below */
  readonly below: number;
};

type Counted = { readonly code: string; readonly count: number };

/** Counts by area; those of the whole are under its own code, with what belongs to none of its parts. */
export type Counts = ReadonlyMap<string, number>;

/** Alerts that nobody has closed. */
export async function openAlertsBelow(db: Db, scope: WholeAndParts): Promise<Counts> {
  const rows = await db.$queryRaw<Counted[]>`
    SELECT left(p.area_code, ${scope.below}::int) AS code, count(*)::int AS count FROM problem p
    WHERE p.kind = 'ALERT' AND p.state <> 'CLOSED' AND ${inside(scope, Prisma.sql`p.area_code`)} GROUP BY 1`;
  return counted(rows, scope.areaCode);
}

/** Households whose card lacks something: what the list finds as 户卡资料不全. */
export async function incompleteCardsBelow(db: Db, scope: WholeAndParts): Promise<Counts> {
  const within = areaWithin(scope.areaPrefixes, scope.areaCode);
  const rows = await db.$queryRaw<Counted[]>`
    SELECT left(h.area_code, ${scope.below}::int) AS code, count(*)::int AS count FROM household h
    WHERE ${INCOMPLETE_CARD} AND ${within(Prisma.sql`h.area_code`)} GROUP BY 1`;
  return counted(rows, scope.areaCode);
}

export type LastReport = {
  readonly code: string;
  readonly id: string;
  readonly kind: ReportKind;
  readonly period: string;
  readonly state: ReportState;
};

/** The report that was submitted last by the area and by each below it; those without one are left out. */
export async function lastReportsBelow(db: Db, scope: WholeAndParts): Promise<LastReport[]> {
  return db.$queryRaw<LastReport[]>`
    SELECT a.code, r.id, r.kind, r.period, r.state
    FROM area a CROSS JOIN LATERAL (
      SELECT r.id, r.kind, r.period, r.state FROM periodic_report r WHERE r.area_code = a.code
      ORDER BY r.submitted_at DESC, r.number DESC LIMIT 1) r
    WHERE (a.code = ${scope.areaCode} OR a.parent_code = ${scope.areaCode}) AND ${inside(scope, Prisma.sql`a.code`)}`;
}

/** Codes of every length: of the area itself or of what lies in it, as far as the prefixes reach. */
function inside({ areaPrefixes, areaCode }: WholeAndParts, code: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${code} LIKE ${areaCode} || '%'
    AND EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS s(prefix) WHERE ${code} LIKE s.prefix || '%')`;
}

function counted(rows: readonly Counted[], whole: string): Counts {
  const counts = new Map(rows.map(({ code, count }) => [code, count]));
  return counts.set(
    whole,
    rows.reduce((sum, { count }) => sum + count, 0),
  );
}
