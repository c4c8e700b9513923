import { failed, succeeded, type Result } from "~/kernel/result";
import { dayOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import { canOrderMove, type OrderState } from "./order-state";
import { givePromotionBack, lockOrder, recordOrderEvent, reservePicks } from "./order-store.server";
import { releasePromises, retakePromises } from "./promise-store.server";
import { planPicks, type LotStock } from "./pick-lots";

export type ReviveFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-closed"; readonly state: OrderState }
  /** the goods went to others meanwhile: the money goes back in full */
  | { readonly kind: "sold-out" }
  /** the discount's last use went to another order meanwhile */
  | { readonly kind: "promotion-used-up" };

const ATTEMPTS = 3;

type HeldLine = {
  id: string;
  quantity: number;
  packQuantity: number;
  nextPosition: number;
  lots: LotStock[];
};

/**
 * A payment came for an order that had expired or was cancelled unpaid: takes the same goods again, from whatever lots
 * its listings sell from now, at the frozen prices; EXPIRED | CANCELLED → PLACED, then the caller marks it paid.
 * Refused, with nothing changed, when they cannot be had.
 */
export async function reviveExpiredOrder(
  tx: Db,
  { orderId, now }: { readonly orderId: string; readonly now: Date },
): Promise<Result<void, ReviveFailure>> {
  const order = await lockOrder(tx, orderId);
  if (!order) return failed({ kind: "not-found" });
  if (!canOrderMove(order.state, "PLACED")) return failed({ kind: "not-closed", state: order.state });

  if (!(await takePromotionAgain(tx, order.promotionId))) return failed({ kind: "promotion-used-up" });
  if (!(await retakePromises(tx, orderId, now))) {
    await givePromotionBack(tx, order.promotionId);
    return failed({ kind: "sold-out" });
  }
  if (!(await reserveAgain(tx, orderId, now))) {
    await releasePromises(tx, { orderId }, now);
    await givePromotionBack(tx, order.promotionId);
    return failed({ kind: "sold-out" });
  }
  await tx.$executeRaw`
    UPDATE customer_order SET state = 'PLACED', closed_at = NULL WHERE id = ${orderId}::uuid`;
  await recordOrderEvent(tx, { orderId, kind: "REVIVED", at: now });
  return succeeded(undefined);
}

async function takePromotionAgain(tx: Db, promotionId: string | null): Promise<boolean> {
  if (promotionId === null) return true;
  const taken = await tx.$executeRaw`
    UPDATE promotion SET used = used + 1 WHERE id = ${promotionId}::uuid AND used < use_limit`;
  return taken === 1;
}

async function reserveAgain(tx: Db, orderId: string, now: Date): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const lines = await linesWithLots(tx, orderId, now);
    const plan = planPicks(lines);
    if (!plan.ok) return false;
    const used = new Map<number, number>();
    const picks = plan.picks.map((pick) => {
      const line = lines[pick.line];
      const nth = used.get(pick.line) ?? 0;
      used.set(pick.line, nth + 1);
      return { ...pick, orderLineId: line?.id ?? "", position: (line?.nextPosition ?? 0) + nth };
    });
    if ((await reservePicks(tx, picks)).done) return true;
  }
  return false;
}

async function linesWithLots(tx: Db, orderId: string, now: Date): Promise<HeldLine[]> {
  return tx.$queryRaw<HeldLine[]>`
    SELECT l.id, l.quantity, l.pack_quantity AS "packQuantity",
      coalesce((SELECT max(p.position) + 1 FROM lot_pick p WHERE p.order_line_id = l.id), 0)::int AS "nextPosition",
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'lotId', lot.id, 'available', lot.available, 'expiresOn', lot.expires_on)), '[]')
        FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        JOIN listing ON listing.id = ll.listing_id AND listing.preorder_id IS NULL
        WHERE ll.listing_id = l.listing_id AND ll.removed_at IS NULL
          AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(now)}::date) AS lots
    FROM order_line l WHERE l.order_id = ${orderId}::uuid AND l.kind = 'GOODS'
      AND NOT EXISTS (SELECT FROM shipment_promise w WHERE w.shipment_id = l.shipment_id)
    ORDER BY l.position`;
}
