import type { Db } from "~/platform/db.server";

/** From ten jin on a pack feeds a canteen rather than a family. */
const LARGE_PACK_GRAMS = 5_000;

/** Published listings that come in a large pack, the largest first. */
export async function largePackListings(db: Db, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM listing l JOIN product p ON p.id = l.product_id AND p.base_unit = 'GRAM'
    JOIN variant v ON v.listing_id = l.id AND v.active AND v.quantity >= ${LARGE_PACK_GRAMS}::int
    WHERE l.status = 'PUBLISHED' GROUP BY l.id ORDER BY max(v.quantity) DESC, l.id LIMIT ${most}::int`;
  return rows.map(({ id }) => id);
}
