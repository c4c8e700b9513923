import { Prisma, type Db } from "~/platform/db.server";
import { kindsOfMarks } from "./carried-marks.server";
import { IN_LARGE_PACKS } from "./large-packs.server";
import { FOR_SALE, packsAndStock, SHIPS_WITHIN } from "./listing-card-store.server";
import { searchDocument, type IndexedListing, type SearchDocument } from "./search-document";

/** The documents of published listings: those named, or the next ones after an id. What is not for sale has none. */
export async function listingDocuments(
  db: Db,
  which: { readonly ids: readonly string[] } | { readonly after: string; readonly limit: number },
  now: Date,
): Promise<SearchDocument[]> {
  const wanted =
    "ids" in which
      ? Prisma.sql`l.id = ANY (${[...which.ids]}::uuid[])`
      : which.after === ""
        ? Prisma.sql`true`
        : Prisma.sql`l.id > ${which.after}::uuid`;
  const limit = "ids" in which ? which.ids.length : which.limit;
  const rows = await db.$queryRaw<IndexedListing[]>`
    WITH candidate AS MATERIALIZED (SELECT l.id, l.preorder_id ${FOR_SALE} AND ${wanted} ORDER BY l.id LIMIT ${limit}::int),
      ${packsAndStock(now)}, mark AS (${kindsOfMarks(Prisma.sql`SELECT id FROM candidate`, now)})
    SELECT l.id, l.title, l.title_en AS "titleEn", p.name AS product, p.name_en AS "productEn", p.aliases,
      a.short_name AS village, a.name_en AS "villageEn", coalesce(c.name, h.shop_name, '') AS seller,
      coalesce(c.name_en, h.shop_name_en, '') AS "sellerEn", p.category_code AS category, l.area_code AS "areaCode",
      coalesce(mark.kinds, '{}') AS certificates,
      l.season_months AS months, ${SHIPS_WITHIN} AS "shipsWithinDays",
      coalesce(stock.available >= v.quantity, false) AS available, ${IN_LARGE_PACKS} AS "largePack",
      CASE p.base_unit WHEN 'GRAM' THEN round(v.price_fen * 500.0 / v.quantity)::int END AS "pricePerJinFen",
      v.price_fen::int AS "lowestPriceFen", coalesce(share.household_fen, 0)::int AS "householdFen",
      coalesce(share.share_bps, 0) AS "shareBps", coalesce(stock.harvested::date - '1970-01-01'::date, 0) AS "harvestedOn"
    FROM candidate JOIN listing l ON l.id = candidate.id JOIN product p ON p.id = l.product_id
    JOIN area a ON a.code = l.area_code JOIN pack v ON v.listing_id = l.id LEFT JOIN stock ON stock.listing_id = l.id
    LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
    LEFT JOIN household h ON l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id
    LEFT JOIN listing_share share ON share.listing_id = l.id LEFT JOIN mark ON mark.listing_id = l.id
    ORDER BY l.id`;
  return rows.map(searchDocument);
}
