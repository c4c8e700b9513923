import { dayOf } from "~/kernel/period";
import { Prisma } from "~/platform/db.server";

export type ListingToOrder = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly titleEn: string;
  readonly areaCode: string;
  readonly isPreorder: boolean;
  /** published, opened for pre-orders, or given a lot: the latest of these */
  readonly suppliedAt: Date;
};

/** The query for those listings (`l`) of which at least one pack is in stock today, or promised. */
export function listingsToOrder(which: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT l.id, l.slug, l.title, l.title_en AS "titleEn", l.area_code AS "areaCode", p.id IS NOT NULL AS "isPreorder",
      greatest(l.published_at, p.opened_at, stock.added_at) AS "suppliedAt"
    FROM listing l LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
    LEFT JOIN preorder p ON p.id = l.preorder_id
    CROSS JOIN LATERAL (
      SELECT sum(lot.available) AS available, max(ll.added_at) AS added_at
      FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND lot.status = 'SEALED'
        AND lot.expires_on >= ${dayOf(now)}::date AND l.preorder_id IS NULL) stock
    WHERE ${which} AND l.status = 'PUBLISHED' AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED')
      AND (SELECT min(v.quantity) FROM variant v WHERE v.listing_id = l.id AND v.active) <= CASE
        WHEN p.id IS NULL THEN stock.available
        WHEN p.closed_at IS NULL AND p.ship_by > ${dayOf(now)}::date THEN p.available END`;
}
