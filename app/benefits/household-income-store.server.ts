import type { HeadsUsed } from "~/households/head-count";
import { headsDividing } from "~/households/heads-sql.server";
import { allocate, sum, type Fen } from "~/kernel/money";
import { yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { IncomeClass } from "./flow";
import type { IncomeScope } from "./region-income-store.server";

export type IncomeCell = {
  readonly period: Period;
  readonly incomeClass: IncomeClass;
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  readonly pendingFen: Fen;
};

export type DeclaredCell = {
  readonly period: Period;
  readonly incomeClass: IncomeClass;
  readonly grossFen: Fen;
  readonly costFen: Fen;
};

export type MonthFigure = { readonly period: Period; readonly amountFen: Fen };

/** A figure, and the same summed anew another way: ✓ when they agree. */
export type Checked = { readonly shownFen: Fen; readonly recomputedFen: Fen; readonly ok: boolean };

export type HouseholdRecord = {
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly areaCode: string;
  /** one a month and class in which anything moved; EXCLUDED is shown and not counted */
  readonly cells: readonly IncomeCell[];
  /** 带动销售额 a month: information beside income, never added to it */
  readonly attributed: readonly MonthFigure[];
  /** production costs a month; only business income has them */
  readonly costs: readonly MonthFigure[];
  /** approved declarations by month and class, gross and cost: beside the platform's cells, never in them */
  readonly declared: readonly DeclaredCell[];
  /** declarations that nobody has decided on yet, which count nowhere */
  readonly declarationsWaiting: number;
  /** approved declarations less their costs, without EXCLUDED */
  readonly declaredNetFen: Fen;
  /** what was paid less costs and approved declarations together: what lines are measured against */
  readonly completeNetFen: Fen;
  readonly perHeadCompleteFen: Fen | null;
  /** without EXCLUDED */
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  readonly pendingFen: Fen;
  readonly costFen: Fen;
  /** paid less costs: the headline */
  readonly netPaidFen: Fen;
  readonly netAccruedFen: Fen;
  /** 家庭人口数: what the figures per head are divided by, and which rule chose it */
  readonly heads: HeadsUsed;
  /** per head, rounded down: never more than there is; null without members */
  readonly perHeadPaidFen: Fen | null;
  readonly perHeadAccruedFen: Fen | null;
  /** national standard and monitoring line of the last month's year, the nearest area's */
  readonly lines: readonly { readonly kind: string; readonly fenPerPerson: Fen; readonly source: string }[];
  readonly checks: { readonly accrued: Checked; readonly paid: Checked };
};

/** A household's income of some months. Undefined when there is no such household within the scope. */
export async function householdRecord(
  db: Db,
  scope: IncomeScope & { readonly householdId: string },
): Promise<HouseholdRecord | undefined> {
  const [card, kept, { costs, declared, declarationsWaiting }, recomputed] = await Promise.all([
    cardOf(db, scope),
    monthsOf(db, scope.householdId),
    writtenOf(db, scope),
    recompute(db, scope),
  ]);
  if (!card) return undefined;
  const months = kept.filter(({ period }) => scope.from <= period && period <= scope.to);
  const cells = months.flatMap((row) => (row.incomeClass === "ATTRIBUTED" ? [] : [cellOf(row)]));
  const attributed = months.flatMap(({ incomeClass, period, attributedFen }) =>
    incomeClass === "ATTRIBUTED" ? [{ period, amountFen: attributedFen }] : [],
  );

  const counted = cells.filter((cell) => cell.incomeClass !== "EXCLUDED");
  const accruedFen = sum(counted.map((cell) => cell.accruedFen));
  const paidFen = sum(counted.map((cell) => cell.paidFen));
  const costFen = sum(costs.map((cost) => cost.amountFen));
  const declaredNetFen = sum(
    declared.filter(({ incomeClass }) => incomeClass !== "EXCLUDED").map((cell) => cell.grossFen - cell.costFen),
  );
  const completeNetFen = paidFen - costFen + declaredNetFen;
  const excluded = cells.filter((cell) => cell.incomeClass === "EXCLUDED");
  return {
    ...card,
    cells,
    attributed,
    costs,
    declared,
    declarationsWaiting,
    declaredNetFen,
    completeNetFen,
    perHeadCompleteFen: perHead(completeNetFen, card.heads.people),
    accruedFen,
    paidFen,
    pendingFen: sum(kept.map((row) => row.pendingFen)),
    costFen,
    netPaidFen: paidFen - costFen,
    netAccruedFen: accruedFen - costFen,
    perHeadPaidFen: perHead(paidFen - costFen, card.heads.people),
    perHeadAccruedFen: perHead(accruedFen - costFen, card.heads.people),
    checks: {
      accrued: checked(accruedFen, recomputed.accruedFen - sum(excluded.map((cell) => cell.accruedFen))),
      paid: checked(paidFen, recomputed.paidFen - sum(excluded.map((cell) => cell.paidFen))),
    },
  };
}

export function checked(shownFen: Fen, recomputedFen: Fen): Checked {
  return { shownFen, recomputedFen, ok: shownFen === recomputedFen };
}

type Card = Pick<HouseholdRecord, "householdId" | "number" | "headName" | "areaCode" | "heads" | "lines">;
type WrittenLine = { readonly kind: string; readonly fen: string; readonly source: string };

/** The household, by how many heads it is divided, and of each kind the line of the last month's year that holds where it lies: the nearest area's. */
async function cardOf(db: Db, scope: IncomeScope & { readonly householdId: string }): Promise<Card | undefined> {
  const [row] = await db.$queryRaw<(Omit<Card, "lines"> & { readonly lines: readonly WrittenLine[] })[]>`
    SELECT h.id AS "householdId", h.number, h.head_name AS "headName", h.area_code AS "areaCode",
      json_build_object('people', d.people, 'on', d.counted_on, 'frozen', CASE WHEN d.closed_by IS NOT NULL THEN
        json_build_object('month', d.closed_month, 'areaCode', d.closed_by,
          'areaName', (SELECT a.short_name FROM area a WHERE a.code = d.closed_by)) END) AS heads,
      (SELECT coalesce(json_agg(json_build_object('kind', l.kind, 'fen', l.fen_per_person::text, 'source', l.source)), '[]') FROM (
        SELECT DISTINCT ON (i.kind) i.* FROM income_line i
        WHERE i.year = ${yearAndMonth(scope.to).year} AND h.area_code LIKE i.area_code || '%'
        ORDER BY i.kind, length(i.area_code) DESC, i.recorded_at DESC) l) AS lines
    FROM household h CROSS JOIN LATERAL ${headsDividing(scope)} d
    WHERE h.id = ${scope.householdId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, scope.areaPrefixes)}`;
  return (
    row && {
      ...row,
      lines: row.lines.map(({ kind, fen, source }) => ({ kind, fenPerPerson: BigInt(fen), source })),
    }
  );
}

/** Attributed sales stand in rows of their own, as if they were a class. */
type AttributedRow = Omit<IncomeCell, "incomeClass"> & {
  readonly incomeClass: "ATTRIBUTED";
  readonly attributedFen: Fen;
};
type KeptRow = (IncomeCell & { readonly attributedFen: Fen }) | AttributedRow;

/**
 * The household's months as they are kept, which is what holds now while none of them is due; else as the view works out those that
 * are, which is planned for ten times as long as it is read.
 */
async function monthsOf(db: Db, householdId: string): Promise<readonly KeptRow[]> {
  const columns = Prisma.sql`r.period, r.income_class AS "incomeClass", r.accrued_fen AS "accruedFen", r.paid_fen AS "paidFen",
    r.pending_fen AS "pendingFen", r.attributed_fen AS "attributedFen"`;
  const kept = await db.$queryRaw<(KeptRow & { readonly isDue: boolean; readonly isRow: boolean })[]>`
    SELECT EXISTS (SELECT FROM household_month_due WHERE household_id = ${householdId}::uuid) AS "isDue",
      r.household_id IS NOT NULL AS "isRow", ${columns}
    FROM (SELECT) one LEFT JOIN household_month r ON r.household_id = ${householdId}::uuid ORDER BY r.period, r.income_class`;
  if (!kept[0]?.isDue) return kept.flatMap(({ isDue: _, isRow, ...row }) => (isRow ? [row as KeptRow] : []));
  return db.$queryRaw<KeptRow[]>`
    SELECT ${columns} FROM household_month_now r WHERE r.household_id = ${householdId}::uuid ORDER BY r.period, r.income_class`;
}

function cellOf({ attributedFen: _, ...cell }: IncomeCell & { readonly attributedFen: Fen }): IncomeCell {
  return cell;
}

/** Costs have no class, and their sum in the first column. */
type WrittenRow = DeclaredCell & {
  readonly of: "APPROVED" | "PROPOSED" | "COST";
  readonly entries: number;
};

/** What is written down beside the ledger, in one statement: declarations by state and class, and costs. */
async function writtenOf(
  db: Db,
  { householdId, from, to }: IncomeScope & { readonly householdId: string },
): Promise<Pick<HouseholdRecord, "costs" | "declared" | "declarationsWaiting">> {
  const rows = await db.$queryRaw<WrittenRow[]>`
    SELECT d.state AS of, d.period, c.income_class AS "incomeClass", sum(d.gross_fen)::bigint AS "grossFen",
      sum(d.cost_fen)::bigint AS "costFen", count(*)::int AS entries
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) c
    WHERE d.household_id = ${householdId}::uuid AND d.state IN ('APPROVED', 'PROPOSED') AND d.period BETWEEN ${from} AND ${to}
    GROUP BY d.state, d.period, c.income_class
    UNION ALL
    SELECT 'COST', period, NULL, sum(amount_fen)::bigint, 0, 0 FROM cost_entry
    WHERE household_id = ${householdId}::uuid AND state = 'APPROVED' AND period BETWEEN ${from} AND ${to} GROUP BY period
    ORDER BY 2, 3`;
  return {
    declared: rows.flatMap(({ of, entries: _, ...cell }) => (of === "APPROVED" ? [cell] : [])),
    declarationsWaiting: rows.reduce((count, { of, entries }) => (of === "PROPOSED" ? count + entries : count), 0),
    costs: rows.flatMap(({ of, period, grossFen }) => (of === "COST" ? [{ period, amountFen: grossFen }] : [])),
  };
}

/** The same by the names of the household's accounts alone, whatever the postings say of household, flow and class. */
async function recompute(
  db: Db,
  scope: IncomeScope & { readonly householdId: string },
): Promise<{ accruedFen: Fen; paidFen: Fen }> {
  // why a SELECT: of an account that it knows only when it runs PostgreSQL makes one plan for all; of one written into the
  // statement it makes a new one each time, which takes six times as long as reading.
  const payable = Prisma.sql`(SELECT ${`household:${scope.householdId}:payable`}::text)`;
  const [row] = await db.$queryRaw<[{ accruedFen: Fen; paidFen: Fen }]>`
    WITH mine AS (
      SELECT destination AS account, source AS other, amount_fen AS amount, period FROM posting
      WHERE destination = ${payable} AND destination LIKE '%:payable'
      UNION ALL
      SELECT source, destination, -amount_fen, period FROM posting
      WHERE source = ${payable} AND source LIKE '%:payable'
    )
    SELECT coalesce(sum(amount) FILTER (WHERE other NOT LIKE 'bank:%' AND period BETWEEN ${scope.from} AND ${scope.to}), 0)::bigint AS "accruedFen",
      coalesce(-sum(amount) FILTER (WHERE other LIKE 'bank:%' AND period BETWEEN ${scope.from} AND ${scope.to}), 0)::bigint AS "paidFen"
    FROM mine`;
  return row;
}

/** Shared out evenly, and the smallest of the shares: a figure per head never shows more than there is. */
function perHead(fen: Fen, people: number): Fen | null {
  if (people === 0) return null;
  return (
    allocate(
      fen,
      Array.from({ length: people }, () => 1n),
    ).at(-1) ?? null
  );
}
