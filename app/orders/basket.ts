/** The most different goods that are put into one cart or bought at once, and the most packs of one. */
export const MOST_LINES = 50;
export const MOST_PACKS = 999;

export type BasketEntry = { readonly variantId: string; readonly quantity: number };

/** Reads what a form asks for as a number of packs: 1–999, undefined when it is none. */
export function parsePacks(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^\d{1,3}$/.test(text.normalize("NFKC").trim())) return undefined;
  const packs = Number(text.normalize("NFKC").trim());
  return packs >= 1 && packs <= MOST_PACKS ? packs : undefined;
}

/**
 * A guest's cart poured into the signed-in shopper's own: nothing lost, no line twice.
 * The same goods in both keep the larger number (adding them up would double a cart that was filled twice on purpose).
 * Two full carts make one with more goods than one order takes: placing says so, and the shopper chooses what waits.
 */
export function mergeBaskets(own: readonly BasketEntry[], guest: readonly BasketEntry[]): BasketEntry[] {
  const merged = new Map<string, number>();
  for (const entry of [...own, ...guest]) {
    merged.set(entry.variantId, Math.min(MOST_PACKS, Math.max(merged.get(entry.variantId) ?? 0, entry.quantity)));
  }
  return [...merged].map(([variantId, quantity]) => ({ variantId, quantity }));
}
