import { formatYuan } from "~/kernel/money";
import type { EditVariantFailure } from "./variant-terms";
import { OBSTACLE_WORDS, type Obstacle } from "./listing-readiness";

/** Why a listing was not changed. "No such" also stands for "not yours". */
export type ListingFailure =
  | { readonly kind: "no-such-listing" }
  | { readonly kind: "no-such-seller" }
  | { readonly kind: "no-such-product" }
  | { readonly kind: "no-such-village" }
  | { readonly kind: "no-such-rule" }
  | { readonly kind: "no-such-freight" }
  | { readonly kind: "no-title" }
  | { readonly kind: "bad-ship-days" }
  | { readonly kind: "bad-season" }
  | { readonly kind: "bad-market-price" }
  | { readonly kind: "bad-market-day" }
  | { readonly kind: "changed-meanwhile" }
  | { readonly kind: "bad-variant"; readonly position: number; readonly problem: VariantProblem }
  | { readonly kind: "too-many-variants" }
  | { readonly kind: "product-is-fixed" }
  | { readonly kind: "no-such-variant" }
  | { readonly kind: "no-such-lot" }
  | { readonly kind: "no-such-photo" }
  | { readonly kind: "too-many-photos" }
  | { readonly kind: "slug-taken" }
  | { readonly kind: "not-ready"; readonly obstacles: readonly Obstacle[] };

export type VariantProblem = "no-name" | "bad-quantity" | "bad-price" | "bad-shipping-weight";

/** What is said of keeping and of eating, each; the database knows the same. */
export const LONGEST_KEEPING = 200;
export const LONGEST_KEEPING_EN = 400;
export const MOST_VARIANTS = 20;
export const MOST_PHOTOS = 9;
/** 100,000 yuan for one pack is a slip of the finger. */
export const DEAREST_PACK_FEN = 10_000_000n;
/** one pack weighs at most a tonne */
export const LARGEST_PACK = 1_000_000;

export function explainListingFailure(failure: ListingFailure): string {
  switch (failure.kind) {
    case "no-such-listing":
      return "找不到这个商品。";
    case "no-such-seller":
      return "请选择卖家。";
    case "no-such-product":
      return "请选择产品。";
    case "no-such-village":
      return "请选择产地村。";
    case "no-such-rule":
      return "请选择分配规则。";
    case "no-such-freight":
      return "请选择本店的运费模板。";
    case "no-title":
      return "请填写商品名称（2 到 60 个字）。";
    case "bad-ship-days":
      return "发货天数要在 1 到 60 天之间。";
    case "bad-season":
      return "采收月份要在 1 到 12 之间。";
    case "bad-market-price":
      return "市场参考价要大于零，并写明来源。";
    case "bad-market-day":
      return "参考价日期请按 2026-11-23 的样子填写，不能晚于今天。";
    case "changed-meanwhile":
      return "刚好有人也在保存这个商品，请再按一次保存。";
    case "bad-variant":
      return `第 ${failure.position + 1} 个规格：${VARIANT_PROBLEM_WORDS[failure.problem]}`;
    case "too-many-variants":
      return `规格最多 ${MOST_VARIANTS} 个。`;
    case "product-is-fixed":
      return "已经有批次或卖出过，不能再换产品；请新建一个商品。";
    case "no-such-variant":
      return "找不到这个规格。";
    case "no-such-lot":
      return "请选择本店同一产品的已封批次。";
    case "no-such-photo":
      return "找不到这张照片。";
    case "too-many-photos":
      return `照片最多 ${MOST_PHOTOS} 张。`;
    case "slug-taken":
      return "这个网址名已经被使用。";
    case "not-ready":
      return failure.obstacles.map((obstacle) => OBSTACLE_WORDS[obstacle]).join("");
  }
}

export const VARIANT_PROBLEM_WORDS: Record<VariantProblem, string> = {
  "no-name": "请填写规格名称。",
  "bad-quantity": "每份数量要大于零。",
  "bad-price": "价格要大于零，且不超过 10 万元。",
  "bad-shipping-weight": "包裹重量要大于零，且不超过 1 吨。",
};

export function explainEditVariantFailure(failure: EditVariantFailure): string {
  switch (failure.kind) {
    case "no-such-variant":
      return explainListingFailure(failure);
    case "bad-price":
      return VARIANT_PROBLEM_WORDS["bad-price"];
    case "last-pack":
      return "这是最后一个在售的规格：不卖了请把商品下架。";
    case "changed":
      return `刚才有人改过，现在是 ${formatYuan(failure.now.priceFen)} 元、${failure.now.active ? "在售" : "停售"}。要再改就重新保存。`;
  }
}
