import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";

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
  /** the cheapest active pack */
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
};

/** The published listings among `ids`, in their order, in one statement. */
export async function listingCards(db: Db, ids: readonly string[], now: Date): Promise<ListingCard[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<ListingCard[]>`
      SELECT ${cardColumns(now)} ${CARD_TABLES} ${cardDetails(now)}
      WHERE l.id = ANY (${[...ids]}::uuid[]) AND ${forSale}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Published, and its seller may sell. */
export const forSale = Prisma.sql`
  l.status = 'PUBLISHED' AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED') AND v.id IS NOT NULL`;

/** For filters: a pre-order is shipped by a day, not within days. */
export const SHIPS_WITHIN = Prisma.sql`(CASE WHEN l.preorder_id IS NULL THEN l.ships_within_days ELSE 365 END)`;

export const CARD_TABLES = Prisma.sql`
  FROM listing l
  JOIN product p ON p.id = l.product_id
  JOIN area a ON a.code = l.area_code
  LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
  LEFT JOIN household h ON l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id
  LEFT JOIN listing_share share ON share.listing_id = l.id
  LEFT JOIN LATERAL (
    SELECT v.id, v.name, v.name_en, v.quantity, v.price_fen, count(*) OVER () AS variants
    FROM variant v WHERE v.listing_id = l.id AND v.active ORDER BY v.price_fen, v.position LIMIT 1
  ) v ON true`;

export function cardColumns(now: Date): Prisma.Sql {
  return Prisma.sql`
    l.id, l.slug, l.title, l.title_en AS "titleEn", a.short_name AS "villageName", a.name_en AS "villageNameEn",
    l.area_code AS "areaCode", coalesce(c.name, h.shop_name, '') AS "sellerName",
    coalesce(c.name_en, h.shop_name_en, h.shop_name, '') AS "sellerNameEn", p.category_code AS "categoryCode",
    p.base_unit AS "baseUnit", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn",
    v.id AS "variantId", v.name AS "variantName", v.name_en AS "variantNameEn", v.quantity AS "packQuantity",
    v.price_fen AS "priceFen", v.variants::int AS variants, l.ships_within_days AS "shipsWithinDays",
    ph.id AS "photoId", ph.dominant_color AS "photoColor", ph.alt AS "photoAlt", ph.alt_en AS "photoAltEn",
    coalesce(stock.available >= v.quantity, false) AS "inStock", stock.harvested AS "harvestedOn",
    stock.ship_by::text AS "preorderShipBy",
    ${certificatesOf(now)} AS certificates`;
}

/** Joined where cards are shown, after CARD_TABLES: the first public photo and what is on stock. */
export function cardDetails(now: Date): Prisma.Sql {
  return Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT m.id, m.dominant_color, m.alt, m.alt_en FROM listing_photo lp JOIN media m ON m.id = lp.media_id AND m.public
      WHERE lp.listing_id = l.id ORDER BY lp.position LIMIT 1
    ) ph ON true
    ${stockOf(now)}`;
}

/**
 * Joined where listings are only chosen and put in order, after CARD_TABLES: what of a listing can be bought, in base units.
 * One that sells by a promise has nothing of its lots to sell.
 */
export function stockOf(now: Date): Prisma.Sql {
  const today = dayOf(now);
  return Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT sum(lot.available) AS available, max(lot.harvested_on)::text AS harvested, NULL::date AS ship_by
      FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND l.preorder_id IS NULL
        AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${today}::date
      HAVING l.preorder_id IS NULL
      UNION ALL
      SELECT po.available, NULL, po.ship_by FROM preorder po
      WHERE po.id = l.preorder_id AND po.closed_at IS NULL AND po.ship_by > ${today}::date
    ) stock ON true`;
}

/** The marks the goods carry now: the seller's for this product, or of a lot on sale. */
export function certificatesOf(now: Date): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT DISTINCT q.kind FROM quality_document q
    WHERE (q.expires_on IS NULL OR q.expires_on >= ${dayOf(now)}::date) AND (
      (q.lot_id IS NULL AND q.holder_kind = l.seller_kind AND q.holder_id = l.seller_id
        AND (q.product_id IS NULL OR q.product_id = l.product_id))
      OR q.lot_id IN (SELECT ll.lot_id FROM listing_lot ll WHERE ll.listing_id = l.id AND ll.removed_at IS NULL))
    ORDER BY q.kind)`;
}
