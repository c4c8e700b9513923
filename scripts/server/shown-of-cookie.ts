import { SESSION_COOKIE } from "~/access/session-cookie.server";
import { CART_COOKIE } from "~/orders/cart-cookie.server";
import { PROVINCE_COOKIE } from "~/orders/province-choice";
import { TEXT_SIZE_COOKIE } from "~/ui/text-size";

/**
 * What pages that are shared show of each cookie: how many kinds lie in the cart, the province, how large somebody reads, and
 * that somebody is signed in, but not who. Whatever reads a cart or a session itself makes the answer its asker's own
 * (`answerIsOwn`). Any other cookie may do so, too.
 */
const SHOWN: readonly RegExp[] = [
  new RegExp(`^(?:__Host-)?${CART_COOKIE}=[\\w-]{43}(?<shown>\\.\\d{1,2})$`),
  new RegExp(`^(?:__Host-)?${SESSION_COOKIE}=[\\w-]{43}(?<shown>)$`),
  new RegExp(`^${PROVINCE_COOKIE}=(?<shown>\\d{2})$`),
  new RegExp(`^${TEXT_SIZE_COOKIE}=(?<shown>\\w{1,20})$`),
];

/** The part of `pair` ("name=value") that a shared page may show; undefined for a cookie it knows nothing of. */
export function shownOfCookie(pair: string): string | undefined {
  for (const form of SHOWN) {
    const shown = form.exec(pair)?.groups?.["shown"];
    if (shown !== undefined) return `${pair.split("=", 1)[0]}=${shown}`;
  }
  return undefined;
}
