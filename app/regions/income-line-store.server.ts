import type { Db } from "~/platform/db.server";
import { lineage } from "./area";
import { lineFor, type IncomeLine, type IncomeLineKind } from "./income-line";

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
