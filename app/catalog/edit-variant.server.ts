import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { DEAREST_PACK_FEN } from "./listing-failure";
import { lockListing } from "./listing-store.server";
import type { EditVariantFailure, VariantTerms } from "./variant-terms";

/**
 * Changes one pack from what was `seen` to `wanted`. Refused when it is no longer what was seen. A pack that stays as
 * it is answers `changed: false`. Orders keep the price they were placed at.
 */
export async function editVariant(request: {
  readonly actor: Actor;
  readonly variantId: string;
  readonly seen: VariantTerms;
  readonly wanted: VariantTerms;
  readonly now: Date;
}): Promise<Result<{ readonly changed: boolean }, EditVariantFailure>> {
  const { actor, variantId, seen, wanted, now } = request;
  return withTransaction("edit variant", async (tx) => {
    const named = await tx.variant.findUnique({ where: { id: variantId }, select: { listingId: true } });
    const listing = named && (await lockListing(tx, named.listingId));
    if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-variant" });
    const present = await tx.variant.findUniqueOrThrow({
      where: { id: variantId },
      select: { priceFen: true, active: true },
    });
    if (isSame(seen, wanted)) return succeeded({ changed: false });
    if (!isSame(present, seen)) return failed({ kind: "changed", now: present });
    if (wanted.priceFen <= 0n || wanted.priceFen > DEAREST_PACK_FEN) return failed({ kind: "bad-price" });
    if (!wanted.active && listing.status === "PUBLISHED") {
      const others = await tx.variant.count({ where: { listingId: listing.id, active: true, id: { not: variantId } } });
      if (others === 0) return failed({ kind: "last-pack" });
    }
    await tx.variant.update({ where: { id: variantId }, data: { ...wanted, updatedAt: now }, select: { id: true } });
    await tx.listing.update({ where: { id: listing.id }, data: { updatedAt: now }, select: { id: true } });
    if (listing.status === "PUBLISHED") await enqueue(tx, { topic: "listing.changed", key: listing.id });
    return succeeded({ changed: true });
  });
}

function isSame(one: VariantTerms, other: VariantTerms): boolean {
  return one.priceFen === other.priceFen && one.active === other.active;
}
