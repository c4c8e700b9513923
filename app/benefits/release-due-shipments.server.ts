import { db, withTransaction } from "~/platform/db.server";
import { releaseShipment } from "./release-shipment.server";

const AT_ONCE = 200;

/**
 * Releases every shipment whose claim window is over, each in a transaction of its own. Answers how many were released;
 * disputed ones are left for later. For the worker, every few minutes.
 */
export async function releaseDueShipments({ now }: { readonly now: Date }): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    SELECT s.id FROM shipment s
    WHERE s.state = 'DELIVERED' AND s.claim_until <= ${now}::timestamptz AND s.released_at IS NULL
      AND NOT EXISTS (SELECT FROM dispute d WHERE d.order_id = s.order_id AND d.state = 'OPEN')
    ORDER BY s.claim_until, s.id LIMIT ${AT_ONCE}`;
  let released = 0;
  for (const { id } of due) {
    const result = await withTransaction("release shipment", (tx) => releaseShipment(tx, { shipmentId: id, now }));
    if (result.ok) released += 1;
  }
  return released;
}
