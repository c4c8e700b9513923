import type { Actor } from "~/access/actor";
import { explainListingFailure, type ListingFailure } from "~/catalog/listing-failure";
import { OBSTACLE_WORDS } from "~/catalog/listing-readiness";
import { publishListing } from "~/catalog/publish-listing.server";
import { unpublishListing } from "~/catalog/unpublish-listing.server";
import { db } from "~/platform/db.server";

/** What became of each: how many were moved, and a sentence by listing for every other. */
export type BulkAnswer = { readonly done: number; readonly errors: Record<string, string[]> };

/** Publishes or unpublishes each of them for itself: one that is refused keeps no other back. */
export async function moveListings(request: {
  readonly actor: Actor;
  readonly intent: "publish" | "unpublish";
  readonly listingIds: readonly string[];
  readonly now: Date;
}): Promise<BulkAnswer> {
  const { actor, intent, now } = request;
  const move = intent === "publish" ? publishListing : unpublishListing;
  const ids = [...new Set(request.listingIds)];
  const errors: Record<string, string[]> = {};
  const titles = new Map(
    (await db().listing.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } })).map((row) => [
      row.id,
      row.title,
    ]),
  );
  let done = 0;
  for (const listingId of ids) {
    const moved = await move({ actor, listingId, now });
    if (moved.ok) done += 1;
    // A title is said only of what is theirs: others' listings are simply not there.
    else if (moved.failure.kind === "no-such-listing") errors[""] = [explainListingFailure(moved.failure)];
    else errors[`listing-${listingId}`] = [`“${titles.get(listingId) ?? ""}”：${wordsOf(moved.failure)}`];
  }
  return { done, errors };
}

function wordsOf(failure: ListingFailure): string {
  return failure.kind === "not-ready"
    ? failure.obstacles.map((one) => OBSTACLE_WORDS[one]).join("")
    : explainListingFailure(failure);
}
