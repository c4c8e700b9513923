import type { Db } from "~/platform/db.server";

/** Packs sold and paid, all time, of each of these listings that has sold any. */
export async function packsSold(db: Db, listingIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (listingIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ listingId: string; packs: number }[]>`
    SELECT ol.listing_id AS "listingId", sum(ol.quantity)::int AS packs
    FROM order_line ol JOIN customer_order o ON o.id = ol.order_id AND o.state = 'PAID'
    WHERE ol.listing_id = ANY (${[...listingIds]}::uuid[]) GROUP BY ol.listing_id`;
  return new Map(rows.map(({ listingId, packs }) => [listingId, packs]));
}
