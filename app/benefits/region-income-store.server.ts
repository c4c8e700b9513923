import { headsOn } from "~/households/heads-sql.server";
import type { Fen } from "~/kernel/money";
import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import { spanOfHouseholds, waitingOf, type Reading } from "./income-sql.server";

/** Whose figures: what the actor's grants cover, and which months (both included). */
export type IncomeScope = {
  readonly areaPrefixes: readonly string[];
  readonly from: Period;
  readonly to: Period;
};

export type IncomeTotals = {
  readonly households: number;
  readonly people: number;
  /** households with income in these months */
  readonly earningHouseholds: number;
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
  /** now, whatever the months */
  readonly pendingFen: Fen;
  /** 带动销售额: another measure, never added to income */
  readonly attributedFen: Fen;
  readonly costFen: Fen;
  /** approved declarations less their costs: beside the platform's figures, never inside them */
  readonly declaredFen: Fen;
  /** households whose goods were sold in these months */
  readonly sellingHouseholds: number;
  /** households with an income item that the class map calls stable */
  readonly stableHouseholds: number;
};

/** Totals of one area as a whole, as far as the scope covers it. */
export async function areaTotals(db: Db, scope: IncomeScope & { readonly areaCode: string }): Promise<IncomeTotals> {
  const [row] = await db.$queryRaw<[IncomeTotals]>`
    WITH per_household AS (${perHousehold(scope, scope.areaCode)})
    SELECT count(h.id)::int AS households, coalesce(sum(h.people), 0)::int AS people, ${SUMS} FROM per_household h`;
  return row;
}

/** One household's; `people` are the members at the end of the last month. */
export type HouseholdTotals = Omit<
  IncomeTotals,
  "households" | "earningHouseholds" | "sellingHouseholds" | "stableHouseholds"
> & {
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly groupName: string;
};

export const SUMS = Prisma.sql`
  count(h.id) FILTER (WHERE h.accrued <> 0 OR h.paid <> 0)::int AS "earningHouseholds",
  coalesce(sum(h.accrued), 0)::bigint AS "accruedFen", coalesce(sum(h.paid), 0)::bigint AS "paidFen",
  coalesce(sum(h.pending), 0)::bigint AS "pendingFen", coalesce(sum(h.attributed), 0)::bigint AS "attributedFen",
  coalesce(sum(h.cost), 0)::bigint AS "costFen", coalesce(sum(h.declared), 0)::bigint AS "declaredFen",
  count(h.id) FILTER (WHERE h.attributed > 0)::int AS "sellingHouseholds",
  count(h.id) FILTER (WHERE h.stable > 0 OR h.declared_stable)::int AS "stableHouseholds"`;

/**
 * One row a household of the area within the scope: members, income, attributed sales, costs, approved declarations. Income
 * is read from the kept record, which is the ledger's own sum wherever it is not kept yet.
 */
export function perHousehold(scope: IncomeScope, areaCode: string, reading: Reading = "now"): Prisma.Sql {
  const lastDay = dayOf(new Date(boundsOf(scope.to).to.getTime() - 1));
  const within = areaWithin(scope.areaPrefixes, areaCode);
  const inside = within(Prisma.sql`h.area_code`);
  const months = Prisma.sql`BETWEEN ${scope.from} AND ${scope.to}`;
  return Prisma.sql`
    SELECT h.id, h.area_code, h.number, h.head_name, h.group_name, ${headsOn(lastDay)} AS people, coalesce(income.accrued, 0) AS accrued,
      coalesce(income.paid, 0) AS paid, coalesce(waiting.pending, 0) AS pending,
      coalesce(income.stable, 0) AS stable, coalesce(income.attributed, 0) AS attributed, coalesce(cost.fen, 0) AS cost,
      coalesce(declared.net, 0) AS declared, coalesce(declared.stable, false) AS declared_stable
    FROM household h
    LEFT JOIN ${spanOfHouseholds(within, scope, reading)} income ON income.household_id = h.id
    LEFT JOIN (
      SELECT r.household_id, sum(r.pending_fen) AS pending
      FROM ${waitingOf(within, reading)} r GROUP BY r.household_id) waiting ON waiting.household_id = h.id
    LEFT JOIN (
      SELECT c.household_id, sum(c.amount_fen) AS fen FROM cost_entry c JOIN household h ON h.id = c.household_id
      WHERE ${inside} AND c.state = 'APPROVED' AND c.period ${months} GROUP BY c.household_id) cost ON cost.household_id = h.id
    LEFT JOIN (
      SELECT d.household_id, sum(d.gross_fen - d.cost_fen) AS net, bool_or(m.stable) AS stable
      FROM declared_income d JOIN household h ON h.id = d.household_id CROSS JOIN LATERAL class_of(d.flow, d.period) m
      WHERE ${inside} AND d.state = 'APPROVED' AND d.period ${months} AND m.income_class <> 'EXCLUDED'
      GROUP BY d.household_id) declared ON declared.household_id = h.id
    WHERE ${inside}`;
}
