import { addDays } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction, type Db } from "~/platform/db.server";
import { hashToken } from "~/platform/secret-token.server";
import { AUTO_CONFIRM_DAYS, canShipmentMove, claimWindowEnds, type ShipmentState } from "./order-state";
import { lockShipment, recordOrderEvent } from "./order-store.server";

/** Who may act for the shopper: the holder of the order's link, the account it was bought with, or the system's clock. */
export type ShopperAccess = { readonly token: string } | { readonly userId: string } | "system";

export type ConfirmFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "wrong-state"; readonly state: ShipmentState };

/**
 * The goods have arrived: SHIPPED → DELIVERED. From here the claim window runs (48 h when all is fresh, else 7 days);
 * after it the pending money becomes payable. Confirming twice is the same as once.
 */
export async function confirmDelivery({
  shipmentId,
  access,
  now,
}: {
  shipmentId: string;
  access: ShopperAccess;
  now: Date;
}): Promise<Result<{ readonly claimUntil: Date }, ConfirmFailure>> {
  return withTransaction("confirm delivery", async (tx) => {
    const shipment = await lockShipment(tx, shipmentId);
    if (!shipment || !(await mayAct(tx, shipment.orderId, access))) return failed({ kind: "not-found" });
    const claimUntil = claimWindowEnds(
      now,
      shipment.perishableLines.map((perishable) => ({ perishable })),
    );
    if (shipment.state === "DELIVERED") return succeeded({ claimUntil: shipment.claimUntil ?? claimUntil });
    if (!canShipmentMove(shipment.state, "DELIVERED")) return failed({ kind: "wrong-state", state: shipment.state });
    await tx.$executeRaw`
      UPDATE shipment SET state = 'DELIVERED', delivered_at = ${now}::timestamptz, claim_until = ${claimUntil}::timestamptz
      WHERE id = ${shipmentId}::uuid`;
    await recordOrderEvent(tx, {
      orderId: shipment.orderId,
      kind: "SHIPMENT_DELIVERED",
      at: now,
      data: { shipmentId, by: access === "system" ? "clock" : "shopper" },
    });
    return succeeded({ claimUntil });
  });
}

/** The worker's clock: what was shipped ten days ago counts as received. Answers the confirmed shipments. */
export async function confirmOverdueDeliveries({ now, limit = 200 }: { now: Date; limit?: number }): Promise<string[]> {
  const shippedBefore = addDays(now, -AUTO_CONFIRM_DAYS);
  const due = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM shipment WHERE state = 'SHIPPED' AND shipped_at <= ${shippedBefore}::timestamptz
    ORDER BY shipped_at LIMIT ${limit}::int`;
  const confirmed: string[] = [];
  for (const { id } of due) {
    const result = await confirmDelivery({ shipmentId: id, access: "system", now });
    if (result.ok) confirmed.push(id);
  }
  return confirmed;
}

/** Shipments whose claim window is over and whose money is still pending: what the ledger releases next. */
export async function shipmentsToRelease(db: Db, now: Date, limit = 200): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM shipment
    WHERE state = 'DELIVERED' AND claim_until <= ${now}::timestamptz AND released_at IS NULL
    ORDER BY claim_until LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}

async function mayAct(tx: Db, orderId: string, access: ShopperAccess): Promise<boolean> {
  if (access === "system") return true;
  const tokenHash = "token" in access ? hashToken(access.token) : null;
  const userId = "userId" in access ? access.userId : null;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer_order
    WHERE id = ${orderId}::uuid AND (access_token_hash = ${tokenHash} OR user_id = ${userId}::uuid)`;
  return rows.length > 0;
}
