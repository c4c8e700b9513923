import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";

/** From ten jin on a pack feeds a canteen rather than a family. */
export const LARGE_PACK_GRAMS = 5_000;

/** Whether a listing `l` of a product `p` can be bought in a pack for a kitchen: a pack's own weight, which its price is of. */
export const IN_LARGE_PACKS = Prisma.sql`(p.base_unit = 'GRAM' AND l.id IN (
  SELECT big.listing_id FROM variant big WHERE big.active AND big.quantity >= ${LARGE_PACK_GRAMS}::int))`;

export type LargePack = {
  readonly listingId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly priceFen: Fen;
};

/** Published listings that come in a large pack, each with its largest, the largest first. */
export function largePacks(db: Db, most: number): Promise<LargePack[]> {
  return db.$queryRaw<LargePack[]>`
    SELECT "listingId", name, "nameEn", "priceFen" FROM (
      SELECT DISTINCT ON (l.id) l.id AS "listingId", v.name, v.name_en AS "nameEn", v.price_fen AS "priceFen", v.quantity
      FROM listing l JOIN product p ON p.id = l.product_id AND p.base_unit = 'GRAM'
      JOIN variant v ON v.listing_id = l.id AND v.active AND v.quantity >= ${LARGE_PACK_GRAMS}::int
      WHERE l.status = 'PUBLISHED' ORDER BY l.id, v.quantity DESC) largest
    ORDER BY quantity DESC, "listingId" LIMIT ${most}::int`;
}
