import type { Flow, IncomeClass } from "~/benefits/flow";

export { CLASS_WORDS } from "../consoles/payout-words";

/** The four classes in the order of the register's form; what is excluded is shown apart. */
export const FOUR_CLASSES = ["WAGE", "BUSINESS", "PROPERTY", "TRANSFER"] as const satisfies readonly IncomeClass[];

export const FLOW_WORDS: Readonly<Record<Flow, string>> = {
  DIRECT_SALE: "自产自销",
  CONSIGNED_SALE: "代销",
  ORDER_PURCHASE: "订单收购",
  ADVANCE_PURCHASE: "保底价收购（预付）",
  ENTRUSTED_REARING: "代养代种",
  PATRONAGE_REFUND: "盈余返还",
  SHARE_DIVIDEND: "入股分红",
  GUARANTEED_DIVIDEND: "保底分红",
  LAND_RENT: "土地流转",
  COLLECTIVE_SHARE: "村集体收益",
  WAGE: "务工",
  PRODUCTION_SUBSIDY: "生产补贴",
  GIFT: "捐赠",
  LOAN: "借款",
  COOPERATIVE_CHARGE: "合作社服务费",
  BOUGHT_OUT_GOODS: "买断货款",
};
