import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import type { ListingFailure } from "./listing-failure";
import { lockListing } from "./listing-store.server";

/** Takes a listing off sale. Orders already placed stay as they are. */
export async function unpublishListing(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly now: Date;
}): Promise<Result<undefined, ListingFailure>> {
  const { actor, listingId, now } = request;
  return withTransaction("unpublish listing", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    if (listing.status !== "PUBLISHED") return succeeded(undefined);
    await tx.listing.update({
      where: { id: listingId },
      data: { status: "UNPUBLISHED", updatedAt: now },
      select: { id: true },
    });
    await enqueue(tx, { topic: "listing.changed", key: listingId });
    return succeeded(undefined);
  });
}
