/** Goods are counted in whole base units: grams, or pieces (eggs, poultry). Never a float. */
export type BaseUnit = "GRAM" | "PIECE";

export const GRAMS_PER_JIN = 500;
export const GRAMS_PER_KILOGRAM = 1000;

/** How many base units one quoted unit price is for: prices are per kilogram, or per piece. */
export function pricedPer(unit: BaseUnit): number {
  return unit === "GRAM" ? GRAMS_PER_KILOGRAM : 1;
}

/** Reads "23.5" in 斤 or kg as whole grams; undefined when it is no weight of whole grams. */
export function parseWeight(text: string, unit: "jin" | "kg"): number | undefined {
  const match = /^(\d{1,7})(?:\.(\d{1,3}))?$/.exec(text.normalize("NFKC").trim());
  if (!match) return undefined;
  const thousandths = Number(match[1]) * 1000 + Number((match[2] ?? "").padEnd(3, "0"));
  const grams = unit === "kg" ? thousandths : thousandths / 2;
  return Number.isSafeInteger(grams) ? grams : undefined;
}

/** "23.5": grams as kilograms, without trailing zeros. */
export function kilograms(grams: number): string {
  return decimal(grams, GRAMS_PER_KILOGRAM);
}

/** "47": grams as 斤 (500 g). */
export function jin(grams: number): string {
  return decimal(grams * 2, GRAMS_PER_KILOGRAM);
}

function decimal(thousandths: number, one: number): string {
  const whole = Math.trunc(thousandths / one);
  const rest = Math.abs(thousandths % one);
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(3, "0").replace(/0+$/, "")}`;
}
