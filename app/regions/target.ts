import { formatYuan, parseYuan } from "~/kernel/money";

/** What areas set themselves, and how it is measured. The goals are data with a source and a year. */
export const TARGETS = {
  SELLING_HOUSEHOLDS: { label: "网上销售的农户", unit: "households", atLeast: true },
  STABLE_ITEM: { label: "有稳定增收项的农户比例", unit: "rate", atLeast: true },
  COLLECTIVE_INCOME: { label: "村集体年收入", unit: "fen", atLeast: true },
  INCIDENCE: { label: "监测线以下农户比例", unit: "rate", atLeast: false },
  WRONG_EXIT: { label: "错退率", unit: "rate", atLeast: false },
  MISSED: { label: "漏贫率", unit: "rate", atLeast: false },
  WRONG_ENTRY: { label: "错评率", unit: "rate", atLeast: false },
} as const;

export type TargetKey = keyof typeof TARGETS;

export function isTargetKey(text: string): text is TargetKey {
  return Object.hasOwn(TARGETS, text);
}

export const TARGET_KEYS = Object.keys(TARGETS) as [TargetKey, ...TargetKey[]];

const WHOLE_RATE = 10_000n;
/** 一万亿元, in fen: more than any plan, and exact in a page's number */
const MOST = 100_000_000_000_000n;

/** Whether a goal can be one: a rate is at most the whole, nothing is negative. */
export function goalFits(key: TargetKey, goal: bigint): boolean {
  return goal >= 0n && goal <= (TARGETS[key].unit === "rate" ? WHOLE_RATE : MOST);
}

export const UNIT_WORDS = { households: "户", fen: "元", rate: "%" } as const;

/** A goal as it is typed, in the key's unit: 30000, 80000.00, 2.5; undefined when it is no such number. */
export function parseGoal(key: TargetKey, text: string): bigint | undefined {
  // Hundredths of a percent are written as fen of a yuan are.
  if (TARGETS[key].unit !== "households") return parseYuan(text);
  return /^\d{1,12}$/.test(text) ? BigInt(text) : undefined;
}

/** "不低于 30000 户", "不高于 2.00 %" */
export function goalText(key: TargetKey, goal: number): string {
  return `${TARGETS[key].atLeast ? "不低于" : "不高于"} ${amountText(key, goal)}`;
}

/** A goal or what was measured, with its unit. */
export function amountText(key: TargetKey, amount: number): string {
  switch (TARGETS[key].unit) {
    case "fen":
      return `${formatYuan(amount)} 元`;
    case "rate":
      return rateText(amount);
    case "households":
      return `${amount} 户`;
  }
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
