import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

export type VariantPrice = {
  readonly variantId: string;
  readonly title: string;
  readonly variant: string;
  readonly priceFen: Fen;
};

/** What a cooperative asks now for each pack that it sells. */
export async function variantPrices(db: Db, cooperativeId: string): Promise<VariantPrice[]> {
  return db.$queryRaw<VariantPrice[]>`
    SELECT v.id AS "variantId", l.title, v.name AS variant, v.price_fen AS "priceFen"
    FROM variant v JOIN listing l ON l.id = v.listing_id
    WHERE l.seller_kind = 'COOPERATIVE' AND l.seller_id = ${cooperativeId}::uuid AND v.active
    ORDER BY l.title, v.position`;
}
