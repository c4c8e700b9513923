import { db } from "~/platform/db.server";
import { enqueueAll, type OutboxMessage } from "~/platform/outbox.server";

/** Handler of `cooperative.changed`: everything it has published is told on as `listing.changed`, so that search follows. */
export async function announceListingsOfCooperative({ key: cooperativeId }: OutboxMessage): Promise<void> {
  const listings = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM listing
    WHERE seller_kind = 'COOPERATIVE' AND seller_id = ${cooperativeId}::uuid AND status = 'PUBLISHED'`;
  await enqueueAll(
    db(),
    listings.map(({ id }) => ({ topic: "listing.changed", key: id })),
  );
}
