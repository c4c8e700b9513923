import { claimedMarks, type Mark } from "./claimed-marks";

/** What of a listing decides whether it can be sold. */
export type ListingFacts = {
  /** active variants */
  readonly variants: number;
  readonly photos: number;
  /** sealed lots of the listing with goods that have not expired */
  readonly lotsOnStock: number;
  /** goods of a lot to come are promised, with a last day that has not come */
  readonly promised: boolean;
  /** active variants whose pack fits what is on stock, or promised */
  readonly variantsInStock: number;
  readonly ruleInForce: boolean;
  readonly feesInForce: boolean;
  readonly delivers: boolean;
  readonly villageKnown: boolean;
  /** the cooperative is approved; a household needs no licence */
  readonly sellerApproved: boolean;
  /** a household sells under a shop name of its choice, never under its own */
  readonly sellerNamed: boolean;
  /** the category asks its seller for a certificate with every lot, and every lot on stock has one */
  readonly certificateDue: boolean;
  readonly certified: boolean;
  /** processed food: its seller needs a valid SC licence */
  readonly licenceDue: boolean;
  readonly licensed: boolean;
  /** in both languages: what it claims to be must be certified */
  readonly title: string;
  /** certificates of the seller for this product that are valid today */
  readonly marks: readonly string[];
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
  "no-conformity-certificate",
  "no-food-licence",
  "green-not-certified",
  "organic-not-certified",
  "gi-not-certified",
] as const;
/** What keeps a listing from being published. */
export type Obstacle = (typeof OBSTACLES)[number];

export function obstaclesOf(facts: ListingFacts): Obstacle[] {
  const claims = claimedMarks(facts.title);
  const isEmpty = (mark: Mark) => claims.includes(mark) && !facts.marks.includes(mark);
  const missing: Record<Obstacle, boolean> = {
    "seller-not-approved": !facts.sellerApproved,
    "seller-without-name": !facts.sellerNamed,
    "no-village": !facts.villageKnown,
    "no-variant": facts.variants === 0,
    "no-photo": facts.photos === 0,
    "no-lot": !facts.promised && facts.lotsOnStock === 0,
    "no-pack-fits": (facts.promised || facts.lotsOnStock > 0) && facts.variants > 0 && facts.variantsInStock === 0,
    "no-split-rule": !facts.ruleInForce,
    "no-fee-schedule": !facts.feesInForce,
    "no-delivery": !facts.delivers,
    "no-conformity-certificate": facts.certificateDue && !facts.certified,
    "no-food-licence": facts.licenceDue && !facts.licensed,
    "green-not-certified": isEmpty("GREEN"),
    "organic-not-certified": isEmpty("ORGANIC"),
    "gi-not-certified": isEmpty("GI"),
  };
  return OBSTACLES.filter((obstacle) => missing[obstacle]);
}

/** What no edit of words and prices brings about: stock runs out, certificates of lots and licences are of their own. */
const NOT_OF_AN_EDIT: readonly Obstacle[] = ["no-lot", "no-pack-fits", "no-conformity-certificate", "no-food-licence"];

/** What a change of a published listing must not break. */
export function brokenByEdit(facts: ListingFacts): Obstacle[] {
  return obstaclesOf(facts).filter((obstacle) => !NOT_OF_AN_EDIT.includes(obstacle));
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
  "no-conformity-certificate": "有批次还没有承诺达标合格证：这类农产品上市要随附，请到批次页开具。",
  "no-food-licence": "加工食品要有在有效期内的食品生产许可证（SC）：请到“证书”里登记编号。",
  "green-not-certified": "名称写了“绿色食品”，还没有在有效期内的绿色食品证书：请到“证书”里登记，或改名称。",
  "organic-not-certified": "名称写了“有机”，还没有在有效期内的有机产品认证：请到“证书”里登记，或改名称。",
  "gi-not-certified": "名称写了“地理标志”，还没有在有效期内的地理标志用标许可：请到“证书”里登记，或改名称。",
};
