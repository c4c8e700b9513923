import { createHmac } from "node:crypto";
import { env } from "~/platform/env.server";

/**
 * The guest's key to one order, in the link `/orders/:token`. Made from the order's id with the installation's secret:
 * nobody can guess it, a stolen table holds only its hash, and the link can be written again in a letter.
 */
export function orderToken(orderId: string): string {
  return createHmac("sha256", env().APP_SECRET).update(`order:${orderId}`).digest("base64url");
}

/** What the carts' cookies of one account's browsers hold: one cart, wherever its owner signs in. */
export function accountCartToken(userId: string): string {
  return createHmac("sha256", env().APP_SECRET).update(`cart:${userId}`).digest("base64url");
}
