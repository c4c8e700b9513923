import { dayOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

export type CategoryOnSale = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly listings: number;
};

export type VillageOnSale = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly townshipName: string;
  readonly townshipNameEn: string;
  readonly countyName: string;
  readonly countyNameEn: string;
  readonly listings: number;
  readonly products: string;
  readonly productsEn: string;
};

/** What the produce on sale is called: for guessing what a search without result meant. */
export async function productNamesOnSale(db: Db): Promise<{ name: string; nameEn: string }[]> {
  return db.$queryRaw<{ name: string; nameEn: string }[]>`
    SELECT p.name, p.name_en AS "nameEn" FROM product p
    WHERE EXISTS (SELECT FROM listing l WHERE l.product_id = p.id AND l.status = 'PUBLISHED') ORDER BY p.name`;
}

export type SeasonRow = { readonly name: string; readonly nameEn: string; readonly months: readonly number[] };

/** Categories that have something on sale. */
export async function categoriesOnSale(db: Db): Promise<CategoryOnSale[]> {
  return db.$queryRaw<CategoryOnSale[]>`
    SELECT k.code, k.name, k.name_en AS "nameEn", count(l.id)::int AS listings
    FROM category k JOIN product p ON p.category_code = k.code
    JOIN listing l ON l.product_id = p.id AND l.status = 'PUBLISHED'
    GROUP BY k.code ORDER BY k.position, k.code`;
}

/** Villages that have something on sale, most of it first. */
export async function villagesOnSale(db: Db): Promise<VillageOnSale[]> {
  return db.$queryRaw<VillageOnSale[]>`
    SELECT a.code, a.short_name AS name, a.name_en AS "nameEn", coalesce(township.name, '') AS "townshipName",
      coalesce(township.name_en, '') AS "townshipNameEn", coalesce(county.name, '') AS "countyName",
      coalesce(county.name_en, '') AS "countyNameEn", count(l.id)::int AS listings,
      string_agg(DISTINCT p.name, '、') AS products, string_agg(DISTINCT p.name_en, ', ') AS "productsEn"
    FROM listing l JOIN area a ON a.code = l.area_code JOIN product p ON p.id = l.product_id
    LEFT JOIN area township ON township.code = left(a.code, 9)
    LEFT JOIN area county ON county.code = left(a.code, 6)
    WHERE l.status = 'PUBLISHED'
    GROUP BY a.code, township.code, county.code ORDER BY listings DESC, a.code`;
}

/** When what is harvested: one row a product on sale. */
export async function seasons(db: Db, most = 14): Promise<SeasonRow[]> {
  return db.$queryRaw<SeasonRow[]>`
    SELECT p.name, p.name_en AS "nameEn", array_agg(DISTINCT month ORDER BY month) AS months
    FROM listing l JOIN product p ON p.id = l.product_id CROSS JOIN LATERAL unnest(l.season_months) AS month
    WHERE l.status = 'PUBLISHED' GROUP BY p.id HAVING count(DISTINCT month) < 12
    ORDER BY min(month), p.name LIMIT ${most}::int`;
}

export type Speciality = {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly product: string;
  readonly productEn: string;
};

/** The one product of each village that most of what it has sold was, among those on sale. */
export async function specialities(db: Db): Promise<Speciality[]> {
  return db.$queryRaw<Speciality[]>`
    SELECT DISTINCT ON (a.code) a.code, a.short_name AS name, a.name_en AS "nameEn", p.name AS product, p.name_en AS "productEn"
    FROM listing l JOIN area a ON a.code = l.area_code JOIN product p ON p.id = l.product_id
    LEFT JOIN LATERAL (
      SELECT coalesce(sum(ol.net_fen), 0) AS fen FROM order_line ol JOIN customer_order o ON o.id = ol.order_id
      WHERE ol.area_code = a.code AND ol.product_id = p.id AND o.state = 'PAID') sold ON true
    WHERE l.status = 'PUBLISHED' ORDER BY a.code, sold.fen DESC, p.name`;
}

export function today(now: Date): string {
  return dayOf(now);
}

/** Some of the pictures that goods on sale show first. */
export async function shownPlates(
  db: Db,
  count: number,
): Promise<{ id: string; alt: string; altEn: string | null; color: string | null }[]> {
  return db.$queryRaw`
    SELECT m.id, m.alt, m.alt_en AS "altEn", m.dominant_color AS color
    FROM listing_photo lp JOIN media m ON m.id = lp.media_id AND m.public
    WHERE lp.position = 0 ORDER BY lp.listing_id LIMIT ${count}::int`;
}
