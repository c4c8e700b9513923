import type { Db } from "~/platform/db.server";
import { newId } from "~/kernel/ids";
import { enqueue } from "~/platform/outbox.server";
import { recordOrderEvent } from "./order-store.server";

/**
 * Goods that keep came back sound: packs of a line go back into the lots they were picked from, the last picked first, and
 * can be sold again. The line's picks stay as they were, what came back is an event of the lot.
 */
export async function takeBackReturned(
  tx: Db,
  returned: {
    readonly orderId: string;
    readonly orderLineId: string;
    readonly packs: number;
    readonly reason: string;
    readonly actorId: string;
    readonly now: Date;
  },
): Promise<void> {
  const { orderId, orderLineId, packs, reason, actorId, now } = returned;
  if (packs === 0) return;
  const picked = await tx.$queryRaw<{ lotId: string; packQuantity: number; left: number }[]>`
    SELECT k.lot_id AS "lotId", l.pack_quantity AS "packQuantity",
      (sum(k.quantity) + coalesce((SELECT sum(e.quantity) FROM lot_event e
        WHERE e.order_line_id = l.id AND e.lot_id = k.lot_id), 0))::int AS left
    FROM order_line l JOIN lot_pick k ON k.order_line_id = l.id AND k.released_at IS NULL
    WHERE l.id = ${orderLineId}::uuid GROUP BY l.id, k.lot_id ORDER BY max(k.position) DESC`;
  const quantity = packs * (picked[0]?.packQuantity ?? 0);
  let rest = quantity;
  const back = picked.flatMap(({ lotId, left }) => {
    const taken = Math.min(rest, left);
    rest -= taken;
    return taken > 0 ? [{ lotId, taken }] : [];
  });
  if (rest > 0) throw new Error(`line ${orderLineId}: more came back than was picked`);
  // In the order of ids, as everybody takes lots.
  for (const { lotId, taken } of back.toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1))) {
    await tx.lot.update({ where: { id: lotId }, data: { available: { increment: taken } }, select: { id: true } });
    await tx.lotEvent.create({
      data: { id: newId(now), lotId, kind: "RETURN", quantity: -taken, reason, at: now, actorId, orderLineId },
      select: { id: true },
    });
    await enqueue(tx, { topic: "lot.changed", key: lotId });
  }
  await recordOrderEvent(tx, { orderId, kind: "RESTOCKED", at: now, actorId, data: { orderLineId, quantity } });
}
