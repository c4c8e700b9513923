import type { Db } from "~/platform/db.server";

export type TargetRow = { readonly key: string; readonly goal: bigint; readonly source: string; readonly year: number };

/** The targets that hold for an area in a year: of each kind the most local one. */
export async function targetsFor(db: Db, areaCode: string, year: number): Promise<TargetRow[]> {
  return db.$queryRaw<TargetRow[]>`
    SELECT DISTINCT ON (key) key, goal, source, year FROM area_target
    WHERE ${areaCode} LIKE area_code || '%' AND year = (
      SELECT max(t.year) FROM area_target t WHERE t.key = area_target.key AND ${areaCode} LIKE t.area_code || '%' AND t.year <= ${year})
    ORDER BY key, length(area_code) DESC`;
}

export type SetTarget = TargetRow & { readonly areaCode: string; readonly areaName: string | null };

/** Every target set in the scope's areas or above them, the newest year first. */
export async function allTargets(db: Db, areaPrefixes: readonly string[]): Promise<SetTarget[]> {
  return db.$queryRaw<SetTarget[]>`
    SELECT t.area_code AS "areaCode", a.name AS "areaName", t.key, t.goal, t.source, t.year
    FROM area_target t LEFT JOIN area a ON a.code = t.area_code
    WHERE EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS s(prefix)
      WHERE t.area_code LIKE s.prefix || '%' OR s.prefix LIKE t.area_code || '%')
    ORDER BY t.year DESC, length(t.area_code), t.area_code, t.key`;
}
