import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma } from "~/platform/db.server";

/** How many people household `h` of a statement has on a day (登记在册人口), as headCount says: kept since the last change, counted before it. */
export function headsOn(day: string): Prisma.Sql {
  return Prisma.sql`(CASE WHEN h.heads_since <= ${day}::date THEN h.heads ELSE (
    SELECT count(*)::int FROM household_member m
    WHERE m.household_id = h.id AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)) END)`;
}

/**
 * By how many heads a figure of household `h` over some months is divided, and which rule chose them: what is joined LATERAL,
 * always one row (people, counted_on, closed_month, closed_by). This is the one place of the rule:
 *
 * - of the months, the last one that was closed with this household among those it froze, by its village, township or county,
 *   decides, with the heads as they were frozen then;
 * - where more than one of them closed that month, the one that closed first: a wider close that follows changes nothing;
 * - where none did, the heads as registered on the last day of the months.
 *
 * So whatever is written on the card later, a closed month divides by the same heads for ever.
 */
export function headsDividing({ from, to }: { readonly from: Period; readonly to: Period }): Prisma.Sql {
  const lastDay = dayOf(new Date(boundsOf(to).to.getTime() - 1));
  // A village that went into another was closed under its own code: its households were frozen there. The closes are put in order
  // before what they froze is looked for: nearly always the first has it, and none of the others is looked into.
  return Prisma.sql`(
    SELECT coalesce(frozen.heads, ${headsOn(lastDay)}) AS people, coalesce(frozen.day, ${lastDay}::date) AS counted_on,
      frozen.period AS closed_month, frozen.scope_id AS closed_by
    FROM (SELECT) one LEFT JOIN LATERAL (
      WITH RECURSIVE lain AS (
        SELECT h.area_code AS code UNION SELECT a.code FROM lain JOIN area a ON a.successor_code = lain.code),
      closed AS (
        SELECT c.scope_id, c.period, c.closed_at, s.sequence, s.day
        FROM (SELECT DISTINCT left(code, digits) AS code FROM lain CROSS JOIN unnest(ARRAY[6, 9, 12]) digits) covering
        JOIN period_close c ON c.scope_kind = 'AREA' AND c.scope_id = covering.code AND c.state = 'CLOSED' AND c.period BETWEEN ${from} AND ${to}
        JOIN area_snapshot s ON s.close_id = c.id
        ORDER BY c.period DESC, c.closed_at, length(c.scope_id) DESC)
      SELECT z.heads, c.day, c.period, c.scope_id
      FROM closed c CROSS JOIN LATERAL (
        SELECT f.present, f.heads FROM frozen_household f
        WHERE f.scope_id = c.scope_id AND f.household_id = h.id AND f.sequence <= c.sequence ORDER BY f.sequence DESC LIMIT 1) z
      WHERE z.present ORDER BY c.period DESC, c.closed_at, length(c.scope_id) DESC LIMIT 1) frozen ON true)`;
}
