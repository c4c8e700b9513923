import { Prisma } from "~/platform/db.server";

/** Packs sold and paid, all time: a row a listing that has sold any (listing_id, packs). */
export function packsSold(listings: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT line.listing_id, sum(line.quantity)::int AS packs FROM order_line line
    JOIN customer_order paid ON paid.id = line.order_id AND paid.state = 'PAID'
    WHERE line.listing_id IN (${listings}) GROUP BY line.listing_id`;
}
