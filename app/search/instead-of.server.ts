import type { Db } from "~/platform/db.server";
import { listingCards, type ListingCard } from "./listing-card-store.server";

const LOOKED_AT = 12;

/**
 * What could be bought in the place of goods that cannot: the same product from somebody else first, then what is of their kind,
 * of the same village before others. Only what is there, and `but` what lies in the cart.
 */
export async function insteadOf(
  db: Db,
  gone: readonly string[],
  { but, most, now }: { readonly but: readonly string[]; readonly most: number; readonly now: Date },
): Promise<ListingCard[]> {
  if (gone.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT other.id FROM listing gone JOIN product wanted ON wanted.id = gone.product_id
    JOIN product p ON p.category_code = wanted.category_code
    JOIN listing other ON other.product_id = p.id AND other.status = 'PUBLISHED' AND other.id <> ALL (${[...but]}::uuid[])
    WHERE gone.id = ANY (${[...gone]}::uuid[])
    GROUP BY other.id
    ORDER BY bool_or(p.id = wanted.id) DESC, bool_or(other.area_code = gone.area_code) DESC, other.id
    LIMIT ${LOOKED_AT}::int`;
  const cards = await listingCards(
    db,
    rows.map(({ id }) => id),
    now,
  );
  return cards.filter(({ inStock }) => inStock).slice(0, most);
}
