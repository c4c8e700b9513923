import { formatYuan, parseYuan, priceOf, type Fen } from "~/kernel/money";
import { GRAMS_PER_JIN, parseWeight, type BaseUnit } from "~/kernel/quantity";

/** "¥7.98/斤" or "¥1.30/枚" for one pack: rounded half up, for comparing only. */
export function packPriceWords(priceFen: Fen, quantity: number, unit: BaseUnit, pieceName: string): string {
  const one = priceOf(unit === "GRAM" ? GRAMS_PER_JIN : 1, priceFen, quantity);
  return `¥${formatYuan(one)}/${unit === "GRAM" ? "斤" : pieceName}`;
}

/** What a row of the form says as it is typed: "2500 g · ¥7.98/斤"; "" while it says nothing yet. */
export function typedPackWords(typed: {
  readonly quantity: string;
  readonly price: string;
  readonly unit: "jin" | "kg" | "piece";
  readonly pieceName: string;
}): string {
  const quantity = typedQuantity(typed.quantity, typed.unit);
  if (quantity === undefined || quantity === 0) return "";
  const priceFen = parseYuan(typed.price);
  const baseUnit = typed.unit === "piece" ? "PIECE" : "GRAM";
  return [
    baseUnit === "GRAM" ? `${quantity} g` : `${quantity} ${typed.pieceName}`,
    ...(priceFen === undefined || priceFen === 0n
      ? []
      : [packPriceWords(priceFen, quantity, baseUnit, typed.pieceName)]),
  ].join(" · ");
}

function typedQuantity(typed: string, unit: "jin" | "kg" | "piece"): number | undefined {
  const plain = typed.normalize("NFKC").trim();
  if (unit === "piece") return /^\d{1,7}$/.test(plain) ? Number(plain) : undefined;
  return parseWeight(plain, unit);
}
