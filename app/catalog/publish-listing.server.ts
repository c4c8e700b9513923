import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import type { ListingFailure } from "./listing-failure";
import { obstaclesOf } from "./listing-readiness";
import { listingFacts, lockListing } from "./listing-store.server";

/**
 * Puts a listing on sale. Refuses with everything that is still missing, certificates that its category asks for included.
 * Publishing what is published again does nothing.
 */
export async function publishListing(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly now: Date;
}): Promise<Result<{ readonly slug: string }, ListingFailure>> {
  const { actor, listingId, now } = request;
  return withTransaction("publish listing", async (tx) => {
    const listing = await lockListing(tx, listingId);
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-listing" });
    const obstacles = obstaclesOf(await listingFacts(tx, listingId, now));
    if (obstacles.length > 0) return failed({ kind: "not-ready", obstacles });
    if (listing.status === "PUBLISHED") return succeeded({ slug: listing.slug });

    await tx.listing.update({
      where: { id: listingId },
      data: { status: "PUBLISHED", publishedAt: now, updatedAt: now },
      select: { id: true },
    });
    await enqueue(tx, { topic: "listing.changed", key: listingId });
    return succeeded({ slug: listing.slug });
  });
}
