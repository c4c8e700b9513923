import { Prisma } from "~/platform/db.server";

// What a posting (alias p) means for the household whose account it touches. household_income says the same as a view;
// here it is joined to areas first, so that a village's page does not sum the whole country.

/** 应计: net posted into the household's payable account; payments to and from the bank are not it. */
export const ACCRUED = Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN p.amount_fen
        WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)`;

/** 已付: from payable to the bank with a voucher, less what the bank sent back. */
export const PAID = Prisma.sql`
  (CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)`;

/** 待确认: waiting for arrival and the end of the claim window. */
export const PENDING = Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:pending' THEN p.amount_fen
        WHEN p.source LIKE 'household:%:pending' THEN -p.amount_fen ELSE 0 END)`;

/** The version of the class map that was valid in the posting's month. */
export const CLASS_OF_POSTING = Prisma.sql`
  JOIN class_map m ON m.flow = p.flow
    AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= p.period)`;

export const ATTRIBUTED = Prisma.sql`(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)`;

/** LIKE patterns of area prefixes: an area covers every code that starts with its own. [] matches nothing. */
export function patterns(areaPrefixes: readonly string[]): string[] {
  return areaPrefixes.map((prefix) => `${prefix}%`);
}

/**
 * The record as it is this moment (what the view household_month_now says) of the households that `inside` lets in, a condition
 * on household `h`; `which` is one on the record's row `r`. Written out and not read from the view: PostgreSQL pushes no join
 * below its UNION, so that a village's page would read the months of the whole country.
 */
export function recordOf(inside: Prisma.Sql, which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT r.* FROM household h JOIN household_month r ON r.household_id = h.id
    WHERE ${inside} AND ${which}
      AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period)
    UNION ALL
    SELECT r.* FROM (
      SELECT DISTINCT d.household_id, d.period FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside}) due
    CROSS JOIN LATERAL household_month_of(due.household_id, due.period) r WHERE ${which})`;
}

/** The classes of one month: the version of the class map that was valid in it. */
export function classesIn(period: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT m.flow, m.income_class, m.stable FROM class_map m
    WHERE m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= ${period}))`;
}

/**
 * What invariant_household_month says, of one month and of the households that `inside` lets in: rows of the record that are not
 * what the postings add up to, and the other way round. The view sums the whole ledger; a month that is closed asks for itself.
 */
export function differingMonths(inside: Prisma.Sql, period: string): Prisma.Sql {
  const figures = Prisma.sql`household_id, income_class, accrued_fen, paid_fen, pending_fen, stable_fen, attributed_fen`;
  const notDue = (row: Prisma.Sql) => Prisma.sql`
    NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = ${row}.household_id AND d.period = ${period})`;
  return Prisma.sql`
    WITH kept AS (
      SELECT r.* FROM household h JOIN household_month r ON r.household_id = h.id
      WHERE ${inside} AND r.period = ${period} AND ${notDue(Prisma.sql`r`)}),
    summed AS (
      SELECT p.household_id, k.income_class, sum(${ACCRUED})::bigint AS accrued_fen, sum(${PAID})::bigint AS paid_fen,
        sum(${PENDING})::bigint AS pending_fen, sum(CASE WHEN k.stable THEN ${ACCRUED} ELSE 0 END)::bigint AS stable_fen,
        0::bigint AS attributed_fen
      FROM posting p JOIN household h ON h.id = p.household_id JOIN ${classesIn(period)} k ON k.flow = p.flow
      WHERE ${inside} AND p.period = ${period} AND ${notDue(Prisma.sql`p`)} GROUP BY 1, 2
      UNION ALL
      SELECT a.household_id, 'ATTRIBUTED', 0, 0, 0, 0, sum(${ATTRIBUTED})::bigint
      FROM attribution a JOIN household h ON h.id = a.household_id
      WHERE ${inside} AND a.period = ${period} AND ${notDue(Prisma.sql`a`)} GROUP BY 1)
    (SELECT ${figures} FROM kept EXCEPT SELECT ${figures} FROM summed)
    UNION ALL (SELECT ${figures} FROM summed EXCEPT SELECT ${figures} FROM kept)`;
}
