/**
 * What a page may load and where its forms may go: this site, and Stripe's checkout after a redirect. Inline scripts need
 * the nonce; a page without one runs no script at all. Style attributes are allowed (widths of bars in server-drawn charts); style elements and other hosts are not.
 */
export function contentSecurityPolicy(page: {
  nonce: string | undefined;
  checkoutOrigins: readonly string[];
  /** Vite puts styles into the page and talks over a web socket */
  development?: boolean;
}): string {
  const { nonce, checkoutOrigins, development = false } = page;
  return [
    "default-src 'none'",
    ...(nonce === undefined ? [] : [`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`]),
    `style-src 'self'${development ? " 'unsafe-inline'" : ""}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${checkoutOrigins.join(" ")}`,
  ].join("; ");
}

/** For a service worker: what it fetches for its page comes from here, and from nowhere else. */
export const OWN_PARTS_ALLOWED =
  "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'";

/** For everything that is not a page: it loads nothing and may not be framed. */
export const NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; sandbox";
