import { db, Prisma } from "~/platform/db.server";
import { splitPreviews } from "./split-preview.server";

const BATCH = 500;

/**
 * Works out what of each listing's cheapest pack would reach households now, for the filters and the order of lists. What
 * cannot be bought now keeps its last figure. All published ones unless some are named; answers how many were worked out.
 */
export async function refreshListingShares({
  listingIds,
  now,
}: {
  listingIds?: readonly string[];
  now: Date;
}): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ;) {
    const rows = await db().$queryRaw<{ listingId: string; variantId: string }[]>`
      SELECT l.id AS "listingId", v.id AS "variantId" FROM listing l
      JOIN LATERAL (SELECT v.id FROM variant v WHERE v.listing_id = l.id AND v.active
        ORDER BY v.price_fen, v.position LIMIT 1) v ON true
      WHERE l.status = 'PUBLISHED' AND ${listingIds ? Prisma.sql`l.id = ANY (${[...listingIds]}::uuid[])` : Prisma.sql`true`}
        AND ${after === undefined ? Prisma.sql`true` : Prisma.sql`l.id > ${after}::uuid`}
      ORDER BY l.id LIMIT ${BATCH}::int`;
    const last = rows.at(-1);
    if (!last) return count;
    after = last.listingId;
    const previews = await splitPreviews(db(), { variantIds: rows.map((row) => row.variantId), quantity: 1, now });
    const shares = rows.flatMap(({ listingId, variantId }) => {
      const preview = previews.get(variantId);
      if (!preview || preview.netFen === 0n) return [];
      const bps = Number((preview.householdsFen * 10_000n) / preview.netFen);
      return [{ listing_id: listingId, household_fen: preview.householdsFen.toString(), share_bps: bps }];
    });
    count += shares.length;
    await db().$executeRaw`
      INSERT INTO listing_share (listing_id, household_fen, share_bps, computed_at)
      SELECT listing_id, household_fen, share_bps, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(shares)}::jsonb)
        AS row (listing_id uuid, household_fen bigint, share_bps int)
      ON CONFLICT (listing_id) DO UPDATE SET household_fen = excluded.household_fen, share_bps = excluded.share_bps,
        computed_at = excluded.computed_at`;
  }
}
