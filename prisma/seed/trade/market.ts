import type { BaseUnit } from "~/kernel/quantity";
import type { IntakeMode } from "~/supply/settlement-mode";

// What the year of trade is planned from, taken together from the demonstration's data.

export type MarketGrade = { readonly name: string; readonly typicalFen: bigint };

export type MarketProduct = {
  readonly code: string;
  readonly baseUnit: BaseUnit;
  readonly perishable: boolean;
  readonly grades: readonly MarketGrade[];
  readonly harvestMonths: readonly number[];
  readonly shelfDays: number;
};

export type MarketVariant = { readonly position: number; readonly quantity: number; readonly priceFen: bigint };

export type MarketListing = {
  readonly key: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  /** key of the cooperative, or archive number of the household */
  readonly sellerKey: string;
  readonly product: MarketProduct;
  /** sells from its seller's lots of this product and grade */
  readonly grade: MarketGrade;
  readonly variants: readonly MarketVariant[];
  /** 1–10 */
  readonly appeal: number;
  /** archive numbers of the households that grow it for the seller; the seller itself on a direct sale */
  readonly growers: readonly string[];
  readonly mode: IntakeMode;
  /** two-digit codes of provinces the parcel does not go to */
  readonly undelivered: readonly string[];
};
