import { allocate, proportionOf, sum } from "~/kernel/money";
import { byHouseholdThenMode, type CompositionRow } from "./composition";

/** What one lot gives to another: `quantity` out of the `whole` that its composition was sealed for. */
export type LotPart = {
  readonly rows: readonly CompositionRow[];
  readonly whole: number;
  readonly quantity: number;
};

/**
 * Who stands behind a lot made of parts of lots: everybody in the proportion in which they stand in each part. Value
 * weights are carried on whole, so what is lost on the way is borne by all in proportion and by nobody alone.
 * Undefined when the output is too small for everybody to keep at least one unit in it.
 */
export function composeFromLots(parts: readonly LotPart[], output: number): CompositionRow[] | undefined {
  const drawn = parts.flatMap(shareOf);
  const groups = new Map<string, CompositionRow[]>();
  for (const row of drawn) {
    const key = `${row.householdId ?? "OTHER"}|${row.settlementMode}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const rows = [...groups.values()].flatMap(joined).sort(byHouseholdThenMode);
  const quantities = allocate(
    BigInt(output),
    rows.map((row) => BigInt(row.quantity)),
  );
  const composed = rows.map(({ paid, ...row }, position): CompositionRow => {
    const quantity = quantities[position] ?? 0n;
    const boughtOut = row.settlementMode === "BOUGHT_OUT" && quantity > 0n;
    return {
      ...row,
      quantity: Number(quantity),
      unitPriceFen: boughtOut ? proportionOf(paid, 1n, quantity) : null,
    };
  });
  return composed.every((row) => row.quantity > 0 && row.weight > 0n) ? composed : undefined;
}

function shareOf(part: LotPart): CompositionRow[] {
  const quantities = allocate(
    BigInt(part.quantity),
    part.rows.map((row) => BigInt(row.quantity)),
  );
  const weights = part.rows.map((row) => row.weight);
  const value = proportionOf(sum(weights), BigInt(part.quantity), BigInt(part.whole));
  const shares = allocate(value, weights);
  return part.rows.map((row, position) => ({
    ...row,
    quantity: Number(quantities[position] ?? 0n),
    weight: shares[position] ?? 0n,
  }));
}

/** One household's rows of one mode as one; `paid` is what intake already paid for it, times a unit. */
function joined(group: readonly CompositionRow[]): (CompositionRow & { readonly paid: bigint })[] {
  const first = group[0];
  if (!first) return [];
  return [
    {
      ...first,
      quantity: group.reduce((total, row) => total + row.quantity, 0),
      weight: sum(group.map((row) => row.weight)),
      paid: sum(group.map((row) => BigInt(row.quantity) * (row.unitPriceFen ?? 0n))),
    },
  ];
}
