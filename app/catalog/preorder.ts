import { addDays, dayOf, isDay } from "~/kernel/period";

/** What a seller promises of a lot to come. */
export type PreorderTerms = {
  /** base units */
  readonly promised: number;
  /** the last day to ship, "2026-12-20" */
  readonly shipBy: string;
  readonly season: string;
  readonly seasonEn: string;
};

/** Alipay takes a refund back within 90 days of the payment: whoever is let down must be paid back before that. */
export const LONGEST_PREORDER_DAYS = 80;
/** 100 tonnes for one village's season is a slip of the finger. */
export const LARGEST_PROMISE = 100_000_000;
export const LONGEST_SEASON = 40;
export const LONGEST_SEASON_EN = 60;

export type PreorderFailure =
  | { readonly kind: "no-such-listing" }
  /** a household that sells alone bears no refund, so it promises nothing either */
  | { readonly kind: "not-a-cooperative" }
  | { readonly kind: "bad-promise" }
  /** shoppers hold more of the promise already, in base units */
  | { readonly kind: "promise-below-held"; readonly held: number }
  | { readonly kind: "bad-day" }
  | { readonly kind: "day-not-to-come" }
  | { readonly kind: "day-too-far"; readonly latest: string }
  | { readonly kind: "no-season" }
  | { readonly kind: "season-too-long" }
  /** goods are in stock: they are sold first */
  | { readonly kind: "has-stock" };

/** The first day that can be promised, and the last. */
export function shipByLimits(now: Date): { readonly first: string; readonly last: string } {
  return { first: dayOf(addDays(now, 1)), last: dayOf(addDays(now, LONGEST_PREORDER_DAYS)) };
}

/** What is wrong with the terms by themselves. A day that stands already may have come near meanwhile: it is not asked again. */
export function problemOfTerms(
  terms: PreorderTerms,
  { now, presentShipBy }: { readonly now: Date; readonly presentShipBy?: string | undefined },
): PreorderFailure | undefined {
  if (!Number.isInteger(terms.promised) || terms.promised <= 0 || terms.promised > LARGEST_PROMISE) {
    return { kind: "bad-promise" };
  }
  if (!isDay(terms.shipBy)) return { kind: "bad-day" };
  const { first, last } = shipByLimits(now);
  if (terms.shipBy !== presentShipBy) {
    if (terms.shipBy < first) return { kind: "day-not-to-come" };
    if (terms.shipBy > last) return { kind: "day-too-far", latest: last };
  }
  if (terms.season.trim() === "") return { kind: "no-season" };
  const tooLong = [...terms.season].length > LONGEST_SEASON || [...terms.seasonEn].length > LONGEST_SEASON_EN;
  return tooLong ? { kind: "season-too-long" } : undefined;
}

/** `words` says a quantity of the listing's product. */
export function explainPreorderFailure(failure: PreorderFailure, words: (quantity: number) => string): string {
  switch (failure.kind) {
    case "no-such-listing":
      return "找不到这个商品。";
    case "not-a-cooperative":
      return "预售只对合作社开放：到期不能发货时，退款要由卖家承担。";
    case "bad-promise":
      return `预售量要大于零，不超过 ${words(LARGEST_PROMISE)}。`;
    case "promise-below-held":
      return `顾客已经订了 ${words(failure.held)}，预售量不能比这少。`;
    case "bad-day":
      return "最晚发货日期请按 2026-12-20 的样子填写。";
    case "day-not-to-come":
      return "最晚发货日期要在今天之后。";
    case "day-too-far":
      return `最晚发货日期不能晚于 ${failure.latest}：再晚，有的付款方式就不能原路退款了。`;
    case "no-season":
      return "请写明是哪一季，例如“2026 年冬季头茬”。";
    case "season-too-long":
      return `季节说明最多 ${LONGEST_SEASON} 个字（英文 ${LONGEST_SEASON_EN} 个字符）。`;
    case "has-stock":
      return "这个商品还有现货批次在卖：先卖完，或在“从哪些批次发货”里去掉这些批次，再开预售。";
  }
}

/** The field of the form that a refusal is about; "" when it is about the whole. */
export function fieldOfPreorderFailure(failure: PreorderFailure): "promised" | "shipBy" | "season" | "" {
  switch (failure.kind) {
    case "bad-promise":
    case "promise-below-held":
      return "promised";
    case "bad-day":
    case "day-not-to-come":
    case "day-too-far":
      return "shipBy";
    case "no-season":
    case "season-too-long":
      return "season";
    default:
      return "";
  }
}
