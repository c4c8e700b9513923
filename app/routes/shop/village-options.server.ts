import { db } from "~/platform/db.server";
import { areasByCode, villagesWithin } from "~/regions/area-store.server";

/** Every village of the tree to choose from, under county and township. */
export async function villageOptions(): Promise<{ value: string; label: string; group: string; lang: string }[]> {
  const villages = await villagesWithin(db(), [""]);
  const above = [...new Set(villages.flatMap(({ code }) => [code.slice(0, 6), code.slice(0, 9)]))];
  const names = new Map((await areasByCode(db(), above)).map(({ code, name }) => [code, name]));
  return villages.map(({ code, name }) => ({
    value: code,
    label: name,
    lang: "zh-CN",
    group: [names.get(code.slice(0, 6)), names.get(code.slice(0, 9))].filter(Boolean).join(" · "),
  }));
}
