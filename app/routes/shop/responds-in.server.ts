import type { ResponseTime } from "~/orders/response-time";
import { sellerResponseTime } from "~/orders/response-time-store.server";
import { db } from "~/platform/db.server";
import { remembered } from "~/platform/remembered.server";

const KEPT_SECONDS = 600;

/** How fast a seller answers; a figure over half a year, which may be some minutes old. */
export function respondsIn(
  seller: { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string },
  now: Date,
): Promise<ResponseTime | undefined> {
  return remembered(`responds ${seller.kind} ${seller.id}`, KEPT_SECONDS, () => sellerResponseTime(db(), seller, now));
}
