import http from "node:http";
import https from "node:https";
import { Meilisearch, MeilisearchApiError } from "meilisearch";
import { env } from "./env.server";
import { perProcess } from "./per-process.server";

/** Longer than any healthy answer; after it search falls back to PostgreSQL. */
const TIMEOUT_MS = 500;

const engine = perProcess(() => {
  const { MEILI_URL, MEILI_KEY } = env();
  if (!MEILI_URL) return undefined;
  return new Meilisearch({ host: MEILI_URL, apiKey: MEILI_KEY, timeout: TIMEOUT_MS, httpClient: overKeptConnection });
});

/** The search engine, or undefined when none is configured. Every call may fail within half a second: have another way. */
export function searchEngine(): Meilisearch | undefined {
  return engine.get();
}

// why not fetch: over a kept connection without Nagle's delay a search takes half a millisecond instead of tens. The engine
// closes one that nobody used for five seconds; ours are let go before.
const IDLE_MS = 4_000;
const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 32, noDelay: true, timeout: IDLE_MS }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 32, noDelay: true, timeout: IDLE_MS }),
};

async function overKeptConnection(...[input, init]: Parameters<typeof fetch>): Promise<unknown> {
  const url = new URL(input instanceof Request ? input.url : input);
  const { request } = url.protocol === "https:" ? https : http;
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: init?.method ?? "GET",
        headers: Object.fromEntries(new Headers(init?.headers)),
        agent: agents[url.protocol === "https:" ? "https:" : "http:"],
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    // why not the request's own `signal`: over a kept connection it leaves its listener on a signal that many requests share.
    const giveUp = () => outgoing.destroy(init?.signal?.reason instanceof Error ? init.signal.reason : undefined);
    init?.signal?.addEventListener("abort", giveUp, { once: true });
    outgoing.once("close", () => init?.signal?.removeEventListener("abort", giveUp));
    if (init?.signal?.aborted) giveUp();
    outgoing.end(typeof init?.body === "string" ? init.body : undefined);
  });
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  if (status < 200 || status > 299) {
    throw new MeilisearchApiError(new Response(null, { status: Math.max(status, 200) }), body as never);
  }
  return body;
}
