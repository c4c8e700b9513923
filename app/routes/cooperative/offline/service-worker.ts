import type { WorkerScope } from "~/platform/worker-scope";
import { SCALE_CACHE } from "./scale-cache";

// Serves one page where there is no network: the scale. It keeps no delivery and sends none; the page does.

const worker = self as unknown as WorkerScope;

const PAGE = "/coop/intakes/scale";
const PATIENCE_MS = 4_000;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "image", "font"].includes(request.destination)) event.respondWith(part(request));
});

/** The page from the server while it answers in time; else the scale as it was last seen. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(PAGE, { cacheName: SCALE_CACHE });
  if (!kept) return fetch(request);
  try {
    return await withinPatience(fetch(request));
  } catch {
    // A navigation is answered by a page of its own address, or sent there.
    return new URL(request.url).pathname === PAGE ? kept : Response.redirect(PAGE, 302);
  }
}

async function part(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: SCALE_CACHE });
  if (kept && new URL(request.url).pathname.startsWith("/assets/")) return kept;
  try {
    return await (kept ? withinPatience(fetch(request)) : fetch(request));
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

function withinPatience(answer: Promise<Response>): Promise<Response> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
  return Promise.race([answer, late]);
}
