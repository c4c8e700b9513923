import { yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";

// What a posting (alias p) means for the household whose account it touches. household_income says the same as a view;
// here it is joined to areas first, so that a village's page does not sum the whole country.

/** What a posting moves, or that much of it times something, where it is the figure; else nothing. */
type FigureOf = (amount: Prisma.Sql) => Prisma.Sql;

/** 应计: net posted into the household's payable account; payments to and from the bank are not it. */
export const accruedOf: FigureOf = (amount) => Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:payable' AND p.source NOT LIKE 'bank:%' THEN ${amount}
        WHEN p.source LIKE 'household:%:payable' AND p.destination NOT LIKE 'bank:%' THEN -${amount} ELSE 0 END)`;

/** 已付: from payable to the bank with a voucher, less what the bank sent back. */
export const paidOf: FigureOf = (amount) => Prisma.sql`
  (CASE WHEN p.destination LIKE 'bank:%' THEN ${amount} WHEN p.source LIKE 'bank:%' THEN -${amount} ELSE 0 END)`;

/** 待确认: waiting for arrival and the end of the claim window. */
export const pendingOf: FigureOf = (amount) => Prisma.sql`
  (CASE WHEN p.destination LIKE 'household:%:pending' THEN ${amount}
        WHEN p.source LIKE 'household:%:pending' THEN -${amount} ELSE 0 END)`;

/** Paid by the bank, or sent back by it: no other posting is part of what was paid. */
export const BY_THE_BANK = Prisma.sql`(p.destination LIKE 'bank:%' OR p.source LIKE 'bank:%')`;

const MOVED = Prisma.sql`p.amount_fen`;
export const ACCRUED = accruedOf(MOVED);
export const PAID = paidOf(MOVED);
export const PENDING = pendingOf(MOVED);

/** The version of the class map that was valid in the posting's month. */
export const CLASS_OF_POSTING = Prisma.sql`
  JOIN class_map m ON m.flow = p.flow
    AND m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= p.period)`;

export const ATTRIBUTED = Prisma.sql`(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)`;

/** LIKE patterns of area prefixes: an area covers every code that starts with its own. [] matches nothing. */
export function patterns(areaPrefixes: readonly string[]): string[] {
  return areaPrefixes.map((prefix) => `${prefix}%`);
}

type Inside = (areaCode: Prisma.Sql) => Prisma.Sql;

/** "kept": the sums as they are kept, which is what holds now where no month is due. "now": what holds, whatever is due. */
export type Reading = "kept" | "now";

/**
 * Rows of what holds now: as they are kept, if in the same moment nothing of the area is due, else worked out. What is due is
 * there for a second after a sale; a statement that provides for it is planned for longer than the kept rows of a village are
 * read. `order` orders the columns of `rows`.
 */
export async function keptOrNow<Row extends object>(
  db: Db,
  inside: Inside,
  rows: (reading: Reading) => Prisma.Sql,
  order: Prisma.Sql,
): Promise<Row[]> {
  // What is due of a household that moved away is still kept where it was.
  const kept = await db.$queryRaw<(Row & { readonly isDue: boolean; readonly isRow: true | null })[]>`
    SELECT due."isDue", r.* FROM (
      SELECT EXISTS (SELECT FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside(Prisma.sql`h.area_code`)})
        OR EXISTS (SELECT FROM household_month_due d JOIN household_month k ON k.household_id = d.household_id AND k.period = d.period
          WHERE ${inside(Prisma.sql`k.area_code`)}) AS "isDue") due
    LEFT JOIN (SELECT true AS "isRow", one.* FROM (${rows("kept")}) one) r ON true ORDER BY ${order}`;
  if (!kept.some(({ isDue }) => isDue))
    return kept.flatMap(({ isDue: _, isRow, ...row }) => (isRow ? [row as unknown as Row] : []));
  return db.$queryRaw<Row[]>`SELECT * FROM (${rows("now")}) one ORDER BY ${order}`;
}

/**
 * The record as it is this moment (what the view household_month_now says) of the households that `inside` lets in, a condition
 * on household `h`; `which` is one on the record's row `r`. Written out and not read from the view: PostgreSQL pushes no join
 * below its UNION, so that a village's page would read the months of the whole country.
 */
export function recordOf(inside: Prisma.Sql, which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT r.household_id, r.period, r.income_class, r.accrued_fen, r.paid_fen, r.pending_fen, r.stable_fen, r.attributed_fen
    FROM household h JOIN household_month r ON r.household_id = h.id
    WHERE ${inside} AND ${which}
      AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period)
    UNION ALL
    SELECT r.* FROM (
      SELECT DISTINCT d.household_id, d.period FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside}) due
    CROSS JOIN LATERAL household_month_of(due.household_id, due.period) r WHERE ${which})`;
}

/** What waits now of the households whose village `inside` lets in, as recordOf: household_id, pending_fen. */
export function waitingOf(inside: Inside, reading: Reading): Prisma.Sql {
  if (reading === "kept")
    return Prisma.sql`(
    SELECT r.household_id, r.pending_fen FROM household_month r
    WHERE r.pending_fen <> 0 AND ${inside(Prisma.sql`r.area_code`)})`;
  return Prisma.sql`(
    SELECT r.household_id, r.pending_fen FROM household_month r
    WHERE r.pending_fen <> 0 AND ${inside(Prisma.sql`r.area_code`)}
      AND NOT EXISTS (SELECT FROM household_month_due d WHERE d.household_id = r.household_id AND d.period = r.period)
    UNION ALL
    SELECT due.household_id, f.pending_fen FROM (
      SELECT DISTINCT d.household_id, d.period FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside(Prisma.sql`h.area_code`)}) due
    CROSS JOIN LATERAL household_month_of(due.household_id, due.period) f WHERE f.pending_fen <> 0)`;
}

/** Months of a span as the years of the record hold them: from January to each month, so a year's share is one difference. */
function yearsOf(
  from: Period,
  to: Period,
): readonly { readonly year: number; readonly before: number; readonly last: number }[] {
  const [first, last] = [yearAndMonth(from), yearAndMonth(to)];
  return Array.from({ length: Math.max(0, last.year - first.year + 1) }, (_, index) => {
    const year = first.year + index;
    return {
      year,
      before: year === first.year ? first.month - 1 : 0,
      last: year === last.year ? last.month : 12,
    };
  });
}

/** A figure of the record's year in the months that the span has of it. */
function inSpan(column: Prisma.Sql, before: number, last: number): Prisma.Sql {
  return before === 0
    ? Prisma.sql`${column}[${last}::int]`
    : Prisma.sql`(${column}[${last}::int] - ${column}[${before}::int])`;
}

/** No month of the household is due. A list to look in: a join with a table that is mostly empty is planned badly. */
const notDue = (household: Prisma.Sql) =>
  Prisma.sql`${household} NOT IN (SELECT household_id FROM household_month_due)`;

/**
 * One row a household that `inside` lets in and that had anything in the months: household_id, accrued, paid, stable,
 * attributed, without EXCLUDED. `inside` is a condition on a village's code. Out of the years that are kept, and for
 * households of which a month is due out of the record as it is this moment.
 */
export function spanOfHouseholds(
  inside: Inside,
  { from, to }: { readonly from: Period; readonly to: Period },
  reading: Reading = "now",
): Prisma.Sql {
  const settled = reading === "kept" ? Prisma.sql`true` : notDue(Prisma.sql`y.household_id`);
  const years = yearsOf(from, to).map(
    ({ year, before, last }) => Prisma.sql`
      SELECT y.household_id, ${inSpan(Prisma.sql`y.accrued`, before, last)} AS accrued, ${inSpan(Prisma.sql`y.paid`, before, last)} AS paid,
        ${inSpan(Prisma.sql`y.stable`, before, last)} AS stable, ${inSpan(Prisma.sql`y.attributed`, before, last)} AS attributed
      FROM household_year y WHERE y.year = ${year}::int AND ${inside(Prisma.sql`y.area_code`)} AND ${settled}`,
  );
  // One year has one row a household: nothing to add up.
  const kept =
    years.length === 1
      ? years
      : [
          Prisma.sql`
      SELECT household_id, sum(accrued)::bigint AS accrued, sum(paid)::bigint AS paid, sum(stable)::bigint AS stable, sum(attributed)::bigint AS attributed
      FROM (${years.length === 0 ? NO_YEAR : Prisma.join(years, " UNION ALL ")}) y GROUP BY household_id`,
        ];
  if (reading === "kept") return Prisma.sql`(${Prisma.join(kept, " UNION ALL ")})`;
  return Prisma.sql`(
    ${Prisma.join(kept, " UNION ALL ")}
    UNION ALL
    SELECT r.household_id, (sum(r.accrued_fen) FILTER (WHERE r.income_class <> 'EXCLUDED'))::bigint, (sum(r.paid_fen) FILTER (WHERE r.income_class <> 'EXCLUDED'))::bigint,
      (sum(r.stable_fen) FILTER (WHERE r.income_class <> 'EXCLUDED'))::bigint, sum(r.attributed_fen)::bigint
    FROM (SELECT DISTINCT d.household_id FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside(Prisma.sql`h.area_code`)}) due
    CROSS JOIN LATERAL (
      SELECT n.* FROM household_month_now n WHERE n.household_id = due.household_id AND n.period BETWEEN ${from} AND ${to}) r
    GROUP BY r.household_id)`;
}

const NO_YEAR = Prisma.sql`
  SELECT NULL::uuid AS household_id, 0::bigint AS accrued, 0::bigint AS paid, 0::bigint AS stable, 0::bigint AS attributed WHERE false`;

/** Whom cooperatives paid in the months, as spanOfHouseholds: cooperative_id, household_id, fen; each pair once. */
export function paidByCooperatives(
  inside: Inside,
  { from, to }: { readonly from: Period; readonly to: Period },
  reading: Reading,
): Prisma.Sql {
  const settled = reading === "kept" ? Prisma.sql`true` : notDue(Prisma.sql`y.household_id`);
  const years = yearsOf(from, to).map(
    ({ year, before, last }) => Prisma.sql`
      SELECT y.cooperative_id, y.household_id, ${inSpan(Prisma.sql`y.paid`, before, last)} AS fen
      FROM linkage_year y WHERE y.year = ${year}::int AND ${inside(Prisma.sql`y.area_code`)} AND ${settled}`,
  );
  // A year has one row a pair: nothing to add up.
  if (reading === "kept" && years.length === 1) return Prisma.sql`(${Prisma.join(years)})`;
  const due = Prisma.sql`
    SELECT p.cooperative_id, p.household_id, ${PAID} AS fen
    FROM (SELECT DISTINCT d.household_id FROM household_month_due d JOIN household h ON h.id = d.household_id WHERE ${inside(Prisma.sql`h.area_code`)}) due
    JOIN posting p ON p.household_id = due.household_id
    WHERE p.cooperative_id IS NOT NULL AND p.period BETWEEN ${from} AND ${to} AND ${BY_THE_BANK}`;
  const rows = Prisma.join([...years, reading === "kept" ? NOBODY_PAID : due], " UNION ALL ");
  return Prisma.sql`(
    SELECT cooperative_id, household_id, sum(fen)::bigint AS fen FROM (${rows}) paid GROUP BY cooperative_id, household_id)`;
}

const NOBODY_PAID = Prisma.sql`SELECT NULL::uuid AS cooperative_id, NULL::uuid AS household_id, 0::bigint AS fen WHERE false`;

/** The classes of one month: the version of the class map that was valid in it. */
export function classesIn(period: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT m.flow, m.income_class, m.stable FROM class_map m
    WHERE m.version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= ${period}))`;
}
