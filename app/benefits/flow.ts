/** How money comes to a household (联农带农 types); the class map says which income class each counts as. */
export const HOUSEHOLD_FLOWS = [
  "DIRECT_SALE",
  "CONSIGNED_SALE",
  "ORDER_PURCHASE",
  "ADVANCE_PURCHASE",
  "ENTRUSTED_REARING",
  "PATRONAGE_REFUND",
  "SHARE_DIVIDEND",
  "GUARANTEED_DIVIDEND",
  "LAND_RENT",
  "COLLECTIVE_SHARE",
  "WAGE",
  "PRODUCTION_SUBSIDY",
  "GIFT",
  "LOAN",
] as const;

export type HouseholdFlow = (typeof HOUSEHOLD_FLOWS)[number];

/** What a cooperative earns on a sale: its charge on consigned goods, or goods it had bought out. */
export type CooperativeFlow = "COOPERATIVE_CHARGE" | "BOUGHT_OUT_GOODS";

/** A waiting pre-order's part on its way to the parts of its lots: no refund, see the view `line_part`. */
export const PREORDER_MOVED = "PREORDER_MOVED";

export type Flow = HouseholdFlow | CooperativeFlow | typeof PREORDER_MOVED;

/** What a payout beside sales may be: wages, rent, dividends, refunds by volume, second settlements. */
export const PAYOUT_FLOWS = [
  "WAGE",
  "LAND_RENT",
  "SHARE_DIVIDEND",
  "GUARANTEED_DIVIDEND",
  "PATRONAGE_REFUND",
  "COLLECTIVE_SHARE",
  "ENTRUSTED_REARING",
  "ADVANCE_PURCHASE",
  "PRODUCTION_SUBSIDY",
] as const satisfies readonly HouseholdFlow[];

/** What only a resolution of the members or a contract gives anybody a right to. */
export const FLOWS_WITH_DOCUMENT: readonly PayoutFlow[] = [
  "LAND_RENT",
  "SHARE_DIVIDEND",
  "GUARANTEED_DIVIDEND",
  "PATRONAGE_REFUND",
  "COLLECTIVE_SHARE",
];

export type PayoutFlow = (typeof PAYOUT_FLOWS)[number];

/** 工资性 · 经营 · 财产 · 转移; EXCLUDED is not income (gifts, loans). */
export const INCOME_CLASSES = ["WAGE", "BUSINESS", "PROPERTY", "TRANSFER", "EXCLUDED"] as const;

export type IncomeClass = (typeof INCOME_CLASSES)[number];

/** How a linkage is called on the officials' pages and in their ledgers. */
export const FLOW_LABELS: Readonly<Record<Flow, string>> = {
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
  PREORDER_MOVED: "预售到货转出",
};
