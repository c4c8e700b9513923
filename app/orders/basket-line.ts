import type { FreightZone } from "~/catalog/freight";
import type { BasisPoints, Fen } from "~/kernel/money";
import type { BaseUnit } from "~/kernel/quantity";
import type { BasketEntry } from "./basket";
import type { LotStock } from "./pick-lots";

/**
 * What is being bought: the cart of a cookie (named by its token's hash) but for what is set aside in it, or a list of packs.
 * "everything" is the cart as its own page shows it.
 */
export type Basket =
  | { readonly cartTokenHash: string; readonly show?: "everything" }
  | { readonly entries: readonly BasketEntry[] };

/** One variant somebody wants, with everything that pricing, freight and picking need. */
export type BasketLine = {
  readonly cartId: string | null;
  readonly variantId: string;
  readonly listingId: string;
  readonly slug: string;
  readonly productId: string;
  readonly areaCode: string;
  readonly villageName: string;
  readonly villageNameEn: string;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly baseUnit: BaseUnit;
  readonly perishable: boolean;
  readonly packQuantity: number;
  /** what one pack weighs in the parcel */
  readonly packGrams: number;
  readonly quantity: number;
  readonly unitPriceFen: Fen;
  /** what the shopper saw when putting it into the cart */
  readonly priceSeenFen: Fen;
  /** lies in the cart, but is not bought now */
  readonly setAside: boolean;
  /** published, active, and its seller may sell */
  readonly listed: boolean;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly servicePointId: string | null;
  readonly shipsWithinDays: number;
  readonly freightId: string;
  readonly shipperId: string;
  readonly shipperName: string;
  readonly zones: readonly FreightZone[];
  readonly lots: readonly LotStock[];
  /** the promise it sells by instead of lots; nothing of it is free once it is over */
  readonly preorder: {
    readonly id: string;
    readonly available: number;
    /** the last day to ship, "2026-12-20" */
    readonly shipBy: string;
  } | null;
  /** the rule in force, frozen on the order line */
  readonly splitRuleId: string | null;
  readonly photoId: string | null;
};

/** The latest of the last days to ship, "" when everything is in stock. */
export function lastShipDay(lines: readonly Pick<BasketLine, "preorder">[]): string {
  return lines.reduce((latest, { preorder }) => (preorder && preorder.shipBy > latest ? preorder.shipBy : latest), "");
}

export type FeesInForce = {
  readonly feeScheduleId: string;
  readonly processingBps: BasisPoints;
  readonly processingFixedFen: Fen;
};

export type LoadedBasket = { readonly lines: readonly BasketLine[]; readonly fees: FeesInForce | undefined };

/** A lot with its frozen composition, in its order. */
export type LotWithComposition = LotStock & {
  readonly composition: readonly {
    readonly householdId: string | null;
    readonly settlementMode: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT";
    readonly weight: string;
    readonly quantity: number;
    readonly unitPriceFen: string | null;
  }[];
};

/** A basket as pages show it: with what a split needs, and the unpaid order that was placed from the cart before. */
export type ShownBasketLine = Omit<BasketLine, "lots"> & {
  readonly lots: readonly LotWithComposition[];
  /** null while no rule or no fee schedule is in force */
  readonly splitTerms: {
    readonly platformBps: BasisPoints;
    readonly cooperativeBps: BasisPoints;
    readonly reserveBps: BasisPoints;
    readonly servicePointBps: BasisPoints;
    readonly villageBps: BasisPoints;
  } | null;
};

export type ShownBasket = {
  readonly lines: readonly ShownBasketLine[];
  readonly fees: FeesInForce | undefined;
  readonly openOrder: { readonly id: string; readonly number: string } | null;
};

export type LoadedPromotion = {
  readonly id: string;
  readonly funder: "PLATFORM" | "SELLER";
  readonly sellerKind: string | null;
  readonly sellerId: string | null;
  readonly amountFen: Fen;
  readonly minimumFen: Fen;
  readonly useLimit: number;
  readonly used: number;
  readonly validFrom: Date;
  readonly validTo: Date;
};
