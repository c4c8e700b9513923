import { allocate, percentOf, smaller, sum, type BasisPoints, type Fen } from "~/kernel/money";

export type LineToPrice = { readonly unitPriceFen: Fen; readonly quantity: number };

export type ShipmentToPrice<Line extends LineToPrice = LineToPrice> = {
  readonly sellerKind: string;
  readonly sellerId: string;
  readonly lines: readonly Line[];
  readonly freightFen: Fen;
};

export type PromotionTerms = {
  /** a seller's discount lowers the line net; the platform's only what is charged, the platform tops the rest up */
  readonly funder: "PLATFORM" | "SELLER";
  readonly sellerKind: string | null;
  readonly sellerId: string | null;
  readonly amountFen: Fen;
};

export type ProcessingTerms = { readonly processingBps: BasisPoints; readonly processingFixedFen: Fen };

/** The money of one order line: net = gross − seller discount (what is split), charged = net − platform discount (what is paid). */
export type LinePrice = {
  readonly grossFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly netFen: Fen;
  readonly chargedFen: Fen;
  /** this line's part of the processing charge, taken out of its net */
  readonly processingFen: Fen;
};

export type PricedShipment = {
  readonly goods: readonly LinePrice[];
  /** undefined when the shipment travels free */
  readonly freight: LinePrice | undefined;
};

export type PricedOrder = {
  readonly shipments: readonly PricedShipment[];
  readonly goodsFen: Fen;
  readonly freightFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  /** what the shopper pays: goods + freight − discounts */
  readonly totalFen: Fen;
  readonly processingFen: Fen;
};

/** On tiny totals a fixed fee would eat the line: the charge to the line never takes more than half; the platform covers the rest. */
const PROCESSING_CAP_BPS = 5_000;

/**
 * Prices an order to the fen: one line per goods line and one freight line per shipment that costs anything.
 * Discounts fall on goods only, spread by gross; the processing charge is `percentOf(total) + fixed`, spread over all
 * lines by what is charged. Every spread adds up again. The promotion's minimum and validity are checked before.
 */
export function priceOrder(order: {
  readonly shipments: readonly ShipmentToPrice[];
  readonly promotion?: PromotionTerms | undefined;
  readonly fees: ProcessingTerms;
}): PricedOrder {
  const grossOfShipments = order.shipments.map((shipment) => shipment.lines.map(grossOf));
  const discounts = spreadDiscount(order.shipments, grossOfShipments, order.promotion);

  const drafts = order.shipments.map((shipment, s) => ({
    goods: shipment.lines.map((_, l) => {
      const gross = grossOfShipments[s]?.[l] ?? 0n;
      const discount = discounts[s]?.[l] ?? 0n;
      const bySeller = order.promotion?.funder === "SELLER" ? discount : 0n;
      const byPlatform = order.promotion?.funder === "PLATFORM" ? discount : 0n;
      return withoutProcessing(gross, bySeller, byPlatform);
    }),
    freight: shipment.freightFen > 0n ? withoutProcessing(shipment.freightFen, 0n, 0n) : undefined,
  }));

  const all = drafts.flatMap((draft) => (draft.freight ? [...draft.goods, draft.freight] : draft.goods));
  const totalFen = sum(all.map((line) => line.chargedFen));
  const processingFen = processingCharge(totalFen, order.fees);
  const parts =
    totalFen > 0n
      ? allocate(
          processingFen,
          all.map((line) => line.chargedFen),
        )
      : all.map(() => 0n);

  let next = 0;
  const withProcessing = (line: LinePrice): LinePrice => ({ ...line, processingFen: parts[next++] ?? 0n });
  const shipments = drafts.map((draft) => ({
    goods: draft.goods.map(withProcessing),
    freight: draft.freight && withProcessing(draft.freight),
  }));

  return {
    shipments,
    goodsFen: sum(grossOfShipments.flat()),
    freightFen: sum(order.shipments.map((shipment) => shipment.freightFen)),
    sellerDiscountFen: sum(all.map((line) => line.sellerDiscountFen)),
    platformDiscountFen: sum(all.map((line) => line.platformDiscountFen)),
    totalFen,
    processingFen,
  };
}

export function grossOf(line: LineToPrice): Fen {
  return line.unitPriceFen * BigInt(line.quantity);
}

function processingCharge(totalFen: Fen, fees: ProcessingTerms): Fen {
  if (totalFen <= 0n) return 0n;
  return smaller(
    percentOf(totalFen, fees.processingBps) + fees.processingFixedFen,
    percentOf(totalFen, PROCESSING_CAP_BPS),
  );
}

/** The discount of every goods line, in the shape of the shipments; never more than the goods it is for. */
function spreadDiscount(
  shipments: readonly ShipmentToPrice[],
  gross: readonly (readonly Fen[])[],
  promotion: PromotionTerms | undefined,
): Fen[][] {
  const none = gross.map((lines) => lines.map(() => 0n));
  if (!promotion) return none;
  const weights = gross.map((lines, s) => lines.map((amount) => (isFor(promotion, shipments[s]) ? amount : 0n)));
  const eligible = sum(weights.flat());
  if (eligible === 0n) return none;

  const parts = allocate(smaller(promotion.amountFen, eligible), weights.flat());
  let next = 0;
  return gross.map((lines) => lines.map(() => parts[next++] ?? 0n));
}

function isFor(promotion: PromotionTerms, shipment: ShipmentToPrice | undefined): boolean {
  if (promotion.funder === "PLATFORM" && promotion.sellerId === null) return true;
  return shipment?.sellerKind === promotion.sellerKind && shipment?.sellerId === promotion.sellerId;
}

/** The goods a promotion counts, for its minimum: all goods, or one seller's. */
export function eligibleGoods(promotion: PromotionTerms, shipments: readonly ShipmentToPrice[]): Fen {
  return sum(
    shipments.filter((shipment) => isFor(promotion, shipment)).flatMap((shipment) => shipment.lines.map(grossOf)),
  );
}

function withoutProcessing(gross: Fen, bySeller: Fen, byPlatform: Fen): LinePrice {
  const net = gross - bySeller;
  return {
    grossFen: gross,
    sellerDiscountFen: bySeller,
    platformDiscountFen: byPlatform,
    netFen: net,
    chargedFen: net - byPlatform,
    processingFen: 0n,
  };
}
