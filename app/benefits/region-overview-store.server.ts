import { yearAndMonth } from "~/kernel/period";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import { perHousehold, SUMS, type IncomeScope, type IncomeTotals } from "./region-income-store.server";

export type Spread = {
  /** of the households that were paid anything: half of them received at least this much */
  readonly medianFen: Fen | null;
  readonly meanFen: Fen | null;
  /** households whose year is measured: those with members */
  readonly measured: number;
  /** of them, those at or above the monitoring line per head, platform and approved declarations together */
  readonly above: number;
};

export type OverviewFigures = IncomeTotals &
  Spread & {
    /** paid in the same months a year before */
    readonly paidBeforeFen: Fen;
  };

export type Overview = {
  readonly whole: OverviewFigures & { readonly lineFen: Fen | null; readonly lineSource: string | null };
  readonly parts: readonly (OverviewFigures & { readonly code: string; readonly name: string })[];
};

type Row = OverviewFigures & { readonly code: string | null };

/**
 * An area and each of the areas below it, in one look at its households: totals, spread, the line that holds for it, and the
 * year before. `below` are the digits of the areas below.
 */
export async function areaOverview(
  db: Db,
  scope: IncomeScope & {
    readonly areaCode: string;
    readonly below: 4 | 6 | 9 | 12;
    readonly before: Pick<IncomeScope, "from" | "to">;
  },
): Promise<Overview> {
  const line = await lineOf(db, scope.areaCode, yearAndMonth(scope.to).year);
  const within = areaWithin(scope.areaPrefixes, scope.areaCode);
  const { before } = scope;
  const rows = await db.$queryRaw<Omit<Row, "paidBeforeFen">[]>`
    WITH per_household AS (${perHousehold(scope, scope.areaCode)}),
    placed AS (SELECT *, left(area_code, ${scope.below}::int) AS part FROM per_household)
    SELECT h.part AS code, count(h.id)::int AS households, coalesce(sum(h.people), 0)::int AS people, ${SUMS},
      percentile_disc(0.5) WITHIN GROUP (ORDER BY h.paid) FILTER (WHERE h.paid > 0)::bigint AS "medianFen",
      (sum(h.paid) FILTER (WHERE h.paid > 0) / nullif(count(*) FILTER (WHERE h.paid > 0), 0))::bigint AS "meanFen",
      (count(*) FILTER (WHERE h.people > 0))::int AS measured,
      (count(*) FILTER (WHERE h.people > 0 AND h.paid - h.cost + h.declared >= ${line?.fen ?? null}::bigint * h.people))::int AS above
    FROM placed h GROUP BY GROUPING SETS ((h.part), ())
    ORDER BY h.part NULLS FIRST`;
  const paidBefore = await db.$queryRaw<{ code: string | null; fen: Fen }[]>`
    SELECT part AS code, sum(fen)::bigint AS fen FROM (
      SELECT left(area_code, ${scope.below}::int) AS part, paid_fen AS fen FROM area_month_now
      WHERE ${within(Prisma.sql`area_code`)} AND period BETWEEN ${before.from} AND ${before.to} AND income_class <> 'EXCLUDED') a
    GROUP BY GROUPING SETS ((part), ())`;
  const figuresOf = (row: Omit<Row, "paidBeforeFen">): OverviewFigures => {
    const { code, ...figures } = row;
    return { ...figures, paidBeforeFen: paidBefore.find((one) => one.code === code)?.fen ?? 0n };
  };
  const [whole] = rows;
  if (!whole) throw new Error("an aggregate without a row");
  const places = await placesBelow(db, scope);
  return {
    whole: { ...figuresOf(whole), lineFen: line?.fen ?? null, lineSource: line?.source ?? null },
    parts: places.map(({ code, name }) => ({
      code,
      name,
      ...figuresOf(rows.find((row) => row.code === code) ?? { ...NOTHING, code }),
    })),
  };
}

const NOTHING: Omit<Row, "paidBeforeFen"> = {
  code: null,
  households: 0,
  people: 0,
  earningHouseholds: 0,
  accruedFen: 0n,
  paidFen: 0n,
  pendingFen: 0n,
  attributedFen: 0n,
  costFen: 0n,
  declaredFen: 0n,
  sellingHouseholds: 0,
  stableHouseholds: 0,
  medianFen: null,
  meanFen: null,
  measured: 0,
  above: 0,
};

async function placesBelow(
  db: Db,
  scope: Pick<IncomeScope, "areaPrefixes"> & { readonly areaCode: string },
): Promise<{ code: string; name: string }[]> {
  return db.$queryRaw<{ code: string; name: string }[]>`
    SELECT code, name FROM area WHERE parent_code = ${scope.areaCode}
      AND EXISTS (SELECT FROM unnest(${[...scope.areaPrefixes]}::text[]) AS s(prefix)
        WHERE area.code LIKE s.prefix || '%' OR s.prefix LIKE area.code || '%')
    ORDER BY code`;
}

async function lineOf(db: Db, areaCode: string, year: number): Promise<{ fen: Fen; source: string } | undefined> {
  const [line] = await db.$queryRaw<{ fen: Fen; source: string }[]>`
    SELECT fen_per_person AS fen, source FROM income_line
    WHERE year = ${year} AND kind = 'MONITORING' AND ${areaCode} LIKE area_code || '%'
    ORDER BY length(area_code) DESC LIMIT 1`;
  return line;
}
