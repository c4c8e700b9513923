import type { FreightZone } from "~/catalog/freight";
import { MARKET_PRICE_DAYS } from "~/catalog/market-price";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import { carriedMarks } from "./carried-marks.server";
import { packsSold } from "./packs-sold.server";

export type ProductPage = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly story: string;
  readonly storyEn: string;
  /** how it is kept and eaten, in the seller's words; empty = nothing was written */
  readonly keeping: string;
  readonly keepingEn: string;
  readonly eating: string;
  readonly eatingEn: string;
  /** published and its seller may sell */
  readonly forSale: boolean;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  /** a cooperative has a page of its own */
  readonly sellerSlug: string | null;
  readonly sellerStory: string | null;
  readonly sellerStoryEn: string | null;
  readonly sellerPhone: string | null;
  readonly licenceNumber: string | null;
  readonly areaCode: string;
  readonly villageName: string;
  readonly villageNameEn: string;
  readonly townshipName: string | null;
  readonly productName: string;
  readonly productNameEn: string;
  readonly categoryCode: string;
  readonly categoryName: string;
  readonly categoryNameEn: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly perishable: boolean;
  readonly shipsWithinDays: number;
  readonly seasonMonths: readonly number[];
  readonly marketPriceFen: Fen | null;
  readonly marketSource: string | null;
  /** the day it was seen; an older one than sixty days is not told */
  readonly marketPricedOn: string | null;
  readonly shipperName: string;
  readonly zones: readonly FreightZone[];
  readonly variants: readonly ProductVariant[];
  readonly photos: readonly ProductPhoto[];
  readonly lots: readonly ProductLot[];
  /** goods of a lot to come: it sells by this promise, not from lots */
  readonly preorder: {
    readonly id: string;
    readonly available: number;
    readonly shipBy: string;
    readonly season: string;
    readonly seasonEn: string;
    /** still to be ordered; else it is only waited for */
    readonly isOpen: boolean;
  } | null;
  readonly certificates: readonly ProductCertificate[];
  /** packs sold and paid, all time */
  readonly sold: number;
};

export type ProductVariant = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly quantity: number;
  readonly priceFen: Fen;
  readonly shippingGrams: number;
};

export type ProductPhoto = {
  readonly id: string;
  readonly alt: string;
  readonly altEn: string;
  readonly credit: string | null;
  /** of a photo, "2026-11-20"; a drawing has none */
  readonly addedOn: string | null;
  readonly width: number;
  readonly height: number;
  readonly color: string;
};

export type ProductLot = {
  readonly id: string;
  readonly code: string;
  readonly grade: string;
  readonly available: number;
  readonly harvestedOn: string;
  readonly expiresOn: string;
  readonly sealedAt: string | null;
  /** households in it; the page shows it from five up */
  readonly households: number;
};

export type ProductCertificate = {
  readonly kind: string;
  readonly number: string;
  /** as on the paper; null = the seller */
  readonly holderName: string | null;
  readonly issuedOn: string;
  readonly expiresOn: string | null;
  readonly lotCode: string | null;
  /** what the seller promised of that lot; null for other documents, and for certificates known by their number only */
  readonly promised: {
    readonly goods: string;
    readonly quantity: number;
    readonly origin: string;
    readonly promisedBy: string;
    readonly contact: string;
    readonly promise: string;
    readonly testMark: string;
  } | null;
};

type Row = Omit<ProductPage, "zones" | "variants"> & {
  zones: (Omit<FreightZone, "firstFen" | "nextFen" | "freeAboveFen"> & {
    firstFen: number;
    nextFen: number;
    freeAboveFen: number | null;
  })[];
  variants: (Omit<ProductVariant, "priceFen"> & { priceFen: number })[];
};

/** Everything the product page tells of a listing, in one statement; drafts have no page. */
export async function productPage(db: Db, slug: string, now: Date): Promise<ProductPage | undefined> {
  const today = dayOf(now);
  const [row] = await db.$queryRaw<Row[]>`
    SELECT l.id, l.slug, l.title, l.title_en AS "titleEn", l.story, l.story_en AS "storyEn",
      l.keeping, l.keeping_en AS "keepingEn", l.eating, l.eating_en AS "eatingEn",
      (l.status = 'PUBLISHED' AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED')) AS "forSale",
      l.seller_kind AS "sellerKind", l.seller_id AS "sellerId", coalesce(c.name, h.shop_name, '') AS "sellerName",
      coalesce(c.name_en, h.shop_name_en, h.shop_name, '') AS "sellerNameEn", c.slug AS "sellerSlug", c.story AS "sellerStory",
      c.story_en AS "sellerStoryEn", c.phone AS "sellerPhone", c.licence_number AS "licenceNumber",
      l.area_code AS "areaCode", a.short_name AS "villageName", a.name_en AS "villageNameEn",
      (SELECT t.name FROM area t WHERE t.code = left(l.area_code, 9)) AS "townshipName",
      p.name AS "productName", p.name_en AS "productNameEn", p.category_code AS "categoryCode",
      k.name AS "categoryName", k.name_en AS "categoryNameEn", p.base_unit AS "baseUnit",
      p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn", p.perishable,
      l.ships_within_days AS "shipsWithinDays", l.season_months AS "seasonMonths",
      market.price_fen AS "marketPriceFen", market.source AS "marketSource", market.priced_on::text AS "marketPricedOn",
      f.shipper_name AS "shipperName",
      (SELECT coalesce(json_agg(json_build_object('provinces', z.provinces, 'delivered', z.delivered,
          'firstGrams', z.first_grams, 'firstFen', z.first_fen, 'nextGrams', z.next_grams, 'nextFen', z.next_fen,
          'freeAboveFen', z.free_above_fen) ORDER BY z.position), '[]')
        FROM freight_zone z WHERE z.template_id = l.freight_id) AS zones,
      (SELECT coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'nameEn', v.name_en,
          'quantity', v.quantity, 'priceFen', v.price_fen, 'shippingGrams', v.shipping_grams) ORDER BY v.position), '[]')
        FROM variant v WHERE v.listing_id = l.id AND v.active) AS variants,
      (SELECT coalesce(json_agg(json_build_object('id', m.id, 'alt', m.alt, 'altEn', m.alt_en, 'credit', m.credit,
          'addedOn', CASE WHEN m.kind = 'LISTING_PHOTO' THEN to_char(m.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') END,
          'width', m.width, 'height', m.height, 'color', m.dominant_color) ORDER BY ph.position), '[]')
        FROM listing_photo ph JOIN media m ON m.id = ph.media_id AND m.public WHERE ph.listing_id = l.id) AS photos,
      (SELECT coalesce(json_agg(json_build_object('id', lot.id, 'code', lot.code, 'grade', lot.grade,
          'available', lot.available, 'harvestedOn', lot.harvested_on, 'expiresOn', lot.expires_on,
          'sealedAt', lot.sealed_at, 'households', (SELECT count(DISTINCT lc.household_id)
            FROM lot_composition lc WHERE lc.lot_id = lot.id)) ORDER BY lot.expires_on, lot.id), '[]')
        FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND l.preorder_id IS NULL AND lot.status = 'SEALED'
          AND lot.available > 0 AND lot.expires_on >= ${today}::date) AS lots,
      (SELECT json_build_object('id', po.id, 'shipBy', po.ship_by, 'season', po.season, 'seasonEn', po.season_en,
          'isOpen', po.closed_at IS NULL AND po.ship_by > ${today}::date,
          'available', CASE WHEN po.closed_at IS NULL AND po.ship_by > ${today}::date THEN po.available ELSE 0 END)
        FROM preorder po WHERE po.id = l.preorder_id) AS preorder,
      (SELECT coalesce(json_agg(json_build_object('kind', q.kind, 'number', q.number, 'holderName', q.holder_name,
          'issuedOn', q.issued_on,
          'expiresOn', q.expires_on, 'promised', CASE WHEN q.promise IS NOT NULL THEN jsonb_build_object('goods', q.goods,
            'quantity', q.quantity, 'origin', q.origin, 'promisedBy', q.promised_by, 'contact', q.contact,
            'promise', q.promise, 'testMark', q.test_mark) END,
          'lotCode', (SELECT lot.code FROM lot WHERE lot.id = q.lot_id)) ORDER BY q.kind, q.issued_on DESC), '[]')
        FROM (${carriedMarks(Prisma.sql`l.id`, now)}) carried JOIN quality_document q ON q.id = carried.document_id)
        AS certificates,
      coalesce((SELECT packs FROM (${packsSold(Prisma.sql`l.id`)}) sales), 0) AS sold
    FROM listing l
    JOIN product p ON p.id = l.product_id
    JOIN category k ON k.code = p.category_code
    JOIN area a ON a.code = l.area_code
    JOIN freight_template f ON f.id = l.freight_id
    LEFT JOIN LATERAL (
      -- the seller's own, else the operator's for the product: of a day that still says something
      SELECT * FROM (
        SELECT l.market_price_fen AS price_fen, l.market_source AS source, l.market_priced_on AS priced_on, 0 AS turn, l.id
        UNION ALL
        SELECT x.price_fen, x.source, x.priced_on, 1, x.id FROM market_price x WHERE x.product_id = l.product_id) told
      WHERE told.priced_on >= ${today}::date - ${MARKET_PRICE_DAYS}::int
      ORDER BY told.turn, told.priced_on DESC, told.id DESC LIMIT 1) market ON true
    LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
    LEFT JOIN household h ON l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id
    WHERE l.slug = ${slug} AND l.status <> 'DRAFT'`;
  if (!row) return undefined;
  return {
    ...row,
    zones: row.zones.map((zone) => ({
      ...zone,
      firstFen: BigInt(zone.firstFen),
      nextFen: BigInt(zone.nextFen),
      freeAboveFen: zone.freeAboveFen === null ? null : BigInt(zone.freeAboveFen),
    })),
    variants: row.variants.map((variant) => ({ ...variant, priceFen: BigInt(variant.priceFen) })),
  };
}
