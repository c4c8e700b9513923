import type { Db } from "~/platform/db.server";

/** What one variant took out of a lot: counts and quantities, nobody who bought. */
export type LotSale = {
  readonly listingId: string;
  readonly title: string;
  readonly variantName: string;
  readonly orders: number;
  /** packs, rounded up: a pack may be picked from two lots */
  readonly packs: number;
  /** base units sold and paid for, of them on their way or arrived */
  readonly sold: number;
  readonly shipped: number;
  /** base units held by orders that wait for their payment */
  readonly held: number;
};

/** What a lot was sold as. What was given back (cancelled, expired) is not counted. */
export async function lotSales(db: Db, lotId: string): Promise<LotSale[]> {
  return db.$queryRaw<LotSale[]>`
    SELECT l.listing_id AS "listingId", l.title, l.variant_name AS "variantName",
      count(DISTINCT l.order_id)::int AS orders,
      ceil(sum(k.quantity::numeric / l.pack_quantity))::int AS packs,
      coalesce(sum(k.quantity) FILTER (WHERE o.state = 'PAID'), 0)::int AS sold,
      coalesce(sum(k.quantity) FILTER (WHERE o.state = 'PAID' AND s.shipped_at IS NOT NULL), 0)::int AS shipped,
      coalesce(sum(k.quantity) FILTER (WHERE o.state <> 'PAID'), 0)::int AS held
    FROM lot_pick k JOIN order_line l ON l.id = k.order_line_id
    JOIN customer_order o ON o.id = l.order_id JOIN shipment s ON s.id = l.shipment_id
    WHERE k.lot_id = ${lotId}::uuid AND k.released_at IS NULL
    GROUP BY l.listing_id, l.title, l.variant_name ORDER BY sold DESC, l.title, l.variant_name LIMIT 100`;
}
