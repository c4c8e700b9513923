import type { FreightKind } from "../freight";
import type { ShopHouseholdKey } from "../household-shops";
import type { ProductCode } from "../products";
import type { SellerKey } from "../sellers";

export type SeedVariant = {
  readonly name: string;
  readonly nameEn: string;
  /** base units in one pack */
  readonly quantity: number;
  readonly priceFen: bigint;
  readonly shippingGrams: number;
};

export type SeedListing = {
  /** also its slug */
  readonly key: string;
  readonly seller: SellerKey | ShopHouseholdKey;
  readonly productCode: ProductCode;
  /** sells from its seller's lots of this product and grade */
  readonly grade: string;
  readonly areaCode: string;
  readonly title: string;
  readonly titleEn: string;
  readonly story: string;
  readonly storyEn: string;
  readonly freight: FreightKind;
  readonly shipsWithinDays: number;
  /** what the same goods cost elsewhere, fen per kg or piece: a sample, see MARKET_SOURCE */
  readonly marketPriceFen: bigint;
  /** how readily it sells, 1–10 */
  readonly popularity: number;
  /** which drawing, and which of its arrangements */
  readonly plate: { readonly kind: string; readonly variation: number };
  readonly variants: readonly SeedVariant[];
};

/** Said wherever the market price is shown. */
export const MARKET_SOURCE = "演示用示例价，非实时行情";

/** By the 斤 of 500 g, with the legal unit beside it: 5 斤装（2.5 kg）. */
export function jin(count: number, priceFen: bigint): SeedVariant {
  const grams = count * 500;
  const kilograms = grams / 1000;
  return { name: `${count} 斤装（${kilograms} kg）`, nameEn: `${kilograms} kg box`, ...packed(grams, priceFen) };
}

export function grams(
  quantity: number,
  priceFen: bigint,
  holder: readonly [zh: string, en: string] = ["袋", "bag"],
): SeedVariant {
  const weight = quantity >= 1000 ? `${quantity / 1000} kg` : `${quantity} g`;
  return { name: `${weight} ${holder[0]}装`, nameEn: `${weight} ${holder[1]}`, ...packed(quantity, priceFen) };
}

export function pieces(
  quantity: number,
  priceFen: bigint,
  words: readonly [zh: string, one: string, many: string],
  gramsEach: number,
): SeedVariant {
  const [zh, one, many] = words;
  return {
    name: `${quantity} ${zh}`,
    nameEn: `${quantity} ${quantity === 1 ? one : many}`,
    quantity,
    priceFen,
    shippingGrams: quantity * gramsEach + 300,
  };
}

/** The box, the padding and, for glass, the jar weigh with it. */
function packed(quantity: number, priceFen: bigint): Omit<SeedVariant, "name" | "nameEn"> {
  return { quantity, priceFen, shippingGrams: Math.ceil((quantity * 1.05 + 200) / 50) * 50 };
}
