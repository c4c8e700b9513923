// bench ceiling: requests a second of the product page and of a grid of 24 listings, against a bare Remix page of the
// same HTML size, on the same server process in the same run, 16 connections. The two are measured by turns.
import autocannon from "autocannon";
import { startShop } from "./support/shop";

const CONNECTIONS = 16;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 6);
const ROUNDS = 3;
const LISTINGS = 24;
const BYTES_A_CHARACTER = 3;

const shop = await startShop({ program: "scripts/bench/support/serve-with-bare.ts" });
try {
  const { aListingWithStock, aPhoto } = await import("#tests/builders/orders");
  const slugs: string[] = [];
  for (let i = 0; i < LISTINGS; i++) {
    const listing = await aListingWithStock({ lots: [500_000, 500_000, 500_000], households: 12 });
    for (let position = 0; position < 3; position++) await aPhoto({ listingId: listing.listingId, position });
    slugs.push(listing.slug);
  }
  const pages = { product: `/p/${slugs[0]}`, grid: "/search", home: "/" };
  const result: Record<string, unknown> = {};
  for (const [name, page] of Object.entries(pages)) result[name] = await compare(page);
  console.log(
    JSON.stringify(
      { bench: "ceiling", connections: CONNECTIONS, secondsEach: SECONDS, rounds: ROUNDS, ...result },
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
  const runs = { page: [] as number[], bare: [] as number[] };
  let p99 = 0;
  await load(page, 2);
  await load(bare, 2);
  for (let round = 0; round < ROUNDS; round++) {
    const [ofPage, ofBare] = [await load(page, SECONDS), await load(bare, SECONDS)];
    runs.page.push(ofPage.requests.average);
    runs.bare.push(ofBare.requests.average);
    p99 = Math.max(p99, ofPage.latency.p99);
  }
  const [pageRate, bareRate] = [median(runs.page), median(runs.bare)];
  return {
    page,
    bytes,
    bareBytes: await sizeOf(bare),
    requestsPerSecond: pageRate,
    bareRequestsPerSecond: bareRate,
    ratio: Math.round((pageRate / bareRate) * 1000) / 1000,
    p99Ms: p99,
  };
}

async function load(page: string, duration: number) {
  const done = await autocannon({
    url: shop.url + page,
    connections: CONNECTIONS,
    duration,
    headers: { Accept: "text/html" },
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
