import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { Fen } from "~/kernel/money";

type Counted = { readonly households: number; readonly fen: Fen };

/**
 * A village's total beside its months. A month of fewer than five households is not shown; a total that held it would say it
 * all the same, less the others. So the total is of the months that are shown; only where none is shown is it of all.
 */
export function totalBesideMonths(
  months: readonly Counted[],
  all: Counted,
): { readonly fen: Fen | null; readonly leftOut: boolean } {
  if (all.households < SMALLEST_PUBLIC_COUNT) return { fen: null, leftOut: false };
  const shown = months.filter(({ households }) => households >= SMALLEST_PUBLIC_COUNT);
  if (shown.length === 0) return { fen: all.fen, leftOut: false };
  return { fen: shown.reduce((sum, { fen }) => sum + fen, 0n), leftOut: shown.length < months.length };
}
