import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import { ownedBy, type SellerScope } from "~/supply/lot-store.server";
import { LISTING_TABS, type ListingQuery, type ListingSort, type ListingTab } from "./listing-query";
import type { ListingStatus } from "./listing-store.server";

export type ListingRow = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly status: ListingStatus;
  readonly sellerName: string;
  readonly productName: string;
  readonly villageName: string;
  readonly photoId: string | null;
  readonly photoColor: string | null;
  readonly lowestFen: Fen | null;
  readonly highestFen: Fen | null;
  /** of its lots; of its promise where it sells by one */
  readonly stock: number;
  readonly preordered: boolean;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly updatedAt: Date;
};

/** The scope's listings as one tab of the list shows them. */
export async function listListings(
  db: Db,
  scope: SellerScope,
  query: ListingQuery,
  page: PageRequest,
  at: Date,
): Promise<Page<ListingRow>> {
  const where = Prisma.sql`${narrowed(scope, query)} AND ${tab()} = ${query.tab}`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM ${listed(at)} WHERE ${where}`,
    db.$queryRaw<ListingRow[]>`
      SELECT t.id, t.slug, t.title, t.status, coalesce(c.name, h.shop_name, '') AS "sellerName", p.name AS "productName",
        coalesce(a.short_name, t.area_code) AS "villageName", p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
        p.piece_name_en AS "pieceNameEn", t.updated_at AS "updatedAt", stock.free AS stock,
        t.preorder_id IS NOT NULL AS preordered, ph.media_id AS "photoId", ph.dominant_color AS "photoColor", v.lowest AS "lowestFen", v.highest AS "highestFen"
      FROM ${listed(at)}
      LEFT JOIN cooperative c ON t.seller_kind = 'COOPERATIVE' AND c.id = t.seller_id
      LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id
      LEFT JOIN LATERAL (
        SELECT x.media_id, m.dominant_color FROM listing_photo x JOIN media m ON m.id = x.media_id
        WHERE x.listing_id = t.id ORDER BY x.position LIMIT 1) ph ON true
      WHERE ${where} ORDER BY ${ORDERS[query.sort]}, t.id DESC LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

export type ListedPack = {
  readonly title: string;
  readonly sellerName: string;
  readonly villageName: string;
  readonly productName: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceFen: Fen;
  readonly active: boolean;
  readonly stock: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
};

/** The packs of all listings that the list shows, as a query for a cursor. */
export function listedPacks(scope: SellerScope, query: ListingQuery, at: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT t.title, coalesce(c.name, h.shop_name, '') AS "sellerName",
      coalesce(a.short_name, t.area_code) AS "villageName", p.name AS "productName", pack.name, pack.quantity,
      pack.price_fen AS "priceFen", pack.active,
      CASE WHEN t.preorder_id IS NULL THEN stock.free ELSE 0 END AS stock, p.base_unit AS "baseUnit",
      p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn"
    FROM ${listed(at)}
    JOIN variant pack ON pack.listing_id = t.id
    LEFT JOIN cooperative c ON t.seller_kind = 'COOPERATIVE' AND c.id = t.seller_id
    LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id
    WHERE ${narrowed(scope, query)} AND ${tab()} = ${query.tab}
    ORDER BY ${ORDERS[query.sort]}, t.id DESC, pack.position`;
}

export async function countListedPacks(db: Db, scope: SellerScope, query: ListingQuery, at: Date): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: bigint }]>`
    SELECT count(*) AS total FROM (${listedPacks(scope, query, at)}) AS packs`;
  return Number(row.total);
}

/** How many listings stand under each tab, narrowed as the list is. */
export async function countListings(
  db: Db,
  scope: SellerScope,
  query: ListingQuery,
  at: Date,
): Promise<Record<ListingTab, number>> {
  const rows = await db.$queryRaw<{ tab: ListingTab; count: number }[]>`
    SELECT ${tab()} AS tab, count(*)::int AS count FROM ${listed(at)} WHERE ${narrowed(scope, query)} GROUP BY 1`;
  const none = Object.fromEntries(LISTING_TABS.map((one) => [one, 0])) as Record<ListingTab, number>;
  return { ...none, ...Object.fromEntries(rows.map((row) => [row.tab, row.count])) };
}

function listed(at: Date): Prisma.Sql {
  return Prisma.sql`listing t
    JOIN product p ON p.id = t.product_id
    LEFT JOIN area a ON a.code = t.area_code
    LEFT JOIN preorder promise ON promise.id = t.preorder_id
    CROSS JOIN LATERAL (
      SELECT CASE WHEN t.preorder_id IS NULL THEN coalesce(sum(lot.available), 0)::int
        WHEN promise.closed_at IS NULL AND promise.ship_by > ${dayOf(at)}::date THEN promise.available ELSE 0 END AS free
      FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id = t.id AND ll.removed_at IS NULL AND lot.status = 'SEALED'
        AND lot.expires_on >= ${dayOf(at)}::date) stock
    CROSS JOIN LATERAL (
      SELECT min(price_fen) AS lowest, max(price_fen) AS highest FROM variant WHERE listing_id = t.id AND active) v`;
}

function tab(): Prisma.Sql {
  return Prisma.sql`CASE t.status WHEN 'UNPUBLISHED' THEN 'off-sale'
    WHEN 'PUBLISHED' THEN CASE WHEN stock.free > 0 THEN 'on-sale' ELSE 'sold-out' END
    ELSE CASE WHEN stock.free > 0 AND v.lowest IS NOT NULL
      AND EXISTS (SELECT FROM listing_photo ph WHERE ph.listing_id = t.id) THEN 'ready' ELSE 'draft' END END`;
}

function narrowed(scope: SellerScope, query: ListingQuery): Prisma.Sql {
  const [kind = "", sellerId = ""] = query.seller.split(":");
  const like = `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`${ownedBy(scope)}
    AND (${query.seller} = '' OR (t.seller_kind = ${kind} AND t.seller_id::text = ${sellerId}))
    AND (${query.q} = '' OR t.title ILIKE ${like} OR p.name ILIKE ${like} OR a.short_name ILIKE ${like})`;
}

const ORDERS: Record<ListingSort, Prisma.Sql> = {
  updated: Prisma.sql`t.updated_at DESC`,
  title: Prisma.sql`t.title`,
  price: Prisma.sql`v.lowest NULLS LAST`,
  "-price": Prisma.sql`v.highest DESC NULLS LAST`,
  stock: Prisma.sql`stock.free`,
  "-stock": Prisma.sql`stock.free DESC`,
};
