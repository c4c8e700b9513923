import { Prisma, type Db } from "~/platform/db.server";
import { CARD_TABLES, cardDetails, certificatesOf, forSale, SHIPS_WITHIN } from "./listing-card-store.server";
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
    SELECT l.id, l.title, l.title_en AS "titleEn", p.name AS product, p.name_en AS "productEn", p.aliases,
      a.short_name AS village, a.name_en AS "villageEn", coalesce(c.name, h.shop_name, '') AS seller,
      coalesce(c.name_en, h.shop_name_en, '') AS "sellerEn", p.category_code AS category, l.area_code AS "areaCode",
      ${certificatesOf(now)} AS certificates, l.season_months AS months, ${SHIPS_WITHIN} AS "shipsWithinDays",
      coalesce(stock.available >= v.quantity, false) AS available,
      CASE p.base_unit WHEN 'GRAM' THEN round(v.price_fen * 500.0 / v.quantity)::int END AS "pricePerJinFen",
      v.price_fen::int AS "lowestPriceFen", coalesce(share.household_fen, 0)::int AS "householdFen",
      coalesce(share.share_bps, 0) AS "shareBps", coalesce(stock.harvested::date - '1970-01-01'::date, 0) AS "harvestedOn"
    ${CARD_TABLES} ${cardDetails(now)}
    WHERE ${wanted} AND ${forSale}
    ORDER BY l.id LIMIT ${limit}::int`;
  return rows.map(searchDocument);
}
