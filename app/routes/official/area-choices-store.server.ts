import { Prisma, type Db } from "~/platform/db.server";
import type { AreaName } from "~/regions/area-store.server";
import { withinAreas } from "~/regions/within-areas.server";

/** Townships and villages of the scope in which households are registered: what the list can be narrowed to. */
export async function areasWithHouseholds(db: Db, areaPrefixes: readonly string[]): Promise<AreaName[]> {
  return areasOf(db, areaPrefixes, []);
}

/** An official's own areas and those below: what can be closed, reported, drawn from or given a rule or a target as a whole. */
export async function ownAreasAndBelow(
  db: Db,
  areaPrefixes: readonly string[],
): Promise<{ readonly value: string; readonly label: string }[]> {
  const areas = await areasOf(db, areaPrefixes, areaPrefixes);
  return areas.map(({ code, name }) => ({ value: code, label: name }));
}

async function areasOf(db: Db, areaPrefixes: readonly string[], own: readonly string[]): Promise<AreaName[]> {
  return db.$queryRaw<AreaName[]>`
    WITH village AS (
      SELECT DISTINCT h.area_code AS code FROM household h WHERE ${withinAreas(Prisma.sql`h.area_code`, areaPrefixes)}
    )
    SELECT a.code, a.level, a.name, a.short_name AS "shortName" FROM area a
    WHERE a.code IN (SELECT code FROM village UNION SELECT left(code, 9) FROM village UNION SELECT unnest(${[...own]}::text[]))
      AND EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS s(prefix) WHERE a.code LIKE s.prefix || '%')
    ORDER BY length(a.code), a.code`;
}
