import { redirect } from "@remix-run/node";
import { optionalActor, requireSession, returnPath } from "~/access/require-actor.server";
import { readSessionCookie } from "~/access/session-cookie.server";
import type { OpenSession } from "~/access/session-store.server";
import { accountCartToken } from "~/orders/access-token.server";
import { mergeCarts } from "~/orders/merge-carts.server";
import { cartCookie, readCartCookie, type CartCookie } from "~/orders/cart-cookie.server";
import { shopOf } from "./messages/messages";

/** Who is signed in, for a shopper's own pages; a guest is led to the shop's own door, and `back` afterwards. */
export async function requireShopper(
  request: Request,
  now: Date,
  back: string = returnPath(request),
): Promise<OpenSession> {
  const actor = await optionalActor(request, now);
  if (actor) return requireSession(request, now);
  const { to } = shopOf(new URL(request.url).pathname);
  throw redirect(to.account.signIn({ to: back }));
}

/**
 * The cart of this visit. Somebody who is signed in has the account's one cart in every browser: what this browser's cookie
 * held before joins it. `setCookie` is there when the cookie has to change.
 */
export async function visitorsCart(
  request: Request,
  now: Date,
): Promise<{ readonly cookie: CartCookie | undefined; readonly setCookie: string | undefined }> {
  const cookie = readCartCookie(request);
  if (readSessionCookie(request) === undefined) return { cookie, setCookie: undefined };
  const actor = await optionalActor(request, now);
  if (!actor || cookie?.token === accountCartToken(actor.userId)) return { cookie, setCookie: undefined };
  const merged = await mergeCarts({ userId: actor.userId, guestToken: cookie?.token, now });
  const joined = { token: merged.token, count: merged.lines };
  return { cookie: joined, setCookie: cartCookie(joined) };
}
