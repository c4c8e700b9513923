// bench storefront: requests a second and p99 of home, category and product, against a bare Remix page of the same HTML size,
// on the same server process in the same run, 16 connections. `database`: a visitor with a cart, every page drawn from the
// database. `visitor`: no cookies. `trading`: no cookies, while stock changes ten times a second. All are measured by turns.
import autocannon from "autocannon";
import { startShop } from "./support/shop";

const CONNECTIONS = 16;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 6);
const ROUNDS = 3;
const LISTINGS = 24;
const CHANGES_PER_SECOND = 10;
const BYTES_A_CHARACTER = 3;
const A_CART = { Cookie: `cart=${"a".repeat(43)}.1` };

const shop = await startShop({ program: "scripts/bench/support/serve-with-bare.ts" });
try {
  const { aListingWithStock, aPhoto } = await import("#tests/builders/orders");
  const slugs: string[] = [];
  for (let i = 0; i < LISTINGS; i++) {
    const listing = await aListingWithStock({ lots: [500_000, 500_000, 500_000], households: 12 });
    for (let position = 0; position < 3; position++) await aPhoto({ listingId: listing.listingId, position });
    slugs.push(listing.slug);
  }
  const pages = { home: "/", category: "/c/fruit", product: `/p/${slugs[0]}` };
  const result: Record<string, unknown> = {};
  for (const [name, page] of Object.entries(pages)) result[name] = await compare(page);
  console.log(
    JSON.stringify(
      { bench: "storefront", connections: CONNECTIONS, secondsEach: SECONDS, rounds: ROUNDS, ...result },
      null,
      2,
    ),
  );
} finally {
  await shop.stop();
}
process.exit(0);

async function compare(page: string) {
  const bytes = await sizeOf(page);
  const characters = Math.round((bytes - (await sizeOf("/bare/0"))) / BYTES_A_CHARACTER);
  const bare = `/bare/${characters}`;
  const ways = {
    bare: () => load(bare),
    database: () => load(page, A_CART),
    visitor: () => load(page),
    trading: () => whileTrading(() => load(page)),
  };
  const runs: Record<keyof typeof ways, { rate: number; p99: number }[]> = {
    bare: [],
    database: [],
    visitor: [],
    trading: [],
  };
  await load(page, A_CART, 2);
  await load(bare, {}, 2);
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      const done = await ways[way]();
      runs[way].push({ rate: done.requests.average, p99: done.latency.p99 });
    }
  }
  const rateOf = (way: keyof typeof ways) => median(runs[way].map((run) => run.rate));
  const p99Of = (way: keyof typeof ways) => median(runs[way].map((run) => run.p99));
  const against = (way: keyof typeof ways) => ({
    requestsPerSecond: rateOf(way),
    ratio: round3(rateOf(way) / rateOf("bare")),
    p99Ms: p99Of(way),
    p99Ratio: round3(p99Of(way) / p99Of("bare")),
  });
  return {
    page,
    bytes,
    bareBytes: await sizeOf(bare),
    bare: { requestsPerSecond: rateOf("bare"), p99Ms: p99Of("bare") },
    database: against("database"),
    visitor: against("visitor"),
    trading: against("trading"),
  };
}

/** Stock of some lot moves while `work` runs, as sales do it. */
async function whileTrading<Value>(work: () => Promise<Value>): Promise<Value> {
  const { db } = await import("~/platform/db.server");
  let ended = false;
  const trading = (async () => {
    while (!ended) {
      await db().$executeRaw`
        UPDATE lot SET available = available - 1 WHERE id = (SELECT id FROM lot WHERE available > 1 LIMIT 1)`;
      await new Promise((resolve) => setTimeout(resolve, 1000 / CHANGES_PER_SECOND));
    }
  })();
  try {
    return await work();
  } finally {
    ended = true;
    await trading;
  }
}

async function load(page: string, headers: Record<string, string> = {}, duration = SECONDS) {
  const done = await autocannon({
    url: shop.url + page,
    connections: CONNECTIONS,
    duration,
    headers: { Accept: "text/html", ...headers },
  });
  if (done.non2xx > 0 || done.errors > 0) throw new Error(`${page}: ${done.non2xx} refused, ${done.errors} errors`);
  return done;
}

async function sizeOf(page: string): Promise<number> {
  const answer = await fetch(shop.url + page, {
    headers: { "Accept-Encoding": "identity" },
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) throw new Error(`${answer.status} from ${page}`);
  return (await answer.arrayBuffer()).byteLength;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function round3(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
