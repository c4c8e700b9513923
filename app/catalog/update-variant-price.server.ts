import type { Actor } from "~/access/actor";
import { can } from "~/access/permissions";
import type { Fen } from "~/kernel/money";
import { failed, succeeded, type Result } from "~/kernel/result";
import { type Transaction, withTransaction } from "~/platform/db.server";
import { enqueue } from "~/platform/outbox.server";
import { DEAREST_PACK_FEN, type ListingFailure } from "./listing-failure";
import { lockListing } from "./listing-store.server";

/** Changes what one pack costs from now on. Carts are told; orders keep the price they were placed at. */
export async function updateVariantPrice(request: {
  readonly actor: Actor;
  readonly variantId: string;
  readonly priceFen: Fen;
  readonly now: Date;
}): Promise<Result<undefined, ListingFailure>> {
  return withTransaction("update variant price", (tx) => setVariantPrice(tx, request));
}

/** The same in the caller's transaction: a sheet of prices is one. */
export async function setVariantPrice(
  tx: Transaction,
  request: {
    readonly actor: Actor;
    readonly variantId: string;
    readonly priceFen: Fen;
    readonly now: Date;
  },
): Promise<Result<undefined, ListingFailure>> {
  const { actor, variantId, priceFen, now } = request;
  const variant = await tx.variant.findUnique({
    where: { id: variantId },
    select: { listingId: true, position: true, priceFen: true },
  });
  const listing = variant && (await lockListing(tx, variant.listingId));
  if (!listing || !can(actor, "listing:edit", listing.subject)) return failed({ kind: "no-such-variant" });
  if (priceFen <= 0n || priceFen > DEAREST_PACK_FEN) {
    return failed({ kind: "bad-variant", position: variant.position, problem: "bad-price" });
  }
  if (variant.priceFen === priceFen) return succeeded(undefined);
  await tx.variant.update({ where: { id: variantId }, data: { priceFen, updatedAt: now }, select: { id: true } });
  await tx.listing.update({ where: { id: listing.id }, data: { updatedAt: now }, select: { id: true } });
  if (listing.status === "PUBLISHED") await enqueue(tx, { topic: "listing.changed", key: listing.id });
  return succeeded(undefined);
}
