import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import { kindsOfMarks } from "./carried-marks.server";
import { LARGE_PACK_GRAMS } from "./large-packs.server";
import { packsSold } from "./packs-sold.server";

/** A listing as a row of a list shows it. Price and stock are the present ones, whatever an index says. */
export type ListingCard = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly villageName: string;
  readonly villageNameEn: string;
  readonly areaCode: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly categoryCode: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  /** the cheapest active pack of those meant */
  readonly variantId: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly packQuantity: number;
  readonly priceFen: Fen;
  readonly variants: number;
  readonly photoId: string | null;
  readonly photoColor: string | null;
  readonly photoAlt: string | null;
  readonly photoAltEn: string | null;
  readonly shipsWithinDays: number;
  /** can be bought now: from lots, or by a promise of a lot to come */
  readonly inStock: boolean;
  /** pre-ordered: the last day to ship, "2026-12-20" */
  readonly preorderShipBy: string | null;
  /** newest harvest on stock, "2026-11-20" */
  readonly harvestedOn: string | null;
  readonly certificates: readonly string[];
  /** packs sold and paid, all time */
  readonly sold: number;
};

/** Which packs a card's price and stock may be of: all of a listing, or those for a kitchen. */
export type Packs = "all" | "large";

/** The published listings among `ids` that have such packs, in their order, in one statement. */
export async function listingCards(
  db: Db,
  ids: readonly string[],
  now: Date,
  packs: Packs = "all",
): Promise<ListingCard[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<ListingCard[]>`
    WITH candidate AS MATERIALIZED (SELECT l.id, l.preorder_id ${FOR_SALE} AND l.id = ANY (${[...ids]}::uuid[])),
      ${packsAndStock(now, packs)},
      found AS MATERIALIZED (
        SELECT ${FOUND_COLUMNS} FROM candidate l JOIN pack v ON v.listing_id = l.id LEFT JOIN stock ON stock.listing_id = l.id),
      ${cardDetails(now)}
    SELECT ${CARD_COLUMNS} ${CARD_TABLES}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Listings that are published, whose seller may sell, and of which a pack is offered. More conditions follow with AND.
 * Who may not sell is said as the exception it is: of a seller joined from one of two tables the planner expects one in
 * two hundred, and then reads lists row by row.
 */
export const FOR_SALE = Prisma.sql`
  FROM listing l JOIN product p ON p.id = l.product_id
  LEFT JOIN listing_share share ON share.listing_id = l.id
  WHERE l.status = 'PUBLISHED'
    AND NOT (l.seller_kind = 'COOPERATIVE' AND l.seller_id IN (SELECT id FROM cooperative WHERE status <> 'APPROVED'))
    AND EXISTS (SELECT FROM variant v WHERE v.listing_id = l.id AND v.active)`;

/** For filters: a pre-order is shipped by a day, not within days. */
export const SHIPS_WITHIN = Prisma.sql`(CASE WHEN l.preorder_id IS NULL THEN l.ships_within_days ELSE 365 END)`;

/**
 * Of all of `candidate` (id, preorder_id) at once, each a WITH part: the cheapest of the packs meant (`pack`), and what can be bought
 * (`stock`, in base units). A listing that sells by a promise has nothing of its lots to sell.
 */
export function packsAndStock(now: Date, packs: Packs = "all"): Prisma.Sql {
  const today = dayOf(now);
  const meant = packs === "large" ? Prisma.sql`AND v.quantity >= ${LARGE_PACK_GRAMS}::int` : Prisma.empty;
  return Prisma.sql`
    pack AS (
      SELECT DISTINCT ON (v.listing_id) v.listing_id, v.id, v.name, v.name_en, v.quantity, v.price_fen
      FROM variant v WHERE v.active ${meant} AND v.listing_id IN (SELECT id FROM candidate)
      ORDER BY v.listing_id, v.price_fen, v.position),
    stock AS (
      SELECT ll.listing_id, sum(lot.available) AS available, max(lot.harvested_on)::text AS harvested, NULL::date AS ship_by
      FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id IN (SELECT id FROM candidate WHERE preorder_id IS NULL) AND ll.removed_at IS NULL
        AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${today}::date
      GROUP BY ll.listing_id
      UNION ALL
      SELECT l.id, po.available, NULL, po.ship_by FROM candidate l JOIN preorder po ON po.id = l.preorder_id
      WHERE po.closed_at IS NULL AND po.ship_by > ${today}::date)`;
}

/** What `found` keeps of pack and stock, so that no card works them out again. */
export const FOUND_COLUMNS = Prisma.sql`l.id, v.id AS variant_id, v.name AS variant_name, v.name_en AS variant_name_en,
  v.quantity, v.price_fen, coalesce(stock.available >= v.quantity, false) AS in_stock, stock.harvested, stock.ship_by`;

/** What a card says beside price and stock, of all of `found` at once, each a WITH part: packs offered, marks, first public photo, packs sold. */
export function cardDetails(now: Date): Prisma.Sql {
  return Prisma.sql`
    packs AS MATERIALIZED (
      SELECT listing_id, count(*)::int AS count FROM variant
      WHERE active AND listing_id IN (SELECT id FROM found) GROUP BY listing_id),
    mark AS (${kindsOfMarks(Prisma.sql`SELECT id FROM found`, now)}),
    photo AS (
      SELECT DISTINCT ON (lp.listing_id) lp.listing_id, m.id, m.dominant_color, m.alt, m.alt_en
      FROM listing_photo lp JOIN media m ON m.id = lp.media_id AND m.public
      WHERE lp.listing_id IN (SELECT id FROM found) ORDER BY lp.listing_id, lp.position),
    sales AS (${packsSold(Prisma.sql`SELECT id FROM found`)})`;
}

export const CARD_COLUMNS = Prisma.sql`
  l.id, l.slug, l.title, l.title_en AS "titleEn", a.short_name AS "villageName", a.name_en AS "villageNameEn",
  l.area_code AS "areaCode", coalesce(c.name, h.shop_name, '') AS "sellerName",
  coalesce(c.name_en, h.shop_name_en, h.shop_name, '') AS "sellerNameEn", p.category_code AS "categoryCode",
  p.base_unit AS "baseUnit", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn",
  found.variant_id AS "variantId", found.variant_name AS "variantName", found.variant_name_en AS "variantNameEn",
  found.quantity AS "packQuantity", found.price_fen AS "priceFen", packs.count AS variants, l.ships_within_days AS "shipsWithinDays",
  photo.id AS "photoId", photo.dominant_color AS "photoColor", photo.alt AS "photoAlt", photo.alt_en AS "photoAltEn",
  found.in_stock AS "inStock", found.harvested AS "harvestedOn",
  found.ship_by::text AS "preorderShipBy", coalesce(mark.kinds, '{}') AS certificates, coalesce(sales.packs, 0) AS sold`;

export const CARD_TABLES = Prisma.sql`
  FROM found JOIN listing l ON l.id = found.id JOIN product p ON p.id = l.product_id JOIN area a ON a.code = l.area_code
  LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
  LEFT JOIN household h ON l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id
  JOIN packs ON packs.listing_id = l.id LEFT JOIN photo ON photo.listing_id = l.id LEFT JOIN mark ON mark.listing_id = l.id
  LEFT JOIN sales ON sales.listing_id = l.id`;
