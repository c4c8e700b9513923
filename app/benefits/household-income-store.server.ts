import { headsOn } from "~/households/heads-sql.server";
import { allocate, sum, type Fen } from "~/kernel/money";
import { boundsOf, dayOf, yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import type { IncomeClass } from "./flow";
import { ACCRUED, ATTRIBUTED, CLASS_OF_POSTING, PAID, PENDING } from "./income-sql.server";
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
  /** 家庭人口数: registered members at the end of the last month, and which day that is */
  readonly headCount: number;
  readonly headCountOn: string;
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
  const headCountOn = dayOf(new Date(boundsOf(scope.to).to.getTime() - 1));
  const [card, figures, recomputed, lines] = await Promise.all([
    cardOn(db, scope, headCountOn),
    figuresOf(db, scope),
    recompute(db, scope),
    incomeLines(db, scope.householdId, yearAndMonth(scope.to).year),
  ]);
  if (!card) return undefined;
  const { cells, attributed, costs, declared } = figures;

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
    headCountOn,
    cells,
    attributed,
    costs,
    declared,
    declaredNetFen,
    completeNetFen,
    perHeadCompleteFen: perHead(completeNetFen, card.headCount),
    accruedFen,
    paidFen,
    pendingFen: recomputed.pendingFen,
    costFen,
    netPaidFen: paidFen - costFen,
    netAccruedFen: accruedFen - costFen,
    perHeadPaidFen: perHead(paidFen - costFen, card.headCount),
    perHeadAccruedFen: perHead(accruedFen - costFen, card.headCount),
    lines,
    checks: {
      accrued: checked(accruedFen, recomputed.accruedFen - sum(excluded.map((cell) => cell.accruedFen))),
      paid: checked(paidFen, recomputed.paidFen - sum(excluded.map((cell) => cell.paidFen))),
    },
  };
}

export function checked(shownFen: Fen, recomputedFen: Fen): Checked {
  return { shownFen, recomputedFen, ok: shownFen === recomputedFen };
}

type Card = Pick<HouseholdRecord, "householdId" | "number" | "headName" | "areaCode" | "headCount">;

async function cardOn(
  db: Db,
  { areaPrefixes, householdId }: Pick<IncomeScope, "areaPrefixes"> & { readonly householdId: string },
  day: string,
): Promise<Card | undefined> {
  const [card] = await db.$queryRaw<Card[]>`
    SELECT h.id AS "householdId", h.number, h.head_name AS "headName", h.area_code AS "areaCode",
      ${headsOn(day)} AS "headCount"
    FROM household h WHERE h.id = ${householdId}::uuid AND ${withinAreas(Prisma.sql`h.area_code`, areaPrefixes)}`;
  return card;
}

/** Attributed sales and costs have no class, and their sum in the first column. */
type FigureRow = IncomeCell & { readonly of: "PLATFORM" | "DECLARED" | "ATTRIBUTED" | "COST" };

/**
 * What the months hold, in one statement: income and declarations by class, attributed sales, and costs. The class is looked up
 * once a month and flow, not once a posting.
 */
async function figuresOf(
  db: Db,
  { householdId, from, to }: IncomeScope & { readonly householdId: string },
): Promise<Pick<HouseholdRecord, "cells" | "attributed" | "costs" | "declared">> {
  const rows = await db.$queryRaw<FigureRow[]>`
    SELECT 'PLATFORM' AS of, p.period, m.income_class AS "incomeClass", sum(p.accrued)::bigint AS "accruedFen",
      sum(p.paid)::bigint AS "paidFen", sum(p.pending)::bigint AS "pendingFen"
    FROM (
      SELECT p.period, p.flow, sum(${ACCRUED}) AS accrued, sum(${PAID}) AS paid, sum(${PENDING}) AS pending FROM posting p
      WHERE p.household_id = ${householdId}::uuid AND p.period BETWEEN ${from} AND ${to} GROUP BY p.period, p.flow) p
    ${CLASS_OF_POSTING}
    GROUP BY p.period, m.income_class
    UNION ALL
    SELECT 'DECLARED', d.period, c.income_class, sum(d.gross_fen)::bigint, sum(d.cost_fen)::bigint, 0
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) c
    WHERE d.household_id = ${householdId}::uuid AND d.state = 'APPROVED' AND d.period BETWEEN ${from} AND ${to}
    GROUP BY d.period, c.income_class
    UNION ALL
    SELECT 'ATTRIBUTED', a.period, NULL, sum(${ATTRIBUTED})::bigint, 0, 0 FROM attribution a
    WHERE a.household_id = ${householdId}::uuid AND a.period BETWEEN ${from} AND ${to} GROUP BY a.period
    UNION ALL
    SELECT 'COST', period, NULL, sum(amount_fen)::bigint, 0, 0 FROM cost_entry
    WHERE household_id = ${householdId}::uuid AND period BETWEEN ${from} AND ${to} GROUP BY period
    ORDER BY 2, 3`;
  const rowsOf = (of: FigureRow["of"]) => rows.filter((row) => row.of === of);
  const sumsOf = (of: FigureRow["of"]) =>
    rowsOf(of).map(({ period, accruedFen }) => ({ period, amountFen: accruedFen }));
  return {
    cells: rowsOf("PLATFORM").map(({ of: _, ...cell }) => cell),
    declared: rowsOf("DECLARED").map(({ period, incomeClass, accruedFen, paidFen }) => ({
      period,
      incomeClass,
      grossFen: accruedFen,
      costFen: paidFen,
    })),
    attributed: sumsOf("ATTRIBUTED"),
    costs: sumsOf("COST"),
  };
}

/** The same by the names of the household's accounts alone, whatever the postings say of household, flow and class. */
async function recompute(
  db: Db,
  scope: IncomeScope & { readonly householdId: string },
): Promise<{ accruedFen: Fen; paidFen: Fen; pendingFen: Fen }> {
  const [pendingAccount, payableAccount] = ["pending", "payable"].map(
    (stage) => `household:${scope.householdId}:${stage}`,
  );
  const [row] = await db.$queryRaw<[{ accruedFen: Fen; paidFen: Fen; pendingFen: Fen }]>`
    WITH mine AS (
      SELECT destination AS account, source AS other, amount_fen AS amount, period FROM posting
      WHERE destination = ${payableAccount} AND destination LIKE '%:payable'
      UNION ALL
      SELECT source, destination, -amount_fen, period FROM posting
      WHERE source = ${payableAccount} AND source LIKE '%:payable'
    )
    SELECT coalesce(sum(amount) FILTER (WHERE other NOT LIKE 'bank:%' AND period BETWEEN ${scope.from} AND ${scope.to}), 0)::bigint AS "accruedFen",
      coalesce(-sum(amount) FILTER (WHERE other LIKE 'bank:%' AND period BETWEEN ${scope.from} AND ${scope.to}), 0)::bigint AS "paidFen",
      (SELECT coalesce(sum(CASE WHEN destination = ${pendingAccount} THEN amount_fen WHEN source = ${pendingAccount} THEN -amount_fen END), 0)::bigint
       FROM posting WHERE household_id = ${scope.householdId}::uuid) AS "pendingFen"
    FROM mine`;
  return row;
}

/** The lines of a year that hold where the household lies: of each kind the nearest area's. */
async function incomeLines(db: Db, householdId: string, year: number): Promise<HouseholdRecord["lines"]> {
  return db.$queryRaw<{ kind: string; fenPerPerson: Fen; source: string }[]>`
    SELECT DISTINCT ON (l.kind) l.kind, l.fen_per_person AS "fenPerPerson", l.source
    FROM income_line l JOIN household h ON h.area_code LIKE l.area_code || '%'
    WHERE l.year = ${year} AND h.id = ${householdId}::uuid
    ORDER BY l.kind, length(l.area_code) DESC`;
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
