import { recordOf } from "~/benefits/income-sql.server";
import { perHousehold } from "~/benefits/region-income-store.server";
import type { Standing } from "~/households/status";
import { Prisma, type Db } from "~/platform/db.server";
import { codesWithin, withinAreas } from "~/regions/within-areas.server";
import { reportSpan, type ReportKind, type ReportSpan } from "./periodic-report";
import type { ComparedFigures, PeriodicReportBody, ReportClass, ReportFigures } from "./report-body";

export type ReportScope = { readonly areaCode: string; readonly span: ReportSpan };

/** A report's total alone: what an archived one is compared with. */
export async function reportTotal(db: Db, scope: ReportScope): Promise<ReportFigures> {
  const [total] = await db.$queryRaw<[ReportFigures]>`${cards(scope)} SELECT ${FIGURES} FROM card`;
  return total;
}

export type Breakdown = {
  /** by the areas right below; of a village by its groups */
  readonly places: readonly (ReportFigures & { readonly place: string })[];
  readonly byStanding: PeriodicReportBody["byStanding"];
};

/** The same households by place and by standing, in a statement of its own: what the total has to come to. */
export async function reportBreakdown(db: Db, scope: ReportScope): Promise<Breakdown> {
  const rows = await db.$queryRaw<(ReportFigures & { place: string | null; standing: Standing | null })[]>`
    ${cards(scope)} SELECT place, standing, ${FIGURES} FROM card
    GROUP BY GROUPING SETS ((place), (standing)) ORDER BY min(place_order), standing`;
  return {
    places: rows.flatMap(({ place, standing: _, ...figures }) => (place === null ? [] : [{ place, ...figures }])),
    byStanding: rows.flatMap(({ standing, households, people }) =>
      standing === null ? [] : [{ standing, households, people }],
    ),
  };
}

/** An earlier period's figures; null where the record holds nothing of it, not even what came to nothing. */
export async function comparedFigures(
  db: Db,
  areaCode: string,
  kind: ReportKind,
  period: string,
): Promise<ComparedFigures> {
  const span = reportSpan(kind, period);
  if (!span || !(await isOnRecord(db, { areaCode, span }))) return { period, figures: null };
  return { period, figures: await reportTotal(db, { areaCode, span }) };
}

async function isOnRecord(db: Db, { areaCode, span }: ReportScope): Promise<boolean> {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const [row] = await db.$queryRaw<[{ found: boolean }]>`
    SELECT EXISTS (SELECT FROM ${recordOf(inside, Prisma.sql`r.period BETWEEN ${span.from} AND ${span.to}`)} r)
      OR EXISTS (SELECT FROM declared_income d JOIN household h ON h.id = d.household_id
        WHERE ${inside} AND d.state = 'APPROVED' AND d.period BETWEEN ${span.from} AND ${span.to}) AS found`;
  return row.found;
}

/** The four classes of an area's income in the months; what is no income is left out. */
export async function incomeByClass(db: Db, { areaCode, span }: ReportScope): Promise<ReportClass[]> {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  return db.$queryRaw<ReportClass[]>`
    SELECT r.income_class AS "incomeClass", sum(r.accrued_fen)::bigint::text AS "accruedFen", sum(r.paid_fen)::bigint::text AS "paidFen"
    FROM ${recordOf(inside, Prisma.sql`r.period BETWEEN ${span.from} AND ${span.to}`)} r
    WHERE r.income_class NOT IN ('ATTRIBUTED', 'EXCLUDED') GROUP BY 1 ORDER BY 1`;
}

const FIGURES = Prisma.sql`
  count(*)::int AS households, coalesce(sum(heads), 0)::int AS people, (count(*) FILTER (WHERE accrued <> 0 OR paid <> 0))::int AS earning,
  coalesce(sum(accrued), 0)::bigint::text AS "accruedFen", coalesce(sum(paid), 0)::bigint::text AS "paidFen",
  coalesce(sum(attributed), 0)::bigint::text AS "attributedFen", coalesce(sum(declared), 0)::bigint::text AS "declaredFen"`;

/** A row a household as the register has it on the last day, with the money that the area's page gives it. */
function cards({ areaCode, span }: ReportScope): Prisma.Sql {
  const day = Prisma.sql`${span.lastDay}::date`;
  const [first, last] = codesWithin(areaCode);
  const { from, to } = span;
  const below = areaCode.length === 6 ? 9 : 12;
  const place =
    areaCode.length === 12
      ? Prisma.sql`h.group_name AS place, h.number AS place_order`
      : Prisma.sql`left(h.area_code, ${below}::int) AS place, h.area_code AS place_order`;
  return Prisma.sql`
    WITH card AS (
      SELECT ${place}, s.standing, h.people AS heads, h.accrued, h.paid, h.attributed, h.declared
      FROM (${perHousehold({ areaPrefixes: [areaCode], from, to }, areaCode)}) h
      JOIN household registered ON registered.id = h.id
      JOIN household_standing_within(${day}, ${first}, ${last}) s ON s.household_id = h.id
      WHERE registered.registered_on <= ${day}
        -- A household that is none any more counts as long as money of the period is its own.
        AND (s.standing NOT IN ('MERGED', 'CANCELLED') OR h.accrued <> 0 OR h.paid <> 0 OR h.attributed <> 0 OR h.declared <> 0))`;
}
