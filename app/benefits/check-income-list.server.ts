import { Prisma, type Db } from "~/platform/db.server";
import { formatYuan } from "~/kernel/money";
import { periodOf, type Period } from "~/kernel/period";
import { withinAreas } from "~/regions/within-areas.server";
import { DECLARED_FLOWS, EARLIEST_DECLARED } from "./declared";
import type { CellProblem, IncomeListRow } from "./income-list";

export type CheckedIncomeRow = IncomeListRow & {
  readonly householdId: string;
  readonly areaCode: string;
};

/**
 * What the database knows against the rows of a sheet: households that are not in these areas (or not there: the same
 * sentence), months to come, a cost where there is no business, and what was declared already.
 */
export async function checkIncomeRows(
  db: Db,
  rows: readonly IncomeListRow[],
  { areaPrefixes, now }: { readonly areaPrefixes: readonly string[]; readonly now: Date },
): Promise<{ readonly rows: readonly CheckedIncomeRow[]; readonly problems: readonly CellProblem[] }> {
  const [households, business, earlier] = await Promise.all([
    householdsNamed(db, rows, areaPrefixes),
    businessKinds(db, rows),
    declaredAlready(db, rows, areaPrefixes),
  ]);
  const checked: CheckedIncomeRow[] = [];
  const problems: CellProblem[] = [];
  for (const row of rows) {
    const household = households.get(row.householdNumber);
    const declared = earlier.get(paymentKey(row));
    const before = problems.length;
    const problem = (column: CellProblem["column"], words: string) => problems.push({ row: row.row, column, words });
    if (!household) problem("household", "没有这一户，或不在您的管辖范围内。");
    if (row.period > periodOf(now)) problem("period", "月份还没有到。");
    if (row.period < EARLIEST_DECLARED) problem("period", `${EARLIEST_DECLARED} 以前的收入不在此登记。`);
    if (row.costFen !== 0n && !business.has(`${row.flow} ${row.period}`))
      problem("cost", "只有经营性收入有生产费用，其他类别请留空。");
    if (declared !== undefined)
      problem(
        "gross",
        `这一户 ${row.period} 已有“${DECLARED_FLOWS[row.flow]}” ¥${formatYuan(declared)}（同一发放单位）。更正请在该户的申报收入里办理。`,
      );
    if (household && problems.length === before) checked.push({ ...row, ...household });
  }
  return { rows: checked, problems };
}

async function householdsNamed(
  db: Db,
  rows: readonly IncomeListRow[],
  areaPrefixes: readonly string[],
): Promise<Map<string, { householdId: string; areaCode: string }>> {
  const found = await db.$queryRaw<{ number: string; householdId: string; areaCode: string }[]>`
    SELECT number, id AS "householdId", area_code AS "areaCode" FROM household
    WHERE number = ANY(${[...new Set(rows.map((row) => row.householdNumber))]}::text[])
      AND ${withinAreas(Prisma.sql`area_code`, areaPrefixes)}`;
  return new Map(found.map(({ number, householdId, areaCode }) => [number, { householdId, areaCode }]));
}

/** The kinds and months among the rows that are business income, the only one with a cost. */
async function businessKinds(db: Db, rows: readonly IncomeListRow[]): Promise<Set<string>> {
  const kinds = [...new Map(rows.map((row) => [`${row.flow} ${row.period}`, row])).values()];
  const found = await db.$queryRaw<{ flow: string; period: Period }[]>`
    SELECT k.flow, k.period FROM unnest(${kinds.map(({ flow }) => flow)}::text[], ${kinds.map(({ period }) => period)}::text[]) AS k(flow, period)
    CROSS JOIN LATERAL class_of(k.flow, k.period) c WHERE c.income_class = 'BUSINESS'`;
  return new Set(found.map(({ flow, period }) => `${flow} ${period}`));
}

/** What stands for the same household, month, kind and payer, waiting or approved: the sum by payment. */
async function declaredAlready(
  db: Db,
  rows: readonly IncomeListRow[],
  areaPrefixes: readonly string[],
): Promise<Map<string, bigint>> {
  const found = await db.$queryRaw<
    { householdNumber: string; period: Period; flow: string; organisation: string; grossFen: bigint }[]
  >`
    SELECT h.number AS "householdNumber", coalesce(d.applies_to, d.period) AS period, d.flow, d.organisation,
      sum(d.gross_fen)::bigint AS "grossFen"
    FROM declared_income d JOIN household h ON h.id = d.household_id
    WHERE h.number = ANY(${[...new Set(rows.map((row) => row.householdNumber))]}::text[]) AND d.state <> 'REJECTED'
      AND ${withinAreas(Prisma.sql`h.area_code`, areaPrefixes)}
    GROUP BY 1, 2, 3, 4`;
  return new Map(found.map((row) => [paymentKey(row), row.grossFen]));
}

function paymentKey(row: {
  readonly householdNumber: string;
  readonly period: Period;
  readonly flow: string;
  readonly organisation: string;
}): string {
  return [row.householdNumber, row.period, row.flow, row.organisation].join("\n");
}
