import { jin, kilograms, type BaseUnit } from "~/kernel/quantity";

/** What is needed to say a quantity of a product. */
export type CountedIn = { readonly baseUnit: BaseUnit; readonly pieceName: string; readonly pieceNameEn: string };

/** "5 斤（2.5 kg）" or "30 枚". The law wants kg and g on the pack; people talk in 斤. */
export function quantityWords(quantity: number, product: CountedIn): string {
  if (product.baseUnit === "PIECE") return `${quantity} ${product.pieceName}`;
  return quantity === 0 ? "0 斤" : `${jin(quantity)} 斤（${grams(quantity)}）`;
}

/** "2.5 kg", "250 g" or "30 eggs". */
export function quantityWordsEn(quantity: number, product: CountedIn): string {
  if (product.baseUnit === "GRAM") return grams(quantity);
  return `${quantity} ${quantity === 1 ? product.pieceNameEn : `${product.pieceNameEn}s`}`;
}

/** The unit a price is quoted for: per kg, or per piece. */
export function priceUnitWords(product: CountedIn): string {
  return product.baseUnit === "GRAM" ? "kg" : product.pieceName;
}

function grams(quantity: number): string {
  return quantity < 1000 ? `${quantity} g` : `${kilograms(quantity)} kg`;
}
