import { allocate, sum, type Fen } from "~/kernel/money";
import { byHousehold, type Pick } from "./split";

/** Who stood behind a sale (带动销售额), and with how much of it. Information, not money. householdId null = OTHER. */
export type AttributionShare = {
  readonly lotId: string;
  readonly householdId: string | null;
  readonly amountFen: Fen;
};

/**
 * The net of a goods line over the compositions of its picks, by value weights, whatever the settlement mode.
 * The shares always add up to the net; one share per lot and household.
 */
export function attributeLine(line: { readonly netFen: Fen; readonly picks: readonly Pick[] }): AttributionShare[] {
  const byPick = allocate(
    line.netFen,
    line.picks.map((pick) => BigInt(pick.quantity)),
  );
  const shares = line.picks.flatMap((pick, i) => {
    const rows = [...pick.composition].sort(byHousehold);
    const amounts = allocate(
      byPick[i] ?? 0n,
      rows.map((row) => row.weight),
    );
    return rows.map((row, j) => ({ lotId: pick.lotId, householdId: row.householdId, amountFen: amounts[j] ?? 0n }));
  });
  return merged(shares).filter((share) => share.amountFen > 0n);
}

/** What a refund of `takeFen` takes from each remaining share; adds up to `takeFen`, raises nobody. */
export function reverseAttribution(remaining: readonly AttributionShare[], takeFen: Fen): AttributionShare[] {
  if (takeFen === 0n) return [];
  if (takeFen > sum(remaining.map((share) => share.amountFen))) {
    throw new RangeError("a refund cannot reverse more than is still attributed");
  }
  const amounts = allocate(
    takeFen,
    remaining.map((share) => share.amountFen),
  );
  return remaining
    .map((share, i) => ({ ...share, amountFen: amounts[i] ?? 0n }))
    .filter((share) => share.amountFen > 0n);
}

function merged(shares: readonly AttributionShare[]): AttributionShare[] {
  const byKey = new Map<string, AttributionShare>();
  for (const share of shares) {
    const key = `${share.lotId}|${share.householdId}`;
    const same = byKey.get(key);
    byKey.set(key, same ? { ...same, amountFen: same.amountFen + share.amountFen } : share);
  }
  return [...byKey.values()];
}
