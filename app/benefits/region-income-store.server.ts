import type { Fen } from "~/kernel/money";
import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { ACCRUED, ATTRIBUTED, PAID, patterns, PENDING } from "./income-sql.server";

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
};

export type AreaTotals = IncomeTotals & { readonly code: string; readonly name: string; readonly level: string };

/** Totals of each child area of `parentCode` that the scope covers or lies in, by code. */
export async function regionTotals(
  db: Db,
  scope: IncomeScope & { readonly parentCode: string },
): Promise<AreaTotals[]> {
  return db.$queryRaw<AreaTotals[]>`
    WITH per_household AS (${perHousehold(scope, scope.parentCode)})
    SELECT area.code, area.name, area.level, count(h.id)::int AS households, coalesce(sum(h.people), 0)::int AS people,
      ${SUMS}
    FROM area LEFT JOIN per_household h ON h.area_code LIKE area.code || '%'
    WHERE area.parent_code = ${scope.parentCode}
      AND EXISTS (SELECT FROM unnest(${[...scope.areaPrefixes]}::text[]) AS s(prefix)
        WHERE area.code LIKE s.prefix || '%' OR s.prefix LIKE area.code || '%')
    GROUP BY area.code
    ORDER BY area.code`;
}

/** The same totals of one area as a whole, as far as the scope covers it. */
export async function areaTotals(db: Db, scope: IncomeScope & { readonly areaCode: string }): Promise<IncomeTotals> {
  const [row] = await db.$queryRaw<[IncomeTotals]>`
    WITH per_household AS (${perHousehold(scope, scope.areaCode)})
    SELECT count(h.id)::int AS households, coalesce(sum(h.people), 0)::int AS people, ${SUMS} FROM per_household h`;
  return row;
}

export type HouseholdTotals = Omit<IncomeTotals, "households" | "earningHouseholds"> & {
  readonly householdId: string;
  readonly number: string;
  readonly headName: string;
  readonly groupName: string;
};

/** The households of a village within the scope, by number. `people` are the members at the end of the last month. */
export async function villageHouseholds(
  db: Db,
  scope: IncomeScope & { readonly villageCode: string },
): Promise<HouseholdTotals[]> {
  return db.$queryRaw<HouseholdTotals[]>`
    WITH per_household AS (${perHousehold(scope, scope.villageCode)})
    SELECT h.id AS "householdId", card.number, card.head_name AS "headName", card.group_name AS "groupName",
      h.people::int AS people, h.accrued::bigint AS "accruedFen", h.paid::bigint AS "paidFen",
      h.pending::bigint AS "pendingFen", h.attributed::bigint AS "attributedFen", h.cost::bigint AS "costFen"
    FROM per_household h JOIN household card ON card.id = h.id
    ORDER BY card.number`;
}

const SUMS = Prisma.sql`
  count(h.id) FILTER (WHERE h.accrued <> 0 OR h.paid <> 0)::int AS "earningHouseholds",
  coalesce(sum(h.accrued), 0)::bigint AS "accruedFen", coalesce(sum(h.paid), 0)::bigint AS "paidFen",
  coalesce(sum(h.pending), 0)::bigint AS "pendingFen", coalesce(sum(h.attributed), 0)::bigint AS "attributedFen",
  coalesce(sum(h.cost), 0)::bigint AS "costFen"`;

/** One row a household of the area within the scope: members, income, attributed sales, costs. */
function perHousehold(scope: IncomeScope, areaCode: string): Prisma.Sql {
  const lastDay = dayOf(new Date(boundsOf(scope.to).to.getTime() - 1));
  return Prisma.sql`
    SELECT h.id, h.area_code, coalesce(members.people, 0) AS people, coalesce(income.accrued, 0) AS accrued,
      coalesce(income.paid, 0) AS paid, coalesce(income.pending, 0) AS pending,
      coalesce(attributed.fen, 0) AS attributed, coalesce(cost.fen, 0) AS cost
    FROM household h
    LEFT JOIN LATERAL (
      SELECT count(*) AS people FROM household_member m WHERE m.household_id = h.id
        AND m.joined_on <= ${lastDay}::date AND (m.left_on IS NULL OR m.left_on > ${lastDay}::date)) members ON true
    LEFT JOIN LATERAL (
      SELECT sum(${ACCRUED}) FILTER (WHERE p.period BETWEEN ${scope.from} AND ${scope.to} AND m.income_class <> 'EXCLUDED') AS accrued,
        sum(${PAID}) FILTER (WHERE p.period BETWEEN ${scope.from} AND ${scope.to} AND m.income_class <> 'EXCLUDED') AS paid,
        sum(${PENDING}) AS pending
      FROM posting p
      JOIN class_map m ON m.flow = p.flow AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= p.period)
      WHERE p.household_id = h.id) income ON true
    LEFT JOIN LATERAL (
      SELECT sum(${ATTRIBUTED}) AS fen FROM attribution a
      WHERE a.household_id = h.id AND a.period BETWEEN ${scope.from} AND ${scope.to}) attributed ON true
    LEFT JOIN LATERAL (
      SELECT sum(c.amount_fen) AS fen FROM cost_entry c
      WHERE c.household_id = h.id AND c.period BETWEEN ${scope.from} AND ${scope.to}) cost ON true
    WHERE h.area_code LIKE ANY (${patterns(scope.areaPrefixes)}::text[]) AND h.area_code LIKE ${areaCode} || '%'`;
}
