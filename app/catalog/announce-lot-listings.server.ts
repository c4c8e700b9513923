import { db } from "~/platform/db.server";
import { enqueueAll, type OutboxMessage } from "~/platform/outbox.server";

/** Handler of `lot.changed`: everything published from the lot is told on as `listing.changed`, so that search follows. */
export async function announceListingsOfLot({ key: lotId }: OutboxMessage): Promise<void> {
  const listings = await db().$queryRaw<{ id: string }[]>`
    SELECT l.id FROM listing_lot ll JOIN listing l ON l.id = ll.listing_id
    WHERE ll.lot_id = ${lotId}::uuid AND ll.removed_at IS NULL AND l.status = 'PUBLISHED'`;
  await enqueueAll(
    db(),
    listings.map(({ id }) => ({ topic: "listing.changed", key: id })),
  );
}
