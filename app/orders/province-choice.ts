import { provinceOf } from "~/orders/provinces";

export const PROVINCE_COOKIE = "province";

/** Where most parcels of a shop without any better guess go. */
const FALLBACK = "31";
const CHOSEN = new RegExp(`(?:^|;\\s*)${PROVINCE_COOKIE}=(\\d{2})(?:;|$)`);

/** The province whose freight a page shows: the one asked for in the URL, else the last one chosen. */
export function readProvince(search: URLSearchParams, request: Request): string {
  return provinceOf(search.get("province"))?.code ?? provinceOf(provinceCookie(request))?.code ?? FALLBACK;
}

function provinceCookie(request: Request): string | undefined {
  return CHOSEN.exec(request.headers.get("Cookie") ?? "")?.[1];
}

/** Remembers the choice for the next pages. */
export function provinceCookieLine(code: string): string {
  return `${PROVINCE_COOKIE}=${code}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000`;
}
