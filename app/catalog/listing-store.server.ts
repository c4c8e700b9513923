import type { Subject } from "~/access/permissions";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db, type Transaction } from "~/platform/db.server";
import { helpingPoint } from "~/supply/household-seller-store.server";
import { ownedBy, sellerSubject, type SellerScope } from "~/supply/lot-store.server";
import type { FreightZone } from "./freight";
import type { ListingFacts } from "./listing-readiness";

export type ListingStatus = "DRAFT" | "PUBLISHED" | "UNPUBLISHED";

export type LockedListing = {
  readonly id: string;
  readonly slug: string;
  readonly status: ListingStatus;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly productId: string;
  /** lots were chosen, so its product stays */
  readonly hasHistory: boolean;
  readonly subject: Subject;
};

/** The listing's row, locked for this transaction, with whose it is. */
export async function lockListing(tx: Transaction, listingId: string): Promise<LockedListing | undefined> {
  const [row] = await tx.$queryRaw<(Omit<LockedListing, "subject"> & { servicePointId: string | null })[]>`
    SELECT l.id, l.slug, l.status, l.seller_kind AS "sellerKind", l.seller_id AS "sellerId",
      l.product_id AS "productId", EXISTS (SELECT FROM listing_lot ll WHERE ll.listing_id = l.id) AS "hasHistory",
      (SELECT ${helpingPoint} FROM household h WHERE l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id) AS "servicePointId"
    FROM listing l WHERE l.id = ${listingId}::uuid FOR UPDATE OF l`;
  if (!row) return undefined;
  const { servicePointId, ...listing } = row;
  return { ...listing, subject: sellerSubject(row.sellerKind, row.sellerId, servicePointId) };
}

/** What decides whether the listing can be sold at `at`, in one statement. */
export async function listingFacts(db: Db, listingId: string, at: Date): Promise<ListingFacts> {
  const [facts] = await db.$queryRaw<ListingFacts[]>`
    WITH stock AS (
      SELECT lot.id, lot.available FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id = ${listingId}::uuid AND ll.removed_at IS NULL
        AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(at)}::date)
    SELECT
      (SELECT count(*)::int FROM variant WHERE listing_id = l.id AND active) AS variants,
      (SELECT count(*)::int FROM listing_photo ph JOIN media m ON m.id = ph.media_id
        WHERE ph.listing_id = l.id AND m.public) AS photos,
      (SELECT count(*)::int FROM stock) AS "lotsOnStock",
      (SELECT count(*)::int FROM variant WHERE listing_id = l.id AND active
        AND quantity <= (SELECT coalesce(sum(available), 0) FROM stock)) AS "variantsInStock",
      EXISTS (SELECT FROM split_rule r
        WHERE r.code = l.split_rule_code AND r.approved_at <= ${at} AND r.valid_from <= ${at}) AS "ruleInForce",
      EXISTS (SELECT FROM fee_schedule f WHERE f.approved_at <= ${at} AND f.valid_from <= ${at}) AS "feesInForce",
      EXISTS (SELECT FROM freight_zone z WHERE z.template_id = l.freight_id AND z.delivered) AS delivers,
      EXISTS (SELECT FROM area a WHERE a.code = l.area_code AND a.level = 'VILLAGE') AS "villageKnown",
      CASE l.seller_kind WHEN 'COOPERATIVE'
        THEN EXISTS (SELECT FROM cooperative c WHERE c.id = l.seller_id AND c.status = 'APPROVED')
        ELSE EXISTS (SELECT FROM household h WHERE h.id = l.seller_id) END AS "sellerApproved",
      (l.seller_kind = 'COOPERATIVE' OR EXISTS (
        SELECT FROM household h WHERE h.id = l.seller_id AND length(btrim(coalesce(h.shop_name, ''))) > 0)) AS "sellerNamed",
      p.certified AS "certificateDue",
      NOT EXISTS (SELECT FROM stock WHERE NOT EXISTS (
        SELECT FROM quality_document q WHERE q.kind = 'CONFORMITY' AND q.lot_id = stock.id)) AS certified,
      p.processed AS "licenceDue",
      EXISTS (SELECT FROM quality_document q WHERE q.kind = 'SC' AND q.holder_kind = l.seller_kind
        AND q.holder_id = l.seller_id AND (q.expires_on IS NULL OR q.expires_on >= ${dayOf(at)}::date)) AS licensed
    FROM listing l JOIN product p ON p.id = l.product_id WHERE l.id = ${listingId}::uuid`;
  if (!facts) throw new Error(`no listing ${listingId}`);
  return facts;
}

export type ListingTab = "on-sale" | "sold-out" | "draft" | "off-sale";

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
  readonly stock: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly updatedAt: Date;
};

/** The scope's listings under one tab, last changed first. */
export async function listListings(
  db: Db,
  scope: SellerScope,
  tab: ListingTab,
  page: PageRequest,
  at: Date,
): Promise<Page<ListingRow>> {
  const stock = Prisma.sql`(SELECT coalesce(sum(lot.available), 0)::int FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
    WHERE ll.listing_id = t.id AND ll.removed_at IS NULL AND lot.status = 'SEALED' AND lot.expires_on >= ${dayOf(at)}::date)`;
  const narrowed = {
    "on-sale": Prisma.sql`t.status = 'PUBLISHED' AND ${stock} > 0`,
    "sold-out": Prisma.sql`t.status = 'PUBLISHED' AND ${stock} = 0`,
    draft: Prisma.sql`t.status = 'DRAFT'`,
    "off-sale": Prisma.sql`t.status = 'UNPUBLISHED'`,
  }[tab];
  const where = Prisma.sql`${ownedBy(scope)} AND ${narrowed}`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM listing t WHERE ${where}`,
    db.$queryRaw<ListingRow[]>`
      SELECT t.id, t.slug, t.title, t.status, coalesce(c.name, h.shop_name, '') AS "sellerName", p.name AS "productName",
        coalesce(a.short_name, t.area_code) AS "villageName", p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
        p.piece_name_en AS "pieceNameEn", t.updated_at AS "updatedAt", ${stock} AS stock,
        ph.media_id AS "photoId", ph.dominant_color AS "photoColor", v.lowest AS "lowestFen", v.highest AS "highestFen"
      FROM listing t
      JOIN product p ON p.id = t.product_id
      LEFT JOIN area a ON a.code = t.area_code
      LEFT JOIN cooperative c ON t.seller_kind = 'COOPERATIVE' AND c.id = t.seller_id
      LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id
      LEFT JOIN LATERAL (
        SELECT x.media_id, m.dominant_color FROM listing_photo x JOIN media m ON m.id = x.media_id
        WHERE x.listing_id = t.id ORDER BY x.position LIMIT 1) ph ON true
      LEFT JOIN LATERAL (
        SELECT min(price_fen) AS lowest, max(price_fen) AS highest FROM variant WHERE listing_id = t.id AND active) v ON true
      WHERE ${where} ORDER BY t.updated_at DESC, t.id DESC LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

/** How many listings stand under each tab. */
export async function countListings(db: Db, scope: SellerScope, at: Date): Promise<Record<ListingTab, number>> {
  const rows = await db.$queryRaw<{ tab: ListingTab; count: number }[]>`
    SELECT CASE t.status WHEN 'DRAFT' THEN 'draft' WHEN 'UNPUBLISHED' THEN 'off-sale'
        ELSE CASE WHEN EXISTS (
          SELECT FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
          WHERE ll.listing_id = t.id AND ll.removed_at IS NULL AND lot.status = 'SEALED' AND lot.available > 0
            AND lot.expires_on >= ${dayOf(at)}::date) THEN 'on-sale' ELSE 'sold-out' END END AS tab,
      count(*)::int AS count
    FROM listing t WHERE ${ownedBy(scope)} GROUP BY 1`;
  const counts: Record<ListingTab, number> = { "on-sale": 0, "sold-out": 0, draft: 0, "off-sale": 0 };
  for (const row of rows) counts[row.tab] = row.count;
  return counts;
}

export type ListingVariant = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly quantity: number;
  readonly priceFen: Fen;
  readonly shippingGrams: number;
  readonly active: boolean;
};

export type ListingDetail = {
  readonly id: string;
  readonly slug: string;
  readonly status: ListingStatus;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
  readonly productId: string;
  readonly areaCode: string;
  readonly title: string;
  readonly titleEn: string;
  readonly story: string;
  readonly storyEn: string;
  readonly splitRuleCode: string;
  readonly freightId: string;
  readonly shipsWithinDays: number;
  readonly seasonMonths: readonly number[];
  readonly marketPriceFen: Fen | null;
  readonly marketSource: string | null;
  readonly publishedAt: Date | null;
  readonly variants: readonly ListingVariant[];
  readonly photos: readonly { readonly mediaId: string; readonly alt: string; readonly dominantColor: string }[];
  readonly lotIds: readonly string[];
};

/** One listing of the scope as its form shows it; undefined when it is not there or not theirs. */
export async function findListing(db: Db, scope: SellerScope, listingId: string): Promise<ListingDetail | undefined> {
  const [owned] = await db.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM listing t WHERE t.id = ${listingId}::uuid AND ${ownedBy(scope)}`;
  if (!owned) return undefined;
  const row = await db.listing.findUniqueOrThrow({
    where: { id: listingId },
    select: {
      id: true,
      slug: true,
      status: true,
      sellerKind: true,
      sellerId: true,
      servicePointId: true,
      productId: true,
      areaCode: true,
      title: true,
      titleEn: true,
      story: true,
      storyEn: true,
      splitRuleCode: true,
      freightId: true,
      shipsWithinDays: true,
      seasonMonths: true,
      marketPriceFen: true,
      marketSource: true,
      publishedAt: true,
      variants: {
        select: {
          id: true,
          name: true,
          nameEn: true,
          quantity: true,
          priceFen: true,
          shippingGrams: true,
          active: true,
        },
        orderBy: [{ active: "desc" }, { position: "asc" }],
      },
      photos: { select: { mediaId: true }, orderBy: { position: "asc" } },
      lots: { where: { removedAt: null }, select: { lotId: true } },
    },
  });
  const media = await db.media.findMany({
    where: { id: { in: row.photos.map((photo) => photo.mediaId) } },
    select: { id: true, alt: true, dominantColor: true },
  });
  const known = new Map(media.map((one) => [one.id, one]));
  const { lots, photos, ...rest } = row;
  return {
    ...rest,
    status: row.status as ListingStatus,
    sellerKind: row.sellerKind as "COOPERATIVE" | "HOUSEHOLD",
    lotIds: lots.map((lot) => lot.lotId),
    photos: photos.map(({ mediaId }) => ({
      mediaId,
      alt: known.get(mediaId)?.alt ?? "",
      dominantColor: known.get(mediaId)?.dominantColor ?? "#ffffff",
    })),
  };
}

export type FreightTemplateRow = {
  readonly id: string;
  readonly name: string;
  readonly shipperName: string;
  readonly shipperId: string;
  readonly zones: readonly FreightZone[];
};

/** A seller's freight templates, oldest first. */
export async function listFreightTemplates(
  db: Db,
  seller: { readonly kind: string; readonly id: string },
): Promise<FreightTemplateRow[]> {
  const rows = await db.freightTemplate.findMany({
    where: { sellerKind: seller.kind, sellerId: seller.id },
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      name: true,
      shipperName: true,
      shipperId: true,
      zones: {
        orderBy: { position: "asc" },
        select: {
          provinces: true,
          delivered: true,
          firstGrams: true,
          firstFen: true,
          nextGrams: true,
          nextFen: true,
          freeAboveFen: true,
        },
      },
    },
  });
  return rows;
}
