import { splitPreviews } from "~/benefits/split-preview.server";
import { toNumber, type Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { ListingCard } from "~/search/listing-card-store.server";

/** A listing's row with plain numbers, and what of its price reaches households: the split that would be posted now. */
export type CardOnPage = Omit<ListingCard, "priceFen"> & {
  readonly priceFen: number;
  readonly householdsFen: number | null;
  /** bought out: what households were paid for these goods when they delivered them; beside the split, never added to it */
  readonly paidAtIntakeFen: number | null;
};

export async function cardsOnPage(db: Db, cards: readonly ListingCard[], now: Date): Promise<CardOnPage[]> {
  const inStock = cards.filter((card) => card.inStock).map((card) => card.variantId);
  const previews = await splitPreviews(db, { variantIds: inStock, quantity: 1, now });
  return cards.map((card) => {
    const preview = previews.get(card.variantId);
    return {
      ...card,
      priceFen: toNumber(card.priceFen),
      householdsFen: positive(preview?.householdsFen),
      paidAtIntakeFen: positive(preview?.paidAtIntakeFen),
    };
  });
}

function positive(amount: Fen | undefined): number | null {
  return amount !== undefined && amount > 0n ? toNumber(amount) : null;
}
