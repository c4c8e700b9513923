import type { Fen } from "~/kernel/money";
import { percent } from "./stated-figures";

/** "12.5 %" that an amount is of another, from whole fen; "—" of nothing. */
export function shareOf(part: Fen, whole: Fen): string {
  return whole <= 0n || part < 0n ? "—" : `${percent(part, whole, 1)} %`;
}
