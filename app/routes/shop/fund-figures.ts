import type { Fen } from "~/kernel/money";
import { totalBesideMonths } from "./village-total";

/** What a village was paid out of sales of a month; the one without a month is all of them together. */
export type FundMonth = { readonly period: string | null; readonly households: number; readonly fen: Fen };

export type FundFigures = {
  /** paid out to the village; null where it would tell of fewer than five households */
  readonly receivedFen: Fen | null;
  /** months of few households are not in it: the page hides them, and a part of their price would tell */
  readonly leftOut: boolean;
  readonly usedFen: Fen;
  /** null where what was received is not told whole */
  readonly leftFen: Fen | null;
};

/**
 * A village's part is a fixed part of the price, so what it received of a month tells what was sold in it. Months of few
 * households are left out of the sum as they are left out of the ledger beside it; what is left is told only of the whole, and
 * where more was used than the sum tells, the difference would tell the rest: then the sum is not told either.
 */
export function fundFigures(months: readonly FundMonth[], usedFen: Fen): FundFigures {
  const all = months.find(({ period }) => period === null) ?? { households: 0, fen: 0n };
  const { fen, leftOut } = totalBesideMonths(
    months.filter(({ period }) => period !== null),
    all,
  );
  if (fen === null || (leftOut && usedFen > fen)) return { receivedFen: null, leftOut: false, usedFen, leftFen: null };
  return { receivedFen: fen, leftOut, usedFen, leftFen: leftOut ? null : fen - usedFen };
}
