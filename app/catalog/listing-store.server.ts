import type { Subject } from "~/access/permissions";
import { helpingPoint } from "~/households/helping-point.server";
import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { Db, Transaction } from "~/platform/db.server";
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
  readonly updatedAt: Date;
  /** the promise it sells by: nothing is sold from its lots meanwhile */
  readonly preorderId: string | null;
  /** lots were chosen or promised, so its product stays */
  readonly hasHistory: boolean;
  readonly subject: Subject;
};

/** The listing's row, locked for this transaction, with whose it is. */
export async function lockListing(tx: Transaction, listingId: string): Promise<LockedListing | undefined> {
  const [row] = await tx.$queryRaw<(Omit<LockedListing, "subject"> & { servicePointId: string | null })[]>`
    SELECT l.id, l.slug, l.status, l.seller_kind AS "sellerKind", l.seller_id AS "sellerId",
      l.product_id AS "productId", l.updated_at AS "updatedAt", l.preorder_id AS "preorderId", (EXISTS (SELECT FROM listing_lot ll WHERE ll.listing_id = l.id)
        OR EXISTS (SELECT FROM preorder p WHERE p.listing_id = l.id)) AS "hasHistory",
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
        AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(at)}::date
    ), promise AS (
      SELECT po.available FROM preorder po
      WHERE po.listing_id = ${listingId}::uuid AND po.closed_at IS NULL AND po.ship_by > ${dayOf(at)}::date)
    SELECT
      (SELECT count(*)::int FROM variant WHERE listing_id = l.id AND active) AS variants,
      (SELECT count(*)::int FROM listing_photo ph JOIN media m ON m.id = ph.media_id
        WHERE ph.listing_id = l.id AND m.public) AS photos,
      (SELECT count(*)::int FROM stock) AS "lotsOnStock", EXISTS (SELECT FROM promise) AS promised,
      (SELECT count(*)::int FROM variant WHERE listing_id = l.id AND active
        AND quantity <= coalesce((SELECT available FROM promise), (SELECT sum(available) FROM stock), 0)) AS "variantsInStock",
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
      -- A household may give a certificate; a cooperative must.
      (p.certified AND l.seller_kind = 'COOPERATIVE') AS "certificateDue",
      NOT EXISTS (SELECT FROM stock WHERE NOT EXISTS (
        SELECT FROM quality_document q WHERE q.kind = 'CONFORMITY' AND q.lot_id = stock.id)) AS certified,
      p.processed AND l.seller_kind = 'COOPERATIVE' AS "licenceDue",
      EXISTS (SELECT FROM quality_document q WHERE q.kind = 'SC' AND q.holder_kind = l.seller_kind
        AND q.holder_id = l.seller_id AND (q.expires_on IS NULL OR q.expires_on >= ${dayOf(at)}::date)) AS licensed,
      l.title || ' ' || l.title_en AS title,
      ARRAY(SELECT DISTINCT q.kind FROM quality_document q WHERE q.kind IN ('GREEN', 'ORGANIC', 'GI')
        AND q.lot_id IS NULL AND q.intake_id IS NULL AND q.holder_kind = l.seller_kind AND q.holder_id = l.seller_id
        AND (q.product_id IS NULL OR q.product_id = l.product_id)
        AND (q.expires_on IS NULL OR q.expires_on >= ${dayOf(at)}::date)) AS marks
    FROM listing l JOIN product p ON p.id = l.product_id WHERE l.id = ${listingId}::uuid`;
  if (!facts) throw new Error(`no listing ${listingId}`);
  return facts;
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

export type ListingPhoto = {
  readonly mediaId: string;
  readonly alt: string;
  readonly altEn: string;
  readonly own: boolean;
  readonly dominantColor: string;
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
  readonly keeping: string;
  readonly keepingEn: string;
  readonly eating: string;
  readonly eatingEn: string;
  readonly splitRuleCode: string;
  readonly freightId: string;
  readonly shipsWithinDays: number;
  readonly seasonMonths: readonly number[];
  readonly marketPriceFen: Fen | null;
  readonly marketSource: string | null;
  readonly marketPricedOn: Date | null;
  readonly updatedAt: Date;
  /** who changed it last */
  readonly updatedBy: string | null;
  readonly publishedAt: Date | null;
  readonly variants: readonly ListingVariant[];
  readonly photos: readonly ListingPhoto[];
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
      keeping: true,
      keepingEn: true,
      eating: true,
      eatingEn: true,
      splitRuleCode: true,
      freightId: true,
      shipsWithinDays: true,
      seasonMonths: true,
      marketPriceFen: true,
      marketSource: true,
      marketPricedOn: true,
      updatedAt: true,
      updatedById: true,
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
    select: { id: true, kind: true, alt: true, altEn: true, dominantColor: true },
  });
  const changer =
    row.updatedById === null
      ? null
      : await db.user.findUnique({ where: { id: row.updatedById }, select: { displayName: true } });
  const known = new Map(media.map((one) => [one.id, one]));
  const { lots, photos, updatedById: _, ...rest } = row;
  return {
    ...rest,
    status: row.status as ListingStatus,
    sellerKind: row.sellerKind as "COOPERATIVE" | "HOUSEHOLD",
    updatedBy: changer?.displayName ?? null,
    lotIds: lots.map((lot) => lot.lotId),
    photos: photos.map(({ mediaId }) => ({
      mediaId,
      alt: known.get(mediaId)?.alt ?? "",
      altEn: known.get(mediaId)?.altEn ?? "",
      /** its own words can be changed; a drawing's are the platform's */
      own: known.get(mediaId)?.kind === "LISTING_PHOTO",
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
