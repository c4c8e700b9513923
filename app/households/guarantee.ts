/** 两不愁三保障 and drinking water: what every visit looks at. */
export const GUARANTEES = {
  FOOD: "不愁吃",
  CLOTHING: "不愁穿",
  EDUCATION: "义务教育",
  MEDICAL: "基本医疗",
  HOUSING: "住房安全",
  WATER: "饮水安全",
} as const;

export type Guarantee = keyof typeof GUARANTEES;
export const GUARANTEE_KEYS = Object.keys(GUARANTEES) as readonly Guarantee[];

export type GuaranteeCheck = { readonly ok: boolean; readonly note: string };
export type GuaranteeChecks = Readonly<Record<Guarantee, GuaranteeCheck>>;

/** Those that were not met, in words. */
export function unmet(checks: GuaranteeChecks): string[] {
  return GUARANTEE_KEYS.filter((key) => !checks[key].ok).map((key) => GUARANTEES[key]);
}
