import { Prisma, type Db } from "~/platform/db.server";
import type { Fen } from "~/kernel/money";
import { lineage } from "./area";
import { lineFor, type IncomeLine, type IncomeLineKind } from "./income-line";

/** The monitoring line that holds for an area in a year, as `fen` and `source`: the most local one, as last recorded; no row where none was published. */
export function monitoringLine(areaCode: string, year: number): Prisma.Sql {
  return Prisma.sql`
    SELECT fen_per_person AS fen, source FROM income_line
    WHERE year = ${year}::int AND kind = 'MONITORING' AND ${areaCode} LIKE area_code || '%'
    ORDER BY length(area_code) DESC, recorded_at DESC LIMIT 1`;
}

/** The national standard and the monitoring line that hold for an area in a year; each undefined where none is known. */
export async function incomeLinesOf(
  db: Db,
  areaCode: string,
  year: number,
): Promise<{ readonly national: IncomeLine | undefined; readonly monitoring: IncomeLine | undefined }> {
  const rows = await db.incomeLine.findMany({
    where: { year, areaCode: { in: ["", ...lineage(areaCode)] } },
    select: { areaCode: true, year: true, kind: true, fenPerPerson: true, source: true },
    orderBy: { recordedAt: "asc" },
  });
  const lines = rows.map((row) => ({ ...row, kind: row.kind as IncomeLineKind }));
  return {
    national: lineFor(lines, { areaCode, year, kind: "NATIONAL_STANDARD" }),
    monitoring: lineFor(lines, { areaCode, year, kind: "MONITORING" }),
  };
}

export type PublishedLine = {
  readonly id: string;
  readonly areaCode: string;
  readonly areaName: string | null;
  readonly year: number;
  readonly fenPerPerson: Fen;
  readonly source: string;
  readonly recordedAt: Date;
  /** another one of the same area and year came later */
  readonly replaced: boolean;
};

/** The monitoring lines that hold in an official's areas, above them and below, and those they replaced; the newest year first. */
export async function monitoringLines(db: Db, areaPrefixes: readonly string[]): Promise<PublishedLine[]> {
  return db.$queryRaw<PublishedLine[]>`
    SELECT l.id, l.area_code AS "areaCode", a.name AS "areaName", l.year, l.fen_per_person AS "fenPerPerson", l.source,
      l.recorded_at AS "recordedAt",
      lead(l.id) OVER (PARTITION BY l.area_code, l.year ORDER BY l.recorded_at) IS NOT NULL AS replaced
    FROM income_line l LEFT JOIN area a ON a.code = l.area_code
    WHERE l.kind = 'MONITORING' AND EXISTS (SELECT FROM unnest(${[...areaPrefixes]}::text[]) AS s(prefix)
      WHERE l.area_code LIKE s.prefix || '%' OR s.prefix LIKE l.area_code || '%')
    ORDER BY l.year DESC, length(l.area_code), l.area_code, l.recorded_at DESC`;
}
