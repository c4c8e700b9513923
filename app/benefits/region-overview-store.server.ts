import { sum, type Fen } from "~/kernel/money";
import { offsetOf, type PageRequest } from "~/kernel/page";
import { yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { monitoringLine } from "~/regions/income-line-store.server";
import { areaWithin } from "~/regions/within-areas.server";
import { keptOrNow, type Reading } from "./income-sql.server";
import {
  perHousehold,
  SUMS,
  type HouseholdTotals,
  type IncomeScope,
  type IncomeTotals,
} from "./region-income-store.server";

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

export type MonthIncome = { readonly period: Period; readonly accruedFen: Fen; readonly paidFen: Fen };

export type Overview = {
  readonly whole: OverviewFigures & { readonly lineFen: Fen | null; readonly lineSource: string | null };
  readonly parts: readonly (OverviewFigures & { readonly code: string; readonly name: string })[];
  /** of `chart`, without the months that had nothing */
  readonly months: readonly MonthIncome[];
  /** the span's income once more, out of the sums that are kept by village and month */
  readonly byMonth: Pick<IncomeTotals, "accruedFen" | "paidFen">;
  /** the slice that was asked for, by number */
  readonly households: readonly HouseholdTotals[];
};

type Months = Pick<IncomeScope, "from" | "to">;
type OverviewScope = IncomeScope & {
  readonly areaCode: string;
  /** the digits of the areas below */
  readonly below: 4 | 6 | 9 | 12;
  readonly before: Months;
  /** the months to be drawn; they end with the span */
  readonly chart: Months;
  /** of a village also a slice of its households */
  readonly households?: PageRequest;
};

type Row = Omit<OverviewFigures, "paidBeforeFen"> & {
  readonly code: string | null;
  readonly lineFen: Fen | null;
  readonly lineSource: string | null;
};

/**
 * An area and each of the areas below it (of a village: its households), in one look at its households: totals, spread, the
 * line that holds for it, and its months up to now with the year before.
 */
export async function areaOverview(db: Db, scope: OverviewScope): Promise<Overview> {
  const [{ areas, households }, months, places] = await Promise.all([
    figures(db, scope),
    monthsOf(db, scope),
    scope.households ? [] : placesBelow(db, scope),
  ]);
  const inMonths = ({ from, to }: Months) => months.filter(({ period }) => period >= from && period <= to);
  const before = inMonths(scope.before);
  const figuresOf = (code: string | null, row: Row | undefined): OverviewFigures => {
    const { code: _, lineFen: _fen, lineSource: _source, ...own } = row ?? NOTHING;
    const of = code === null ? before : before.filter((month) => month.part === code);
    return { ...own, paidBeforeFen: sum(of.map(({ paidFen }) => paidFen)) };
  };
  const [whole] = areas;
  if (!whole) throw new Error("an aggregate without a row");
  const inSpan = inMonths(scope);
  return {
    whole: { ...figuresOf(null, whole), lineFen: whole.lineFen, lineSource: whole.lineSource },
    parts: places.map(({ code, name }) => {
      const row = areas.find((one) => one.code === code);
      return { code, name, ...figuresOf(code, row) };
    }),
    months: addedUp(inMonths(scope.chart)),
    byMonth: {
      accruedFen: sum(inSpan.map(({ accruedFen }) => accruedFen)),
      paidFen: sum(inSpan.map(({ paidFen }) => paidFen)),
    },
    households,
  };
}

type Figures = { readonly areas: readonly Row[]; readonly households: readonly HouseholdTotals[] };

/** The whole first, then its parts: areas, or of a village the slice of its households. */
async function figures(db: Db, scope: OverviewScope): Promise<Figures> {
  const spread = Prisma.sql`
    count(h.id)::int AS households, coalesce(sum(h.people), 0)::int AS people, ${SUMS},
    percentile_disc(0.5) WITHIN GROUP (ORDER BY h.paid) FILTER (WHERE h.paid > 0)::bigint AS "medianFen",
    (sum(h.paid) FILTER (WHERE h.paid > 0) / nullif(count(*) FILTER (WHERE h.paid > 0), 0))::bigint AS "meanFen",
    (count(*) FILTER (WHERE h.people > 0))::int AS measured,
    (count(*) FILTER (WHERE h.people > 0 AND h.paid - h.cost + h.declared >= (SELECT fen FROM line) * h.people))::int AS above,
    (SELECT fen FROM line) AS "lineFen", (SELECT source FROM line) AS "lineSource"`;
  const sources = (reading: Reading) => Prisma.sql`
    line AS (${monitoringLine(scope.areaCode, yearAndMonth(scope.to).year)}),
    per_household AS (${perHousehold(scope, scope.areaCode, reading)})`;
  const inside = areaWithin(scope.areaPrefixes, scope.areaCode);
  const slice = scope.households;
  if (slice === undefined) {
    const byPart = (reading: Reading) => Prisma.sql`
      WITH ${sources(reading)}, placed AS (SELECT *, left(area_code, ${scope.below}::int) AS part FROM per_household)
      SELECT h.part AS code, ${spread} FROM placed h GROUP BY GROUPING SETS ((h.part), ())`;
    return { areas: await keptOrNow<Row>(db, inside, byPart, Prisma.sql`code NULLS FIRST`), households: [] };
  }
  const ofVillage = (reading: Reading) => Prisma.sql`
    WITH ${sources(reading)},
    slice AS (SELECT * FROM per_household ORDER BY number LIMIT ${slice.size}::int OFFSET ${offsetOf(slice)}::int)
    SELECT NULL AS code, ${spread}, (
      SELECT coalesce(json_agg(json_build_object('householdId', id, 'number', number, 'headName', head_name, 'groupName', group_name,
        'people', people, 'accruedFen', accrued::text, 'paidFen', paid::text, 'pendingFen', pending::text,
        'attributedFen', attributed::text, 'costFen', cost::text, 'declaredFen', declared::text) ORDER BY number), '[]')
      FROM slice) AS shown
    FROM per_household h`;
  const [row] = await keptOrNow<Row & { readonly shown: readonly FenAsText<HouseholdTotals>[] }>(
    db,
    inside,
    ofVillage,
    Prisma.sql`code`,
  );
  if (!row) return { areas: [], households: [] };
  const { shown, ...whole } = row;
  return { areas: [whole], households: shown.map(withFen) };
}

/** JSON has no bigint: fen come as text. */
type FenAsText<Totals> = { readonly [Key in keyof Totals]: Totals[Key] extends Fen ? string : Totals[Key] };

function withFen({
  accruedFen,
  paidFen,
  pendingFen,
  attributedFen,
  costFen,
  declaredFen,
  ...household
}: FenAsText<HouseholdTotals>): HouseholdTotals {
  return {
    ...household,
    accruedFen: BigInt(accruedFen),
    paidFen: BigInt(paidFen),
    pendingFen: BigInt(pendingFen),
    attributedFen: BigInt(attributedFen),
    costFen: BigInt(costFen),
    declaredFen: BigInt(declaredFen),
  };
}

/** An area's income by month, out of the sums that are kept by village and month; months without any are left out. */
export async function areaMonths(db: Db, scope: IncomeScope & { readonly areaCode: string }): Promise<MonthIncome[]> {
  const { from, to } = scope;
  return addedUp(await monthsOf(db, { ...scope, below: 12, before: { from, to }, chart: { from, to } }));
}

type PartMonth = MonthIncome & { readonly part: string };

/** What is kept by village and month, from the year before to the end of the span, by the areas below. */
async function monthsOf(db: Db, scope: OverviewScope): Promise<PartMonth[]> {
  const within = areaWithin(scope.areaPrefixes, scope.areaCode);
  const { before, chart } = scope;
  const from = before.from < chart.from ? before.from : chart.from;
  const sums = (reading: Reading) => Prisma.sql`
    SELECT part, period, sum(accrued_fen)::bigint AS "accruedFen", sum(paid_fen)::bigint AS "paidFen" FROM (
      SELECT left(area_code, ${scope.below}::int) AS part, period, accrued_fen, paid_fen
      FROM ${reading === "kept" ? Prisma.sql`area_month` : Prisma.sql`area_month_now`}
      WHERE ${within(Prisma.sql`area_code`)} AND period BETWEEN ${from} AND ${scope.to}
        AND income_class NOT IN ('EXCLUDED', 'ATTRIBUTED')) m
    GROUP BY part, period`;
  return keptOrNow<PartMonth>(db, within, sums, Prisma.sql`period, part`);
}

function addedUp(months: readonly PartMonth[]): MonthIncome[] {
  return [...new Set(months.map(({ period }) => period))].map((period) => {
    const parts = months.filter((month) => month.period === period);
    const total = (fen: (month: PartMonth) => Fen) => sum(parts.map(fen));
    return { period, accruedFen: total(({ accruedFen }) => accruedFen), paidFen: total(({ paidFen }) => paidFen) };
  });
}

const NOTHING: Row = {
  code: null,
  lineFen: null,
  lineSource: null,
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
