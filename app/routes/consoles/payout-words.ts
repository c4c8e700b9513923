import type { IncomeClass, PayoutFlow } from "~/benefits/flow";

/** What a cooperative pays a household beside sales, in the words of its books. */
export const PAYOUT_WORDS: Record<PayoutFlow, string> = {
  WAGE: "务工工资",
  LAND_RENT: "土地流转租金",
  SHARE_DIVIDEND: "入股分红",
  GUARANTEED_DIVIDEND: "保底分红",
  PATRONAGE_REFUND: "盈余返还（按交易量）",
  COLLECTIVE_SHARE: "村集体收益分配",
  ENTRUSTED_REARING: "代养、代种报酬",
  ADVANCE_PURCHASE: "预付货款的二次结算",
  PRODUCTION_SUBSIDY: "产业奖补",
};

export const CLASS_WORDS: Readonly<Record<IncomeClass, string>> = {
  BUSINESS: "经营性",
  WAGE: "工资性",
  PROPERTY: "财产性",
  TRANSFER: "转移性",
  EXCLUDED: "不计收入",
};
