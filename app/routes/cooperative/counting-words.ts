import { formatYuan, type Fen } from "~/kernel/money";
import { jin, kilograms } from "~/kernel/quantity";
import { fenPerJin, perKilogramFromJin } from "~/supply/unit-price";

type Counting = "jin" | "kg" | "piece";

/** The word behind a quantity, and behind the price for one. */
export function countingWord(counting: Counting, pieceName: string): string {
  return { jin: "斤", kg: "kg", piece: pieceName }[counting];
}

/** A base quantity as somebody who counts this way would type it. */
export function counted(quantity: number, counting: Counting): string {
  return counting === "piece" ? String(quantity) : counting === "jin" ? jin(quantity) : kilograms(quantity);
}

/** The stored price (per kg or piece) from one typed per counted unit. */
export function storedPrice(typedFen: Fen, counting: Counting): Fen {
  return counting === "jin" ? perKilogramFromJin(typedFen) : typedFen;
}

/** The stored price as one per counted unit, for the form; "" when half a fen would be needed. */
export function typedPrice(storedFen: Fen | null, counting: Counting): string {
  if (storedFen === null) return "";
  const fen = counting === "jin" ? fenPerJin(storedFen) : storedFen;
  return fen === undefined ? "" : formatYuan(fen);
}
