import { Prisma } from "~/platform/db.server";

/** How many people household `h` of a statement has on a day (登记在册人口), as headCount says: kept since the last change, counted before it. */
export function headsOn(day: string): Prisma.Sql {
  return Prisma.sql`(CASE WHEN h.heads_since <= ${day}::date THEN h.heads ELSE (
    SELECT count(*)::int FROM household_member m
    WHERE m.household_id = h.id AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)) END)`;
}
