import { Prisma, type Db } from "~/platform/db.server";
import { lineage } from "./area";
import { lineFor, type IncomeLine, type IncomeLineKind } from "./income-line";

/** The monitoring line that holds for an area in a year, as `fen` and `source`: the most local one; no row where none was published. */
export function monitoringLine(areaCode: string, year: number): Prisma.Sql {
  return Prisma.sql`
    SELECT fen_per_person AS fen, source FROM income_line
    WHERE year = ${year}::int AND kind = 'MONITORING' AND ${areaCode} LIKE area_code || '%'
    ORDER BY length(area_code) DESC LIMIT 1`;
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
  });
  const lines = rows.map((row) => ({ ...row, kind: row.kind as IncomeLineKind }));
  return {
    national: lineFor(lines, { areaCode, year, kind: "NATIONAL_STANDARD" }),
    monitoring: lineFor(lines, { areaCode, year, kind: "MONITORING" }),
  };
}
