import type { Db } from "~/platform/db.server";
import { recordOrderEvent, releasePicks } from "./order-store.server";

/**
 * Puts a line's goods back into their lots, once: a cancellation before packing, or goods that came back sound.
 * Answers how many base units went back (0 when they had gone back before).
 */
export async function restockLine(
  tx: Db,
  { orderId, orderLineId, now, actorId }: { orderId: string; orderLineId: string; now: Date; actorId?: string },
): Promise<number> {
  const returned = await releasePicks(tx, { orderLineId }, now);
  if (returned > 0) {
    await recordOrderEvent(tx, {
      orderId,
      kind: "RESTOCKED",
      at: now,
      actorId,
      data: { orderLineId, quantity: returned },
    });
  }
  return returned;
}
