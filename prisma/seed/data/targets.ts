import type { TargetKey } from "~/regions/target";
import { TOWNSHIPS } from "./areas";

export type SeedTarget = {
  /** "" = everywhere */
  readonly areaCode: string;
  readonly year: number;
  readonly key: TargetKey;
  /** households, fen, or hundredths of a percent */
  readonly goal: bigint;
  readonly source: string;
};

const fromPlan = (line: number, note = "") => `乡镇计划文本，第 ${line} 行${note}`;

/** What the plans set themselves, as they print it. */
export const targets: readonly SeedTarget[] = [
  { areaCode: "", year: 2020, key: "SELLING_HOUSEHOLDS", goal: 30_000n, source: fromPlan(145, "（全省目标）") },
  { areaCode: "", year: 2020, key: "STABLE_ITEM", goal: 10_000n, source: fromPlan(183) },
  { areaCode: "", year: 2020, key: "COLLECTIVE_INCOME", goal: 4_000_000n, source: fromPlan(371) },
  { areaCode: TOWNSHIPS.changxi, year: 2020, key: "COLLECTIVE_INCOME", goal: 8_000_000n, source: fromPlan(75) },
  { areaCode: "", year: 2020, key: "INCIDENCE", goal: 300n, source: fromPlan(239) },
  { areaCode: "", year: 2020, key: "WRONG_EXIT", goal: 200n, source: fromPlan(475) },
  { areaCode: "", year: 2020, key: "MISSED", goal: 300n, source: fromPlan(475) },
  { areaCode: "", year: 2020, key: "WRONG_ENTRY", goal: 200n, source: fromPlan(475) },
];
