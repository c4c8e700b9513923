import { headsOn } from "~/households/heads-sql.server";
import { boundsOf, dayOf, type Period } from "~/kernel/period";
import { Prisma, type Transaction } from "~/platform/db.server";
import { codesWithin, withinAreas } from "~/regions/within-areas.server";

/** An area's month in the moment it is closed. */
type Closing = { readonly closeId: string; readonly areaCode: string; readonly period: Period };

/** The closing of the same area that was frozen last, whichever month it was of. */
type Before = {
  readonly closeId: string;
  readonly sequence: number;
  readonly day: string;
  readonly takenAt: Date | null;
};

/** Transactions that began before the last closing and ended after it are long over by then. */
const UNDER_WAY = Prisma.sql`interval '1 hour'`;

/**
 * Freezes how the households of an area stand on the last day of a month. Only what differs from the area's
 * last closing is written, and only households are looked at of which something changed since or came to hold on a day between:
 * a quiet month costs next to nothing, however many households there are.
 */
export async function freezeArea(tx: Transaction, closing: Closing): Promise<void> {
  const { closeId, areaCode, period } = closing;
  const day = dayOf(new Date(boundsOf(period).to.getTime() - 1));
  const [before] = await tx.$queryRaw<Before[]>`
    SELECT close_id AS "closeId", sequence, day::text AS day, taken_at AS "takenAt" FROM area_snapshot
    WHERE scope_id = ${areaCode} ORDER BY sequence DESC LIMIT 1`;
  const sequence = (before?.sequence ?? 0) + 1;
  await tx.$executeRaw`
    INSERT INTO area_snapshot (close_id, scope_id, sequence, day, taken_at)
    VALUES (${closeId}::uuid, ${areaCode}, ${sequence}::int, ${day}::date, now())`;
  await freezeHouseholds(tx, { closeId, areaCode, day, sequence, before });
}

/**
 * Writes the households that stand differently than in the area's last closing, and the closing's counts: those of the last
 * one, less the rows that were replaced now, plus those that replace them.
 */
async function freezeHouseholds(
  tx: Transaction,
  closing: { closeId: string; areaCode: string; day: string; sequence: number; before: Before | undefined },
): Promise<void> {
  const { closeId, areaCode, day, sequence, before } = closing;
  const rows = before === undefined ? everyStanding(areaCode, day) : changedStandings(areaCode, day, before);
  // The first time nothing is replaced: nobody is looked for among those before.
  const replaced =
    before === undefined
      ? Prisma.empty
      : Prisma.sql`
      UNION ALL SELECT area_code, standing, households, heads FROM frozen_count WHERE close_id = ${before.closeId}::uuid
      UNION ALL SELECT was.area_code, was.standing, -1, -was.heads FROM written CROSS JOIN LATERAL (
        SELECT z.* FROM frozen_household z WHERE z.scope_id = ${areaCode} AND z.household_id = written.household_id
          AND z.sequence < ${sequence}::int ORDER BY z.sequence DESC LIMIT 1) was WHERE was.present`;
  await tx.$executeRaw`
    WITH written AS (
      INSERT INTO frozen_household (scope_id, household_id, sequence, present, area_code, heads, standing, attribute)
      SELECT ${areaCode}, r.id, ${sequence}::int, r.present, r.area_code, r.heads, r.standing, r.attribute FROM (${rows}) r
      RETURNING household_id, present, area_code, standing, heads)
    INSERT INTO frozen_count (close_id, area_code, standing, households, heads)
    SELECT ${closeId}::uuid, area_code, standing, sum(households), sum(heads) FROM (
      SELECT area_code, standing, 1 AS households, heads FROM written WHERE present ${replaced}) counted
    GROUP BY area_code, standing HAVING sum(households) > 0`;
}

/** The households registered in the area by the day; in the order of their index, which is written fastest. */
function everyStanding(areaCode: string, day: string): Prisma.Sql {
  const [first, last] = codesWithin(areaCode);
  return Prisma.sql`
    SELECT h.id, true AS present, h.area_code, ${headsOn(day)} AS heads, s.standing, s.attribute
    FROM household h JOIN household_standing_within(${day}::date, ${first}, ${last}) s ON s.household_id = h.id
    WHERE ${withinAreas(Prisma.sql`h.area_code`, [areaCode])} AND h.registered_on <= ${day}::date ORDER BY h.id`;
}

/** Households that stand otherwise on the day than they were frozen last, those no longer in the area as not present. */
function changedStandings(areaCode: string, day: string, before: Before): Prisma.Sql {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const [first, last] = codesWithin(areaCode);
  const standings = before.takenAt
    ? Prisma.sql`household_standing_among(${day}::date, ARRAY(SELECT id FROM asked))`
    : Prisma.sql`household_standing_within(${day}::date, ${first}, ${last})`;
  return Prisma.sql`
    WITH asked AS MATERIALIZED (${changed(areaCode, day, before)}),
    present AS (
      SELECT h.id, h.area_code, ${headsOn(day)} AS heads, s.standing, s.attribute
      FROM asked JOIN household h ON h.id = asked.id
      JOIN ${standings} s ON s.household_id = h.id
      WHERE ${inside} AND h.registered_on <= ${day}::date),
    was AS (
      SELECT DISTINCT ON (z.household_id) z.* FROM frozen_household z JOIN asked ON asked.id = z.household_id
      WHERE z.scope_id = ${areaCode} ORDER BY z.household_id, z.sequence DESC)
    SELECT asked.id, p.id IS NOT NULL AS present, coalesce(p.area_code, was.area_code) AS area_code, coalesce(p.heads, 0) AS heads,
      coalesce(p.standing, was.standing) AS standing, p.attribute
    FROM asked LEFT JOIN present p ON p.id = asked.id LEFT JOIN was ON was.household_id = asked.id
    WHERE CASE WHEN p.id IS NULL THEN was.present IS TRUE
      ELSE was.present IS NOT TRUE OR (p.area_code, p.heads, p.standing, p.attribute)
        IS DISTINCT FROM (was.area_code, was.heads, was.standing, was.attribute) END`;
}

/** Households that may stand differently now: all of them where it was not noted when the last closing was taken. */
function changed(areaCode: string, day: string, before: Before): Prisma.Sql {
  const inside = withinAreas(Prisma.sql`h.area_code`, [areaCode]);
  const frozen = Prisma.sql`SELECT z.household_id FROM frozen_household z WHERE z.scope_id = ${areaCode}`;
  if (!before.takenAt) return Prisma.sql`SELECT h.id FROM household h WHERE ${inside} UNION ${frozen}`;
  const [after, upTo] = before.day < day ? [before.day, day] : [day, before.day];
  const between = (column: Prisma.Sql) => Prisma.sql`${column} > ${after}::date AND ${column} <= ${upTo}::date`;
  return Prisma.sql`
    SELECT h.id FROM (
      SELECT household_id FROM household_change WHERE changed_at >= ${before.takenAt}::timestamptz - ${UNDER_WAY}
      UNION SELECT household_id FROM household_member WHERE ${between(Prisma.sql`joined_on`)}
      UNION SELECT household_id FROM household_member WHERE ${between(Prisma.sql`left_on`)}
      UNION SELECT household_id FROM household_status_event WHERE ${between(Prisma.sql`effective_on`)}
      UNION SELECT id FROM household WHERE ${between(Prisma.sql`registered_on`)}) c
    JOIN household h ON h.id = c.household_id
    WHERE ${inside} OR EXISTS (${frozen} AND z.household_id = h.id)`;
}
