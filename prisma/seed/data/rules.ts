import type { FeeScheduleRates } from "~/catalog/fee-schedule";
import type { SplitRuleRates } from "~/catalog/split-rule";
import type { SplitRuleCode } from "./sellers";

export type SeedSplitRule = SplitRuleRates & {
  readonly code: SplitRuleCode;
  readonly version: number;
  readonly name: string;
  readonly nameEn: string;
  /** days before now it begins to hold; the first versions hold before the first order */
  readonly beganDaysAgo: number;
};

export const splitRules: readonly SeedSplitRule[] = [
  {
    code: "standard",
    version: 1,
    name: "代销标准",
    nameEn: "Standard consignment",
    cooperativeBps: 900,
    reserveBps: 2_000,
    servicePointBps: 500,
    villageBps: 0,
    beganDaysAgo: 420,
  },
  {
    code: "standard",
    version: 2,
    name: "代销标准",
    nameEn: "Standard consignment",
    cooperativeBps: 800,
    reserveBps: 2_500,
    servicePointBps: 500,
    villageBps: 0,
    beganDaysAgo: 150,
  },
  {
    code: "processing",
    version: 1,
    name: "加工与收购",
    nameEn: "Processing and purchase",
    cooperativeBps: 1_500,
    reserveBps: 1_500,
    servicePointBps: 500,
    villageBps: 200,
    beganDaysAgo: 420,
  },
  {
    code: "direct",
    version: 1,
    name: "农户自售",
    nameEn: "Direct sale",
    cooperativeBps: 0,
    reserveBps: 0,
    servicePointBps: 600,
    villageBps: 0,
    beganDaysAgo: 420,
  },
];

export type SeedFeeSchedule = FeeScheduleRates & { readonly version: number; readonly beganDaysAgo: number };

/** 5 % for the platform; 3.4 % and 2.35 yuan are what Stripe lists for cards in Hong Kong. */
export const feeSchedules: readonly SeedFeeSchedule[] = [
  { version: 1, platformBps: 500, processingBps: 340, processingFixedFen: 235n, beganDaysAgo: 420 },
];
