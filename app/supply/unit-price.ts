import { formatYuan, type Fen } from "~/kernel/money";
import type { CountedIn } from "./quantity-words";

/** "6.00 元/kg（3.00 元/斤）", "1.30 元/枚". The price per 斤 is shown when it is whole fen. */
export function unitPriceWords(fenPerUnit: Fen, product: CountedIn): string {
  if (product.baseUnit === "PIECE") return `${formatYuan(fenPerUnit)} 元/${product.pieceName}`;
  const perKilogram = `${formatYuan(fenPerUnit)} 元/kg`;
  const perJin = fenPerJin(fenPerUnit);
  return perJin === undefined ? perKilogram : `${perKilogram}（${formatYuan(perJin)} 元/斤）`;
}

/** Half of a price per kilogram, when that is whole fen. */
export function fenPerJin(fenPerKilogram: Fen): Fen | undefined {
  const half = fenPerKilogram >> 1n;
  return half + half === fenPerKilogram ? half : undefined;
}

/** A price quoted per 斤 as the price per kilogram that is stored: always exact. */
export function perKilogramFromJin(fenPerJin: Fen): Fen {
  return fenPerJin + fenPerJin;
}
