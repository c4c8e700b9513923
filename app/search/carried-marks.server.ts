import { dayOf } from "~/kernel/period";
import { Prisma } from "~/platform/db.server";

/**
 * The marks that listings carry now, a row each (listing_id, document_id, kind): the seller's own for the product, and those
 * of lots on sale. A lot that is only given to whose pre-orders wait is not on sale.
 */
export function carriedMarks(listings: Prisma.Sql, now: Date): Prisma.Sql {
  const inForce = Prisma.sql`(paper.expires_on IS NULL OR paper.expires_on >= ${dayOf(now)}::date)`;
  return Prisma.sql`
    SELECT goods.id AS listing_id, paper.id AS document_id, paper.kind FROM listing goods
    JOIN quality_document paper ON paper.holder_kind = goods.seller_kind AND paper.holder_id = goods.seller_id
      AND paper.lot_id IS NULL AND paper.intake_id IS NULL
      AND (paper.product_id IS NULL OR paper.product_id = goods.product_id)
    WHERE goods.id IN (${listings}) AND ${inForce}
    UNION ALL
    SELECT goods.id, paper.id, paper.kind FROM listing goods
    JOIN listing_lot offered ON offered.listing_id = goods.id AND offered.removed_at IS NULL
    JOIN lot sold ON sold.id = offered.lot_id AND sold.available > 0
    JOIN quality_document paper ON paper.lot_id = sold.id
    WHERE goods.id IN (${listings}) AND goods.preorder_id IS NULL AND ${inForce}`;
}

/** The kinds of them, a row a listing (listing_id, kinds). */
export function kindsOfMarks(listings: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT listing_id, array_agg(DISTINCT kind ORDER BY kind) AS kinds
    FROM (${carriedMarks(listings, now)}) carried GROUP BY listing_id`;
}
