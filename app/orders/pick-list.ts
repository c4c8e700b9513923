/** Packs of a line that are still to be packed or sent, and the lots that placing took them from, first-expiring first. */
export type LineToPick = {
  readonly productId: string;
  readonly productName: string;
  readonly variantName: string;
  /** packs that are left */
  readonly left: number;
  /** packs that went out before: taken from the first lots */
  readonly sent: number;
  readonly packQuantity: number;
  readonly picks: readonly {
    readonly lotCode: string;
    readonly grade: string;
    readonly expiresOn: string;
    readonly quantity: number;
  }[];
};

export type PickGroup = {
  readonly productId: string;
  readonly productName: string;
  readonly lots: readonly PickedLot[];
  /** base units of all lots together */
  readonly quantity: number;
  readonly boxes: readonly { readonly variantName: string; readonly count: number }[];
};

export type PickedLot = {
  readonly lotCode: string;
  readonly grade: string;
  readonly expiresOn: string;
  readonly quantity: number;
};

/**
 * What to fetch from the store for all these lines together: by product, each lot with what is taken from it, the one that
 * expires first on top; and how many boxes of which size that makes. What went out before is not fetched again.
 */
export function pickList(lines: readonly LineToPick[]): PickGroup[] {
  const products = new Map<string, { name: string; lots: Map<string, PickedLot>; boxes: Map<string, number> }>();
  for (const line of lines) {
    if (line.left === 0) continue;
    const product = products.get(line.productId) ?? { name: line.productName, lots: new Map(), boxes: new Map() };
    products.set(line.productId, product);
    product.boxes.set(line.variantName, (product.boxes.get(line.variantName) ?? 0) + line.left);
    for (const pick of stillToFetch(line)) {
      const before = product.lots.get(pick.lotCode);
      product.lots.set(pick.lotCode, before ? { ...before, quantity: before.quantity + pick.quantity } : pick);
    }
  }
  return [...products].map(([productId, { name, lots, boxes }]) => {
    const sorted = [...lots.values()].toSorted(byExpiry);
    return {
      productId,
      productName: name,
      lots: sorted,
      quantity: sorted.reduce((total, lot) => total + lot.quantity, 0),
      boxes: [...boxes].map(([variantName, count]) => ({ variantName, count })),
    };
  });
}

function stillToFetch(line: LineToPick): PickedLot[] {
  let gone = line.sent * line.packQuantity;
  return line.picks.flatMap((pick) => {
    const skipped = Math.min(gone, pick.quantity);
    gone -= skipped;
    return pick.quantity > skipped ? [{ ...pick, quantity: pick.quantity - skipped }] : [];
  });
}

function byExpiry(a: PickedLot, b: PickedLot): number {
  if (a.expiresOn !== b.expiresOn) return a.expiresOn < b.expiresOn ? -1 : 1;
  return a.lotCode < b.lotCode ? -1 : 1;
}
