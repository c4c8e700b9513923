/** What one village's households got in one month. */
export type VillageMonth = {
  readonly period: string;
  readonly areaCode: string;
  readonly households: number;
  readonly fen: bigint;
};

export type PublishedMonth = {
  readonly period: string;
  readonly households: number;
  readonly fen: bigint;
  readonly villages: readonly VillageMonth[];
  /** villages with fewer households, together; null when there are none, or still too few of them */
  readonly others: { readonly households: number; readonly fen: bigint } | null;
  /** something is left out of this month, its total included */
  readonly leftOut: boolean;
};

/**
 * Months and villages as they may be published: no figure stands for fewer than `least` households, and none can be worked
 * out by taking published ones from a total. Small villages are put together; where even these are too few, they are left
 * out of the month's total as well.
 */
export function publishable(rows: readonly VillageMonth[], least: number): PublishedMonth[] {
  const periods = [...new Set(rows.map((row) => row.period))].sort().toReversed();
  return periods.flatMap((period) => {
    const ofMonth = rows.filter((row) => row.period === period && row.households > 0);
    const villages = ofMonth.filter((row) => row.households >= least);
    const rest = together(ofMonth.filter((row) => row.households < least));
    const others = rest.households >= least ? rest : null;
    const total = together([...villages, ...(others ? [others] : [])]);
    const month = { period, ...total, villages, others, leftOut: rest.households > 0 && others === null };
    return total.households > 0 || month.leftOut ? [month] : [];
  });
}

function together(rows: readonly { readonly households: number; readonly fen: bigint }[]) {
  return {
    households: rows.reduce((sum, row) => sum + row.households, 0),
    fen: rows.reduce((sum, row) => sum + row.fen, 0n),
  };
}
