import { provinceOf } from "~/orders/provinces";

/** Where most parcels of a shop without any better guess go. */
const FALLBACK = "31";

/** The province whose freight a page shows: the one asked for in the URL, else the last one chosen. */
export function readProvince(search: URLSearchParams, request: Request): string {
  return provinceOf(search.get("province"))?.code ?? provinceOf(provinceCookie(request))?.code ?? FALLBACK;
}

function provinceCookie(request: Request): string | undefined {
  return /(?:^|;\s*)province=(\d{2})(?:;|$)/.exec(request.headers.get("Cookie") ?? "")?.[1];
}

/** Remembers the choice for the next pages. */
export function provinceCookieLine(code: string): string {
  return `province=${code}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000`;
}
