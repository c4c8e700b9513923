/** What of a listing decides whether it can be sold. */
export type ListingFacts = {
  /** active variants */
  readonly variants: number;
  readonly photos: number;
  /** sealed lots of the listing with goods that have not expired */
  readonly lotsOnStock: number;
  /** active variants whose pack fits what is on stock */
  readonly variantsInStock: number;
  readonly ruleInForce: boolean;
  readonly feesInForce: boolean;
  readonly delivers: boolean;
  readonly villageKnown: boolean;
  /** the cooperative is approved; a household needs no licence */
  readonly sellerApproved: boolean;
  /** a household sells under a shop name of its choice, never under its own */
  readonly sellerNamed: boolean;
  /** a certificate is due for this product, and every lot on stock has one */
  readonly certificateDue: boolean;
  readonly certified: boolean;
  /** processed food without a valid SC licence of the seller */
  readonly licenceDue: boolean;
  readonly licensed: boolean;
};

export const OBSTACLES = [
  "seller-not-approved",
  "seller-without-name",
  "no-village",
  "no-variant",
  "no-photo",
  "no-lot",
  "no-pack-fits",
  "no-split-rule",
  "no-fee-schedule",
  "no-delivery",
] as const;
/** What keeps a listing from being published. */
export type Obstacle = (typeof OBSTACLES)[number];

/** What should be there as well; published without it, shown as missing. */
export type Warning = "no-conformity-certificate" | "no-food-licence";

export function obstaclesOf(facts: ListingFacts): Obstacle[] {
  const missing: Record<Obstacle, boolean> = {
    "seller-not-approved": !facts.sellerApproved,
    "seller-without-name": !facts.sellerNamed,
    "no-village": !facts.villageKnown,
    "no-variant": facts.variants === 0,
    "no-photo": facts.photos === 0,
    "no-lot": facts.lotsOnStock === 0,
    "no-pack-fits": facts.lotsOnStock > 0 && facts.variants > 0 && facts.variantsInStock === 0,
    "no-split-rule": !facts.ruleInForce,
    "no-fee-schedule": !facts.feesInForce,
    "no-delivery": !facts.delivers,
  };
  return OBSTACLES.filter((obstacle) => missing[obstacle]);
}

export function warningsOf(facts: ListingFacts): Warning[] {
  return [
    ...(facts.certificateDue && !facts.certified ? (["no-conformity-certificate"] as const) : []),
    ...(facts.licenceDue && !facts.licensed ? (["no-food-licence"] as const) : []),
  ];
}

export const OBSTACLE_WORDS: Record<Obstacle, string> = {
  "seller-not-approved": "合作社还没有通过平台审核。",
  "seller-without-name": "农户还没有选好店名；店铺不会用农户的真实姓名。",
  "no-village": "没有选产地村。",
  "no-variant": "没有在售的规格：请至少填一个规格和价格。",
  "no-photo": "没有照片：请至少传一张。",
  "no-lot": "没有有货的批次：请选择已封批且未过保质期的批次。",
  "no-pack-fits": "批次余量不够装下任何一个规格。",
  "no-split-rule": "没有生效的分配规则。",
  "no-fee-schedule": "平台还没有生效的费用标准。",
  "no-delivery": "没有可配送的区域：请设置运费模板。",
};

export const WARNING_WORDS: Record<Warning, string> = {
  "no-conformity-certificate": "有批次还没有承诺达标合格证；网上销售应随附并展示。",
  "no-food-licence": "加工食品应有有效的食品生产许可证（SC）。",
};
