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

export type Flow = HouseholdFlow | CooperativeFlow;

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
