import { Prisma } from "~/platform/db.server";

const VILLAGE_DIGITS = 12;

/**
 * A condition for raw queries: `column`, a village's 12-digit code, lies in one of the areas. As ranges, which a plain index
 * serves in every collation: the codes are digits of one length. No prefix, no row; what is no prefix of digits, no row.
 * Use: `WHERE ${withinAreas(Prisma.sql`h.area_code`, areaScopes(actor))} AND …`
 */
export function withinAreas(column: Prisma.Sql, prefixes: readonly string[]): Prisma.Sql {
  if (prefixes.includes("")) return Prisma.sql`true`;
  const ranges = prefixes
    .filter((prefix) => /^\d{1,12}$/.test(prefix))
    .map((prefix) => {
      const [first, last] = codesWithin(prefix);
      return Prisma.sql`${column} BETWEEN ${first}::text AND ${last}::text`;
    });
  return ranges.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(ranges, " OR ")})`;
}

/** A condition as withinAreas: the village lies in one area, as far as the prefixes cover it. */
export function areaWithin(prefixes: readonly string[], areaCode: string): (column: Prisma.Sql) => Prisma.Sql {
  const covered = prefixes.some((prefix) => areaCode.startsWith(prefix));
  return (column) =>
    covered
      ? withinAreas(column, [areaCode])
      : Prisma.sql`(${withinAreas(column, prefixes)} AND ${withinAreas(column, [areaCode])})`;
}

/** The first and the last 12-digit code that can lie in an area; of "" those of the whole country. */
export function codesWithin(prefix: string): readonly [first: string, last: string] {
  return [prefix.padEnd(VILLAGE_DIGITS, "0"), prefix.padEnd(VILLAGE_DIGITS, "9")];
}
