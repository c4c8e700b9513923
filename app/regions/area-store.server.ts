import type { Db } from "~/platform/db.server";
import { coversAny, lineage, type AreaLevel } from "./area";

export type AreaName = {
  readonly code: string;
  readonly level: AreaLevel;
  readonly name: string;
  readonly shortName: string;
};

const NAME = { code: true, level: true, name: true, shortName: true } as const;

/** An area that one of the prefixes covers. Undefined when it is not there or not covered, which is the same answer. */
export async function findArea(db: Db, code: string, prefixes: readonly string[]): Promise<AreaName | undefined> {
  if (!coversAny(prefixes, code)) return undefined;
  const [area] = await areasByCode(db, [code]);
  return area;
}

/** From the province down to the area itself. */
export async function breadcrumb(db: Db, code: string): Promise<AreaName[]> {
  return areasByCode(db, lineage(code));
}

/** The areas right below, in the order of their codes. */
export async function childAreas(db: Db, code: string): Promise<AreaName[]> {
  const areas = await db.area.findMany({ where: { parentCode: code }, select: NAME, orderBy: { code: "asc" } });
  return areas.map(nameOf);
}

/** The named areas among the codes, in the order of their codes: what covers an area stands before it. */
export async function areasByCode(db: Db, codes: readonly string[]): Promise<AreaName[]> {
  return db.$queryRaw<AreaName[]>`
    SELECT code, level, name, short_name AS "shortName" FROM area WHERE code = ANY (${[...codes]}::text[]) ORDER BY code`;
}

/** The villages that the prefixes cover: what a form offers to choose from. */
export async function villagesWithin(db: Db, prefixes: readonly string[]): Promise<AreaName[]> {
  const areas = await db.area.findMany({
    where: { level: "VILLAGE", validTo: null, OR: prefixes.map((prefix) => ({ code: { startsWith: prefix } })) },
    select: NAME,
    orderBy: { code: "asc" },
    take: 500,
  });
  return areas.map(nameOf);
}

/** Where a village went, and which came into it. */
export type AreaMoves = {
  readonly endedOn: string | null;
  readonly into: { readonly code: string; readonly name: string } | null;
  readonly from: readonly { readonly code: string; readonly name: string }[];
};

export async function areaMoves(db: Db, code: string): Promise<AreaMoves> {
  const [moves] = await db.$queryRaw<AreaMoves[]>`
    SELECT area.valid_to::text AS "endedOn",
      (SELECT json_build_object('code', s.code, 'name', s.short_name) FROM area s WHERE s.code = area.successor_code) AS "into",
      (SELECT coalesce(json_agg(json_build_object('code', f.code, 'name', f.short_name) ORDER BY f.code), '[]')
       FROM area f WHERE f.successor_code = area.code) AS "from"
    FROM area WHERE code = ${code}`;
  return moves ?? { endedOn: null, into: null, from: [] };
}

export type AreaFactRow = {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly source: string;
  readonly synthetic: boolean;
};

/** The figures of an area's profile, each with where it is from. */
export async function areaFacts(db: Db, code: string): Promise<AreaFactRow[]> {
  return db.$queryRaw<AreaFactRow[]>`
    SELECT key, value, unit, source, synthetic FROM area_fact WHERE area_code = ${code} ORDER BY key`;
}

function nameOf(row: { code: string; level: string; name: string; shortName: string }): AreaName {
  return { ...row, level: row.level as AreaLevel };
}
