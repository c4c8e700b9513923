// Pages of the shop against a bare Remix page of the same HTML size, on the same server process in the same run, by turns.
import autocannon from "autocannon";
import { OWN_PAGES } from "./cookies";
import { middle } from "./middle";
import { startShop, written, type BenchShop } from "./shop";

export const CONNECTIONS = 16;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 6);
const ROUNDS = 3;
const LISTINGS = 24;
const BYTES_A_CHARACTER = 3;

type Done = Awaited<ReturnType<typeof autocannon>>;
export type Load = (page: string, headers?: Record<string, string>, how?: How) => Promise<Done>;
/** `newAddresses`: every request asks for an address that was never asked for, so that nothing kept can answer it. */
type How = { readonly seconds?: number; readonly newAddresses?: boolean };
/** One way of visiting a page, by its name in the result. */
export type Ways = Readonly<Record<string, (load: Load, page: string) => Promise<Done>>>;

/** Answered by the app, which reads the database; the same, and every page drawn by React anew; a visitor without cookies, by copies. */
export const WAYS = {
  database: (load, page) => load(page, OWN_PAGES),
  drawnAnew: (load, page) => load(page, OWN_PAGES, { newAddresses: true }),
  visitor: (load, page) => load(page),
} as const satisfies Ways;

/** Starts a shop with 24 listings, measures its pages each way, prints one JSON object, and ends the process. */
export async function benchAgainstBare(
  bench: string,
  pagesOf: (productPage: string) => Readonly<Record<string, string>>,
  ways: Ways,
): Promise<never> {
  const shop = await startShop({ program: written("scripts/bench/support/serve-with-bare.ts") });
  try {
    const { aListingWithStock, aPhoto } = await import("#tests/builders/orders");
    const slugs: string[] = [];
    for (let i = 0; i < LISTINGS; i++) {
      const listing = await aListingWithStock({ lots: [500_000, 500_000, 500_000], households: 12 });
      for (let position = 0; position < 3; position++) await aPhoto({ listingId: listing.listingId, position });
      slugs.push(listing.slug);
    }
    const result: Record<string, unknown> = {};
    for (const [name, page] of Object.entries(pagesOf(`/p/${slugs[0]}`)))
      result[name] = await compare(shop, page, ways);
    console.log(
      JSON.stringify({ bench, connections: CONNECTIONS, secondsEach: SECONDS, rounds: ROUNDS, ...result }, null, 2),
    );
  } finally {
    await shop.stop();
  }
  process.exit(0);
}

/**
 * Beside two bare pages of as many bytes: `bare` is one element, `bareMarkup` as many elements as the page has, without
 * attributes. The first says what the page costs beyond sending its bytes, the second what it costs beyond being drawn by React.
 */
async function compare(shop: BenchShop, page: string, ways: Ways) {
  const load = loadOf(shop);
  const { bytes, elements } = await sizeOf(shop, page);
  const barePage = async (count: number) => {
    const empty = await sizeOf(shop, `/bare/${count}/0`);
    return `/bare/${count}/${Math.round((bytes - empty.bytes) / BYTES_A_CHARACTER)}`;
  };
  const one = await sizeOf(shop, "/bare/1/0");
  const bare = await barePage(1);
  const bareMarkup = await barePage(1 + elements - one.elements);
  const measured: Ways = { bare: () => load(bare), bareMarkup: () => load(bareMarkup), ...ways };
  const runs = new Map<string, { rate: number; p99: number }[]>();
  await load(page, OWN_PAGES, { seconds: 2 });
  for (const address of [bare, bareMarkup]) await load(address, {}, { seconds: 2 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, visit] of Object.entries(measured)) {
      const done = await visit(load, page);
      runs.set(way, [...(runs.get(way) ?? []), { rate: done.requests.average, p99: done.latency.p99 }]);
    }
  }
  const rateOf = (way: string) => middle((runs.get(way) ?? []).map((run) => run.rate));
  const p99Of = (way: string) => middle((runs.get(way) ?? []).map((run) => run.p99));
  const against = (way: string) => ({
    requestsPerSecond: rateOf(way),
    ratio: round3(rateOf(way) / rateOf("bare")),
    ratioToMarkup: round3(rateOf(way) / rateOf("bareMarkup")),
    p99Ms: p99Of(way),
    p99Ratio: round3(p99Of(way) / p99Of("bare")),
    p99RatioToMarkup: round3(p99Of(way) / p99Of("bareMarkup")),
  });
  const bareOf = async (way: string, address: string) => ({
    ...(await sizeOf(shop, address)),
    requestsPerSecond: rateOf(way),
    p99Ms: p99Of(way),
  });
  return {
    page,
    bytes,
    elements,
    bare: await bareOf("bare", bare),
    bareMarkup: await bareOf("bareMarkup", bareMarkup),
    ...Object.fromEntries(Object.keys(ways).map((way) => [way, against(way)])),
  };
}

function loadOf(shop: BenchShop): Load {
  let addresses = 0;
  return async (page, headers = {}, { seconds = SECONDS, newAddresses = false } = {}) => {
    const done = await autocannon({
      url: shop.url + page,
      connections: CONNECTIONS,
      duration: seconds,
      headers: { Accept: "text/html", ...headers },
      ...(newAddresses && {
        requests: [{ setupRequest: (request) => ({ ...request, path: `${page}?${Date.now()}.${(addresses += 1)}` }) }],
      }),
    });
    if (done.non2xx > 0 || done.errors > 0) throw new Error(`${page}: ${done.non2xx} refused, ${done.errors} errors`);
    return done;
  };
}

async function sizeOf(shop: BenchShop, page: string): Promise<{ bytes: number; elements: number }> {
  const answer = await fetch(shop.url + page, {
    headers: { "Accept-Encoding": "identity" },
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) throw new Error(`${answer.status} from ${page}`);
  const html = await answer.text();
  return { bytes: Buffer.byteLength(html), elements: html.match(/<[a-z]/g)?.length ?? 0 };
}

function round3(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
