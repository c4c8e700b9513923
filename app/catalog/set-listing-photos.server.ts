import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { MOST_PHOTOS, type ListingFailure } from "./listing-failure";
import { lockListing } from "./listing-store.server";

/** Says which pictures the listing shows, in this order; the first one is its face. A published listing keeps at least one. */
export async function setListingPhotos(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly mediaIds: readonly string[];
  readonly now: Date;
}): Promise<Result<undefined, ListingFailure>> {
  const { actor, listingId, now } = request;
  const mediaIds = [...new Set(request.mediaIds)];
  return withTransaction("set listing photos", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    if (mediaIds.length > MOST_PHOTOS) return failed({ kind: "too-many-photos" });
    if (mediaIds.length === 0 && listing.status === "PUBLISHED") {
      return failed({ kind: "not-ready", obstacles: ["no-photo"] });
    }
    const usable = await tx.media.count({
      where: {
        id: { in: mediaIds },
        public: true,
        OR: [
          { ownerKind: listing.sellerKind, ownerId: listing.sellerId, kind: "LISTING_PHOTO" },
          { kind: "ILLUSTRATION" },
        ],
      },
    });
    if (usable !== mediaIds.length) return failed({ kind: "no-such-photo" });

    await tx.listingPhoto.deleteMany({ where: { listingId } });
    await tx.listingPhoto.createMany({ data: mediaIds.map((mediaId, position) => ({ listingId, position, mediaId })) });
    await tx.listing.update({ where: { id: listingId }, data: { updatedAt: now }, select: { id: true } });
    if (listing.status === "PUBLISHED") await enqueue(tx, { topic: "listing.changed", key: listingId });
    return succeeded(undefined);
  });
}
