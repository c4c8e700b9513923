/** "/en/cart" ↔ "/cart". */
export function inOtherLanguage(pathname: string): string {
  if (pathname === "/en") return "/";
  if (pathname.startsWith("/en/")) return pathname.slice(3);
  return pathname === "/" ? "/en" : `/en${pathname}`;
}
