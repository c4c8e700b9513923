import { env } from "~/platform/env.server";
import { answerIsOwn } from "~/platform/request-context.server";
import { newToken } from "~/platform/secret-token.server";

const DAYS = 90;

export const CART_COOKIE = "cart";

export type CartCookie = {
  readonly token: string;
  /** how many kinds lay in the cart when it was last changed: only for the header's figure */
  readonly count: number;
};

function cookieName(): string {
  return isHttps() ? `__Host-${CART_COOKIE}` : CART_COOKIE;
}

function isHttps(): boolean {
  return env().APP_URL.startsWith("https:");
}

/** The cart's opaque token, and the figure beside it. One cookie, so a guest needs no other. What is then answered is whose cart it is. */
export function readCartCookie(request: Request): CartCookie | undefined {
  const cart = sentCart(request);
  if (cart) answerIsOwn();
  return cart;
}

/** All that shared pages show of a cart. */
export function cartCountOf(request: Request): number {
  return sentCart(request)?.count ?? 0;
}

function sentCart(request: Request): CartCookie | undefined {
  const name = cookieName();
  for (const pair of (request.headers.get("Cookie") ?? "").split(";")) {
    const [key, value = ""] = pair.trim().split("=", 2);
    const match = key === name ? /^([\w-]{43})\.(\d{1,2})$/.exec(value) : null;
    if (match?.[1]) return { token: match[1], count: Number(match[2]) };
  }
  return undefined;
}

/** The browser's cart, or a new one. */
export function cartOf(request: Request): CartCookie {
  return readCartCookie(request) ?? { token: newToken(), count: 0 };
}

export function cartCookie({ token, count }: CartCookie): string {
  const secure = isHttps() ? "; Secure" : "";
  return `${cookieName()}=${token}.${Math.min(count, 99)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAYS * 86_400}${secure}`;
}

/** The browser forgets its cart. */
export function endedCartCookie(): string {
  return `${cookieName()}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${isHttps() ? "; Secure" : ""}`;
}
