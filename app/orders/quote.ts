import { freightFor } from "~/catalog/freight";
import { sum, type Fen } from "~/kernel/money";
import type { Result } from "~/kernel/result";
import { failed, succeeded } from "~/kernel/result";
import { eligibleGoods, grossOf, priceOrder, type PricedOrder, type PromotionTerms } from "./price-order";
import type { BasketLine, FeesInForce, LoadedPromotion } from "./basket-line";

/** Goods that travel together: one seller, one freight template, one service point; a pre-order's on their own day. */
export type ParcelLines<Line extends BasketLine = BasketLine> = {
  readonly key: string;
  readonly first: Line;
  readonly lines: readonly Line[];
  readonly grams: number;
  readonly goodsFen: Fen;
};

/** Groups what is bought into shipments, in the order in which it was put into the cart. */
export function groupIntoParcels<Line extends BasketLine>(lines: readonly Line[]): ParcelLines<Line>[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = [
      line.sellerKind,
      line.sellerId,
      line.freightId,
      line.servicePointId ?? "",
      line.preorder?.id ?? "",
    ].join("/");
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups].flatMap(([key, group]) => {
    const first = group[0];
    if (!first) return [];
    return {
      key,
      first,
      lines: group,
      grams: group.reduce((total, line) => total + line.packGrams * line.quantity, 0),
      goodsFen: sum(group.map(grossOf)),
    };
  });
}

export type Quote<Line extends BasketLine = BasketLine> = {
  readonly parcels: readonly ParcelLines<Line>[];
  readonly priced: PricedOrder;
};

export type PromotionRefusal = "unknown" | "not-now" | "used-up" | "below-minimum" | "not-for-these";

export type QuoteFailure =
  | { readonly kind: "not-delivered"; readonly sellerNames: readonly { zh: string; en: string }[] }
  | { readonly kind: "promotion-refused"; readonly reason: PromotionRefusal; readonly minimumFen: Fen }
  | { readonly kind: "below-minimum"; readonly minimumFen: Fen };

/** Stripe takes no payment below about half a US dollar; a smaller order could never be paid. */
export const SMALLEST_PAYMENT_FEN = 400n;

/** Prices a basket for a province: freight per shipment, promotion, processing charge. */
export function quoteOrder<Line extends BasketLine>(request: {
  readonly lines: readonly Line[];
  readonly provinceCode: string;
  readonly promotion?: LoadedPromotion | undefined;
  readonly fees: FeesInForce;
  readonly now: Date;
}): Result<Quote<Line>, QuoteFailure> {
  const parcels = groupIntoParcels(request.lines);
  const freights = parcels.map((parcel) =>
    freightFor(parcel.first.zones, request.provinceCode, parcel.grams, parcel.goodsFen),
  );
  const refused = parcels.filter((_, index) => freights[index] === undefined);
  if (refused.length > 0) {
    const sellerNames = refused.map(({ first }) => ({ zh: first.sellerName, en: first.sellerNameEn }));
    return failed({ kind: "not-delivered", sellerNames });
  }

  const shipments = parcels.map((parcel, index) => ({
    sellerKind: parcel.first.sellerKind,
    sellerId: parcel.first.sellerId,
    lines: parcel.lines,
    freightFen: freights[index] ?? 0n,
  }));
  if (request.promotion) {
    const reason = promotionRefusal(request.promotion, eligibleGoods(request.promotion, shipments), request.now);
    if (reason) return failed({ kind: "promotion-refused", reason, minimumFen: request.promotion.minimumFen });
  }

  const promotion: PromotionTerms | undefined = request.promotion;
  const priced = priceOrder({ shipments, promotion, fees: request.fees });
  if (priced.totalFen < SMALLEST_PAYMENT_FEN)
    return failed({ kind: "below-minimum", minimumFen: SMALLEST_PAYMENT_FEN });
  return succeeded({ parcels, priced });
}

function promotionRefusal(promotion: LoadedPromotion, eligible: Fen, now: Date): PromotionRefusal | undefined {
  if (now < promotion.validFrom || now >= promotion.validTo) return "not-now";
  if (promotion.used >= promotion.useLimit) return "used-up";
  if (eligible === 0n) return "not-for-these";
  return eligible < promotion.minimumFen ? "below-minimum" : undefined;
}
