import { priceOf, type Fen } from "~/kernel/money";
import { GRAMS_PER_JIN, GRAMS_PER_KILOGRAM, type BaseUnit } from "~/kernel/quantity";

/** The price of 500 g, or of one piece, of a pack: rounded half up, for comparing only. */
export function perPound(priceFen: number | Fen, packQuantity: number, unit: BaseUnit): Fen {
  return priceOf(unit === "GRAM" ? GRAMS_PER_JIN : 1, BigInt(priceFen), packQuantity);
}

export function perKilogram(priceFen: number | Fen, packQuantity: number): Fen {
  return priceOf(GRAMS_PER_KILOGRAM, BigInt(priceFen), packQuantity);
}
