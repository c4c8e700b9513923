import { SHIPMENT_WORDS } from "~/orders/fulfilment.server";
import { sellerMoves, type ShipmentState } from "~/orders/order-state";
import type { KnownShipment, TrackingLine } from "~/orders/tracking-lines";
import type { Db } from "~/platform/db.server";
import type { SellerScope } from "~/supply/lot-store.server";
import { sentBy } from "./shipment-store.server";

/** The scope's shipments of the orders named, with the numbers they have. Other sellers' are not among them. */
export async function knownShipments(
  db: Db,
  scope: SellerScope,
  lines: readonly TrackingLine[],
): Promise<KnownShipment[]> {
  const numbers = [...new Set(lines.map(({ orderNumber }) => orderNumber))];
  const rows = await db.$queryRaw<
    { shipmentId: string; orderNumber: string; state: ShipmentState; awaitsLots: boolean; trackingNumbers: string[] }[]
  >`
    SELECT s.id AS "shipmentId", o.number AS "orderNumber", s.state,
      EXISTS (SELECT FROM shipment_promise w WHERE w.shipment_id = s.id AND w.assigned_at IS NULL) AS "awaitsLots",
      ARRAY(SELECT p.tracking_number FROM parcel p WHERE p.shipment_id = s.id) AS "trackingNumbers"
    FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE ${sentBy(scope)} AND o.number = ANY (${numbers}::text[])`;
  return rows.map(({ state, awaitsLots, ...row }) => ({
    ...row,
    canShip: sellerMoves("PAID", state).ship && !awaitsLots,
    stateWord: awaitsLots ? "预售等货" : SHIPMENT_WORDS[state],
  }));
}

/** Which other orders of the scope have a number already. */
export async function ordersWithNumbers(
  db: Db,
  scope: SellerScope,
  lines: readonly TrackingLine[],
): Promise<Map<string, string[]>> {
  const numbers = [...new Set(lines.map(({ trackingNumber }) => trackingNumber))];
  const rows = await db.$queryRaw<{ trackingNumber: string; orderNumber: string }[]>`
    SELECT p.tracking_number AS "trackingNumber", o.number AS "orderNumber"
    FROM parcel p JOIN shipment s ON s.id = p.shipment_id JOIN customer_order o ON o.id = s.order_id
    WHERE ${sentBy(scope)} AND p.tracking_number = ANY (${numbers}::text[])`;
  const found = new Map<string, string[]>();
  for (const { trackingNumber, orderNumber } of rows) {
    found.set(trackingNumber, [...(found.get(trackingNumber) ?? []), orderNumber]);
  }
  return found;
}
