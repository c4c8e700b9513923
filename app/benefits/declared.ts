import type { Period } from "~/kernel/period";
import type { HouseholdFlow } from "./flow";

/** Income that no platform or cooperative pays: what only the household and its village know of. */
export const DECLARED_FLOWS = {
  MIGRANT_WAGE: "外出务工",
  PUBLIC_JOB: "公益性岗位",
  WAGE: "本地务工",
  OTHER_SALE: "平台以外的销售",
  OTHER_BUSINESS: "其他经营",
  LAND_RENT: "土地流转",
  SHARE_DIVIDEND: "入股分红",
  INTEREST: "利息与资产收益",
  PENSION: "养老金",
  SUBSISTENCE: "低保、特困供养金",
  PRODUCTION_SUBSIDY: "生产补贴",
  FAMILY_SUPPORT: "赡养费",
  ONE_OFF_RELIEF: "临时救助、慰问金",
  FIXED_USE_SUBSIDY: "专项补助",
  GIFT: "馈赠",
  LOAN: "借款本金",
} as const;

export type DeclaredFlow = keyof typeof DECLARED_FLOWS;
export type RecordFlow = HouseholdFlow | DeclaredFlow;
export const DECLARED_FLOW_KEYS = Object.keys(DECLARED_FLOWS) as [DeclaredFlow, ...DeclaredFlow[]];

export const DECLARED_STATES = { PROPOSED: "待核定", APPROVED: "已核定", REJECTED: "未通过" } as const;
export type DeclaredState = keyof typeof DECLARED_STATES;

export const SOURCES = { PLATFORM: "平台", DECLARED: "申报", IMPORTED: "导入" } as const;
export type IncomeSource = keyof typeof SOURCES;

/** Earlier months have no class for what is declared. */
export const EARLIEST_DECLARED: Period = "2025-01";
