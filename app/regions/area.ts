/** Levels of the statistical tree. A code's length is its level: 2, 4, 6, 9 or 12 digits. */
export type AreaLevel = "PROVINCE" | "CITY" | "COUNTY" | "TOWNSHIP" | "VILLAGE";

const LEVELS = [
  { level: "PROVINCE", digits: 2, name: "省" },
  { level: "CITY", digits: 4, name: "市" },
  { level: "COUNTY", digits: 6, name: "县" },
  { level: "TOWNSHIP", digits: 9, name: "乡镇" },
  { level: "VILLAGE", digits: 12, name: "村" },
] as const;

/** The level a code's length says; undefined when it is no area code. */
export function levelOf(code: string): AreaLevel | undefined {
  if (!/^\d+$/.test(code)) return undefined;
  return LEVELS.find(({ digits }) => digits === code.length)?.level;
}

export function isAreaCode(text: string | undefined): text is string {
  return text !== undefined && levelOf(text) !== undefined;
}

/** An area covers itself and everything whose code starts with its own. "" covers everything. */
export function covers(prefix: string, code: string): boolean {
  return code.startsWith(prefix);
}

export function coversAny(prefixes: readonly string[], code: string): boolean {
  return prefixes.some((prefix) => covers(prefix, code));
}

/** The code one level up; undefined for a province. */
export function parentCode(code: string): string | undefined {
  const index = LEVELS.findIndex(({ digits }) => digits === code.length);
  const above = LEVELS[index - 1];
  return above === undefined ? undefined : code.slice(0, above.digits);
}

/** The codes from the province down to the area itself. */
export function lineage(code: string): string[] {
  return LEVELS.filter(({ digits }) => digits <= code.length).map(({ digits }) => code.slice(0, digits));
}

/** The level below; undefined for a village. */
export function levelBelow(level: AreaLevel): AreaLevel | undefined {
  return LEVELS[LEVELS.findIndex((entry) => entry.level === level) + 1]?.level;
}

/** 省, 市, 县, 乡镇, 村 */
export function levelName(level: AreaLevel): string {
  return LEVELS.find((entry) => entry.level === level)?.name ?? "";
}
