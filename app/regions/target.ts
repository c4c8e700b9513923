/** What areas set themselves, and how it is measured. The goals are data with a source and a year. */
export const TARGETS = {
  SELLING_HOUSEHOLDS: { label: "网上销售的农户", unit: "households", atLeast: true },
  STABLE_ITEM: { label: "有稳定增收项的农户比例", unit: "rate", atLeast: true },
  COLLECTIVE_INCOME: { label: "村集体年收入", unit: "fen", atLeast: true },
  INCIDENCE: { label: "监测线以下农户比例", unit: "rate", atLeast: false },
  WRONG_EXIT: { label: "错退率", unit: "rate", atLeast: false },
  MISSED: { label: "漏评率", unit: "rate", atLeast: false },
  WRONG_ENTRY: { label: "错评率", unit: "rate", atLeast: false },
} as const;

export type TargetKey = keyof typeof TARGETS;

export function isTargetKey(text: string): text is TargetKey {
  return Object.hasOwn(TARGETS, text);
}

/** Hundredths of a percent that `part` is of `whole`, rounded half up; undefined without a whole. */
export function rateOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.round((part * 10_000) / whole);
}

/** "97.71 %" of hundredths of a percent. */
export function rateText(rate: number | undefined): string {
  return rate === undefined ? "—" : `${(rate / 100).toFixed(2)} %`;
}

/** Whether a measured value meets its goal. */
export function isMet(key: TargetKey, measured: number, goal: number): boolean {
  return TARGETS[key].atLeast ? measured >= goal : measured <= goal;
}
