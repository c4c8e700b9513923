/** A sealed lot as the planner sees it: what is free, and by when it must be eaten. Dates as "2026-11-23". */
export type LotStock = { readonly lotId: string; readonly available: number; readonly expiresOn: string };

export type LineToPick = {
  /** base units in one pack */
  readonly packQuantity: number;
  /** packs wanted */
  readonly quantity: number;
  readonly lots: readonly LotStock[];
  /** goods of a lot to come: taken from the promise, and given their picks later */
  readonly preorder?: { readonly id: string; readonly available: number } | null;
};

export type PlannedPick = { readonly line: number; readonly lotId: string; readonly quantity: number };
export type Shortage = { readonly line: number; /** whole packs that could still be had */ readonly left: number };

export type PickPlan =
  | { readonly ok: true; readonly picks: readonly PlannedPick[] }
  | { readonly ok: false; readonly shortages: readonly Shortage[] };

/**
 * Takes each line's goods from its lots, first-expiring first (ties by lot id, so that two planners agree).
 * Lines that share a lot see what the lines before them took: one cart never promises the same box twice.
 * Pre-ordered goods are measured against their promise in the same way, and get no picks.
 * The plan only proposes; the conditional UPDATE decides.
 */
export function planPicks(lines: readonly LineToPick[]): PickPlan {
  const taken = new Map<string, number>();
  const picks: PlannedPick[] = [];
  const shortages: Shortage[] = [];

  lines.forEach((line, index) => {
    let missing = line.packQuantity * line.quantity;
    let free = 0;
    if (line.preorder) {
      const left = line.preorder.available - (taken.get(line.preorder.id) ?? 0);
      if (missing > left) shortages.push({ line: index, left: Math.max(Math.floor(left / line.packQuantity), 0) });
      else taken.set(line.preorder.id, (taken.get(line.preorder.id) ?? 0) + missing);
      return;
    }
    const chosen: PlannedPick[] = [];
    for (const lot of [...line.lots].sort(byExpiry)) {
      const left = lot.available - (taken.get(lot.lotId) ?? 0);
      if (left <= 0) continue;
      free += left;
      if (missing === 0) continue;
      const quantity = Math.min(left, missing);
      chosen.push({ line: index, lotId: lot.lotId, quantity });
      missing -= quantity;
    }
    if (missing > 0) {
      shortages.push({ line: index, left: Math.floor(free / line.packQuantity) });
      return;
    }
    for (const pick of chosen) taken.set(pick.lotId, (taken.get(pick.lotId) ?? 0) + pick.quantity);
    picks.push(...chosen);
  });

  return shortages.length > 0 ? { ok: false, shortages } : { ok: true, picks };
}

/** Whole packs that the lots, or the promise, still hold, for "only 3 left". */
export function packsLeft({ lots, preorder, packQuantity }: Omit<LineToPick, "quantity">): number {
  const free = preorder?.available ?? lots.reduce((sum, lot) => sum + Math.max(lot.available, 0), 0);
  return Math.floor(free / packQuantity);
}

function byExpiry(a: LotStock, b: LotStock): number {
  if (a.expiresOn !== b.expiresOn) return a.expiresOn < b.expiresOn ? -1 : 1;
  return a.lotId < b.lotId ? -1 : a.lotId > b.lotId ? 1 : 0;
}
