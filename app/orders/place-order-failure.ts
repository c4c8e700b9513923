import { formatYuan, type Fen } from "~/kernel/money";
import type { PromotionRefusal, QuoteFailure } from "./quote";

export type NamedGoods = {
  readonly variantId: string;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
};

/** Why an order was not placed. Nothing was reserved and no money moved in any of these. */
export type PlaceOrderFailure =
  | { readonly kind: "empty" }
  | { readonly kind: "too-much"; readonly mostLines: number; readonly mostPacks: number }
  | { readonly kind: "not-for-sale"; readonly goods: readonly NamedGoods[] }
  | { readonly kind: "sold-out"; readonly goods: readonly (NamedGoods & { readonly left: number })[] }
  | { readonly kind: "price-changed"; readonly shownFen: Fen; readonly totalFen: Fen }
  /** pre-ordered goods would come later than the page said */
  | { readonly kind: "ship-day-changed"; readonly shipBy: string }
  | { readonly kind: "busy" }
  | QuoteFailure;

/** The refusal in the shopper's language: what is wrong, what to do, and that nothing was charged where one might fear it. */
export function explainPlaceOrderFailure(failure: PlaceOrderFailure, locale: "zh" | "en"): string {
  return locale === "en" ? inEnglish(failure) : inChinese(failure);
}

function inChinese(failure: PlaceOrderFailure): string {
  switch (failure.kind) {
    case "empty":
      return "购物车是空的，请先挑选商品。";
    case "too-much":
      return `一张订单最多 ${failure.mostLines} 种商品、每种 ${failure.mostPacks} 件，请分开下单。`;
    case "not-for-sale":
      return `${failure.goods.map(nameZh).join("、")}已下架，请从购物车中移除后再提交。没有扣款。`;
    case "sold-out":
      return `${failure.goods.map((goods) => `${nameZh(goods)}${leftZh(goods.left)}`).join("；")}。请修改数量后再提交，没有扣款。`;
    case "price-changed":
      return `价格有变化：合计由 ¥${formatYuan(failure.shownFen)} 变为 ¥${formatYuan(failure.totalFen)}。请核对后再提交，没有扣款。`;
    case "ship-day-changed":
      return `预售的最晚发货日期变为 ${failure.shipBy}。请核对后再提交，没有扣款。`;
    case "not-delivered":
      return `${failure.sellerNames.map((name) => name.zh).join("、")}不配送到所选省份，请更换地址或移除这些商品。`;
    case "promotion-refused":
      return promotionZh(failure.reason, failure.minimumFen);
    case "below-minimum":
      return `在线支付每单至少 ¥${formatYuan(failure.minimumFen)}，请再选一些商品。`;
    case "busy":
      return "同时下单的人太多，这次没有排上。请再提交一次，没有扣款。";
  }
}

function promotionZh(reason: PromotionRefusal, minimumFen: Fen): string {
  switch (reason) {
    case "unknown":
      return "没有这个优惠码，请检查后重新输入，或清空后继续。";
    case "not-now":
      return "这个优惠码不在有效期内。";
    case "used-up":
      return "这个优惠码已经用完了。";
    case "below-minimum":
      return `商品满 ¥${formatYuan(minimumFen)} 才能使用这个优惠码。`;
    case "not-for-these":
      return "这个优惠码不适用于购物车中的商品。";
  }
}

function inEnglish(failure: PlaceOrderFailure): string {
  switch (failure.kind) {
    case "empty":
      return "Your cart is empty. Choose something first.";
    case "too-much":
      return `One order takes at most ${failure.mostLines} kinds of goods and ${failure.mostPacks} packs of each. Please split it.`;
    case "not-for-sale":
      return `${failure.goods.map(nameEn).join(", ")} is no longer for sale. Remove it from the cart and try again. Nothing was charged.`;
    case "sold-out":
      return `${failure.goods.map((goods) => `${nameEn(goods)}: ${leftEn(goods.left)}`).join("; ")}. Change the quantity and try again. Nothing was charged.`;
    case "price-changed":
      return `The price has changed: the total went from ¥${formatYuan(failure.shownFen)} to ¥${formatYuan(failure.totalFen)}. Please check and submit again. Nothing was charged.`;
    case "ship-day-changed":
      return `The pre-ordered goods would now be shipped by ${failure.shipBy}. Please check and submit again. Nothing was charged.`;
    case "not-delivered":
      return `${failure.sellerNames.map((name) => name.en).join(", ")} does not deliver to this province. Change the address or remove these goods.`;
    case "promotion-refused":
      return promotionEn(failure.reason, failure.minimumFen);
    case "below-minimum":
      return `Online payment takes at least ¥${formatYuan(failure.minimumFen)} an order. Please add something.`;
    case "busy":
      return "Too many people are ordering at this moment. Please submit again. Nothing was charged.";
  }
}

function promotionEn(reason: PromotionRefusal, minimumFen: Fen): string {
  switch (reason) {
    case "unknown":
      return "There is no such discount code. Check it, or leave it empty and go on.";
    case "not-now":
      return "This discount code is not valid at the moment.";
    case "used-up":
      return "This discount code has been used up.";
    case "below-minimum":
      return `This discount code needs goods worth at least ¥${formatYuan(minimumFen)}.`;
    case "not-for-these":
      return "This discount code is not for the goods in your cart.";
  }
}

function nameZh(goods: NamedGoods): string {
  return `“${goods.title} ${goods.variantName}”`;
}

function nameEn(goods: NamedGoods): string {
  return `“${goods.titleEn}, ${goods.variantNameEn}”`;
}

function leftZh(left: number): string {
  return left > 0 ? `只剩 ${left} 件` : "已售罄";
}

function leftEn(left: number): string {
  return left > 0 ? `only ${left} left` : "sold out";
}
