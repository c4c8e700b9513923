import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import type { ListingFailure } from "./listing-failure";
import { obstaclesOf } from "./listing-readiness";
import { listingFacts, lockListing } from "./listing-store.server";

const UNCERTIFIED = "no-conformity-certificate";

/**
 * Says which lots the listing's packs are sold from: exactly these. A lot may stand behind several listings of its
 * seller; stock is counted in the lot, so no gram is sold twice. Orders keep the lots they picked from.
 */
export async function setListingLots(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly lotIds: readonly string[];
  readonly now: Date;
  /** runs in the same transaction, before anybody else can buy from these lots: giving them to who waits */
  readonly within?: (tx: Transaction) => Promise<unknown>;
}): Promise<Result<undefined, ListingFailure>> {
  const { actor, listingId, now } = request;
  const lotIds = [...new Set(request.lotIds)];
  return withTransaction("set listing lots", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    const { sellerKind, sellerId, productId } = listing;
    const own = await tx.lot.count({
      where: { id: { in: lotIds }, sellerKind, sellerId, productId, status: "SEALED" },
    });
    if (own !== lotIds.length) return failed({ kind: "no-such-lot" });

    // Whoever chose a lot a moment ago may have read the clock later than this request did.
    await tx.$executeRaw`
      UPDATE listing_lot SET removed_at = greatest(added_at, ${now}::timestamptz)
      WHERE listing_id = ${listingId}::uuid AND removed_at IS NULL AND lot_id <> ALL (${lotIds}::uuid[])`;
    await tx.$executeRaw`
      INSERT INTO listing_lot (listing_id, lot_id, added_at)
      SELECT ${listingId}::uuid, lot_id, ${now} FROM unnest(${lotIds}::uuid[]) AS lot_id
      ON CONFLICT (listing_id, lot_id) DO UPDATE SET added_at = EXCLUDED.added_at, removed_at = NULL
        WHERE listing_lot.removed_at IS NOT NULL`;
    await tx.listing.update({ where: { id: listingId }, data: { updatedAt: now }, select: { id: true } });
    const goesToShoppers = listing.status === "PUBLISHED" || listing.preorderId !== null;
    if (goesToShoppers && obstaclesOf(await listingFacts(tx, listingId, now)).includes(UNCERTIFIED)) {
      throw new Uncertified();
    }
    await request.within?.(tx);
    if (listing.status === "PUBLISHED") await enqueue(tx, { topic: "listing.changed", key: listingId });
    return succeeded(undefined);
  }).catch((error: unknown) => {
    if (error instanceof Uncertified) return failed({ kind: "not-ready", obstacles: [UNCERTIFIED] });
    throw error;
  });
}

/** Goods on sale stay certified: takes the choice back with it. */
class Uncertified extends Error {}
