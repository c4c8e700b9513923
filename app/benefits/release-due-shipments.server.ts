import { db, withTransaction } from "~/platform/db.server";
import { releaseLines, releaseShipment } from "./release-shipment.server";
import { shipmentsDue, shipmentsDueInPart } from "./release-store.server";

const AT_ONCE = 200;

/**
 * Releases every shipment whose claim windows are over, each in a transaction of its own, and of those that are still
 * waiting for a parcel or a claim the lines that are not. Answers how many shipments or lines were released; disputed ones
 * are left for later. For the worker, every few minutes.
 */
export async function releaseDueShipments({ now }: { readonly now: Date }): Promise<number> {
  let released = 0;
  for (const shipmentId of await shipmentsDue(db(), now, AT_ONCE)) {
    const result = await withTransaction("release shipment", (tx) => releaseShipment(tx, { shipmentId, now }));
    if (result.ok) released += 1;
  }
  for (const shipmentId of await shipmentsDueInPart(db(), now, AT_ONCE)) {
    const result = await withTransaction("release lines", (tx) => releaseLines(tx, { shipmentId, now }));
    if (result.ok) released += result.value.released;
  }
  return released;
}
