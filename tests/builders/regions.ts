import { levelOf, lineage, parentCode } from "~/regions/area";
import { db } from "~/platform/db.server";

/** A village with everything above it. Codes are real or made up, names follow the code. */
export async function aVillage(code = "341021203201", name = `村${code.slice(-3)}`): Promise<string> {
  const codes = lineage(code);
  await db().area.createMany({
    data: codes.map((area) => ({
      code: area,
      level: levelOf(area) ?? "VILLAGE",
      name: area === code ? name : `地区${area}`,
      shortName: area === code ? name : `地区${area}`,
      nameEn: `Area ${area}`,
      parentCode: parentCode(area) ?? null,
    })),
    skipDuplicates: true,
  });
  return code;
}
