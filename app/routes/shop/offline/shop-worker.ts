import type { Fetching, WorkerScope } from "~/platform/worker-scope";

// Where there is no network a page of the shop is answered by one page that says so. Nothing else is kept, and nothing is
// answered from what is kept while the network answers: prices and stock are never old. Forms are not touched at all.

const worker = self as unknown as WorkerScope;

const KEPT = "huhui-shop-offline";
const PAGES = { zh: "/offline", en: "/en/offline" } as const;
/** Consoles have people and workers of their own. */
const NOT_THE_SHOP = /^\/(?:coop|gov|ops|household|sign-in|invitation)(?:\/|$)/;
/** The kept page runs nothing and loads nothing: its styles are in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";

worker.addEventListener("install", (event) => event.waitUntil(keepPages().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) =>
  event.waitUntil(
    // The browser asks for the page while this worker is still starting: nobody waits for it.
    Promise.all([worker.registration.navigationPreload?.enable(), worker.clients.claim()]),
  ),
);

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode !== "navigate" || request.method !== "GET") return;
  if (NOT_THE_SHOP.test(new URL(request.url).pathname)) return;
  event.respondWith(pageOrKept(event));
});

async function pageOrKept(event: Fetching): Promise<Response> {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const { pathname } = new URL(event.request.url);
    const kept = await caches.match(/^\/en(?:\/|$)/.test(pathname) ? PAGES.en : PAGES.zh, { cacheName: KEPT });
    if (kept) return kept;
    throw error;
  }
}

async function keepPages(): Promise<void> {
  const cache = await caches.open(KEPT);
  await Promise.all(Object.values(PAGES).map(async (page) => cache.put(page, await withItsStyles(page))));
}

/** As everybody sees it, without anybody's cookies, in one piece. */
async function withItsStyles(page: string): Promise<Response> {
  const html = await textOf(page);
  const styles = [...html.matchAll(/<link\b[^>]*\brel="stylesheet"[^>]*>/g)];
  let whole = html.replace(/<link\b[^>]*\brel="(?:icon|apple-touch-icon)"[^>]*>/g, "");
  for (const [link] of styles) {
    const href = /\bhref="([^"]+)"/.exec(link)?.[1];
    const css = href === undefined ? "" : await textOf(href);
    whole = whole.replace(link, () => `<style>${css.replaceAll("</", "<\\/")}</style>`);
  }
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY };
  return new Response(whole, { headers });
}

async function textOf(address: string): Promise<string> {
  const answer = await fetch(address, { credentials: "omit", redirect: "error" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}
