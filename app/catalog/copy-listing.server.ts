import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { newId } from "~/kernel/ids";
import { yearAndMonth, periodOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import type { ListingFailure } from "./listing-failure";
import { lockListing } from "./listing-store.server";
import { freeSlug, slugFrom } from "./slug.server";
import { forThisSeason } from "./this-season";

/**
 * Begins a new season from an earlier listing: a draft with its photos, packs and words. Lots are not taken over, because
 * they are of another harvest, nor is its market price, which is of another day; a year in its title becomes this one.
 */
export async function copyListing(request: {
  readonly actor: Actor;
  readonly listingId: string;
  readonly now: Date;
}): Promise<Result<{ readonly listingId: string }, ListingFailure>> {
  const { actor, listingId, now } = request;
  return withTransaction("copy listing", async (tx) => {
    const source = await lockListing(tx, listingId);
    if (!source || !can(actor, "listing:edit", source.subject)) return failed({ kind: "no-such-listing" });
    const {
      slug: _slug,
      variants,
      photos,
      ...words
    } = await tx.listing.findUniqueOrThrow({
      where: { id: listingId },
      select: {
        slug: true,
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
        variants: {
          where: { active: true },
          orderBy: { position: "asc" },
          select: { name: true, nameEn: true, quantity: true, priceFen: true, shippingGrams: true },
        },
        photos: { orderBy: { position: "asc" }, select: { mediaId: true } },
      },
    });
    const { year } = yearAndMonth(periodOf(now));
    const title = forThisSeason(words.title, year);
    const titleEn = forThisSeason(words.titleEn, year);
    const id = newId(now);
    await tx.listing.create({
      data: {
        ...words,
        id,
        title,
        titleEn,
        slug: await freeSlug(tx, slugFrom(titleEn, title)),
        status: "DRAFT",
        createdAt: now,
        updatedAt: now,
        updatedById: actor.userId === SYSTEM_USER_ID ? null : actor.userId,
      },
      select: { id: true },
    });
    await tx.variant.createMany({
      data: variants.map((variant, position) => ({
        ...variant,
        id: newId(now),
        listingId: id,
        position,
        active: true,
        updatedAt: now,
      })),
    });
    await tx.listingPhoto.createMany({
      data: photos.map(({ mediaId }, position) => ({ listingId: id, position, mediaId })),
    });
    return succeeded({ listingId: id });
  });
}
