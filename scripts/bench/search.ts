// bench search: 100,000 listings (`-- 20000` for fewer), named as villages name their goods. The shop's search as JSON and as a page
// against the engine asked directly for the same ids, for a shopper (who gets copies) and where the app answers every request
// (`own…`), and how many of the listings that say a Chinese word are found by it;
// then the plan of PostgreSQL's own answer.
import autocannon from "autocannon";
import { ask } from "./support/ask";
import { A_SHOPPER, OWN_PAGES } from "./support/cookies";
import { listNames } from "./support/listed";
import { memoryOf } from "./support/memory";
import { middle } from "./support/middle";
import { rate } from "./support/rate";
import { searchNames, wordsToAsk } from "./support/search-names";
import { startShop } from "./support/shop";

const LISTINGS = Number(process.argv[2] ?? 100_000);
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 6);
const ROUNDS = 3;
const ROWS = 24;
const QUERIES = ["猕猴桃", "高山", "绿茶", "土鸡蛋", "昌溪 蜂蜜", "竹笋干", "mihoutao", "lvcha"];

const shop = await startShop({ search: true });
try {
  const { raw, key } = shop.search;
  const names = searchNames(LISTINGS);
  const began = performance.now();
  await listNames(names, shop);
  const listed = performance.now();
  const { rebuildListingIndex } = await import("~/search/listing-index.server");
  const indexed = await rebuildListingIndex(new Date());
  const built = performance.now();

  const index = `${raw}/indexes/listings/search`;
  const body = (q: string) =>
    JSON.stringify({ q, attributesToRetrieve: ["id"], matchingStrategy: "all", page: 1, hitsPerPage: ROWS });
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}` };
  const ways = {
    raw: QUERIES.map((q) => ({ method: "POST" as const, path: new URL(index).pathname, headers, body: body(q) })),
    json: QUERIES.map((q) => page(q, { _data: "shop/zh/search" }, A_SHOPPER)),
    page: QUERIES.map((q) => page(q, {}, A_SHOPPER)),
    ownJson: QUERIES.map((q) => page(q, { _data: "shop/zh/search" }, OWN_PAGES)),
    ownPage: QUERIES.map((q) => page(q, {}, OWN_PAGES)),
  };
  const runs = new Map<string, { rate: number; p50: number; p99: number; alone: number }[]>();
  for (const [way, requests] of Object.entries(ways)) await load(way, requests, { connections: 4, seconds: 2 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, requests] of Object.entries(ways)) {
      const many = await load(way, requests, { connections: 16, seconds: SECONDS });
      const alone = await rate({ clients: 1, seconds: SECONDS / 2 }, (_, turn) => once(way, requests, turn));
      const { p50, p99 } = many.latency;
      const run = { rate: many.requests.average, p50, p99, alone: alone.medianMs };
      runs.set(way, [...(runs.get(way) ?? []), run]);
    }
  }
  const of = (way: string, figure: "rate" | "p50" | "p99" | "alone") =>
    middle((runs.get(way) ?? []).map((run) => run[figure]));
  const figures = (way: string) => ({
    requestsPerSecond: of(way, "rate"),
    ratio: round(of(way, "rate") / of("raw", "rate")),
    p50Ms: of(way, "p50"),
    p50MoreThanRawMs: of(way, "p50") - of("raw", "p50"),
    p99Ms: of(way, "p99"),
    aloneP50Ms: round(of(way, "alone")),
    aloneMoreThanRawMs: round(of(way, "alone") - of("raw", "alone")),
  });
  console.log(
    JSON.stringify(
      {
        bench: "search",
        listings: indexed,
        listedSeconds: round((listed - began) / 1000),
        indexedSeconds: round((built - listed) / 1000),
        queries: QUERIES,
        ...Object.fromEntries(Object.keys(ways).map((way) => [way, figures(way)])),
        words: await found(names),
        memoryMb: { webServer: memoryOf(shop.serverPid), engine: memoryOf(shop.search.pid) },
        fallback: await fallback(),
      },
      null,
      2,
    ),
  );
} finally {
  await shop.stop();
}
process.exit(0);

function page(q: string, more: Record<string, string>, headers: Record<string, string>) {
  return { method: "GET" as const, path: `/search?${new URLSearchParams({ q, ...more })}`, headers };
}

type Asked = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string };

async function load(
  way: string,
  requests: Asked[],
  { connections, seconds }: { connections: number; seconds: number },
) {
  const url = way === "raw" ? shop.search.raw : shop.url;
  const done = await autocannon({ url, connections, duration: seconds, requests });
  if (done.non2xx > 0 || done.errors > 0) throw new Error(`${way}: ${done.non2xx} refused, ${done.errors} errors`);
  return done;
}

/** One request by itself, for the time that somebody waits when nobody else asks. */
async function once(way: string, requests: Asked[], turn: number): Promise<void> {
  const asked = requests[turn % requests.length];
  if (!asked) return;
  const { path, ...request } = asked;
  const { status } = await ask((way === "raw" ? shop.search.raw : shop.url) + path, request);
  if (status !== 200) throw new Error(`${way}: ${status}`);
}

/** Every listing that says a word, and those of them that the word finds. */
async function found(titles: readonly string[]) {
  const { searchListings } = await import("~/search/search-listings.server");
  const { searchQueryOf } = await import("~/search/search-query");
  const words = wordsToAsk();
  let [said, found] = [0, 0];
  const missed: string[] = [];
  for (const word of words) {
    const expected = new Set(titles.filter((title) => title.includes(word)));
    const query = searchQueryOf(new URLSearchParams({ q: word }));
    const answer = await searchListings(query, { number: 1, size: titles.length }, new Date());
    const here = answer.rows.filter((row) => expected.has(row.title)).length;
    if (here < expected.size) missed.push(`${word} ${here}/${expected.size} by the ${answer.by}`);
    said += expected.size;
    found += here;
  }
  return { words: words.length, found: `${found}/${said}`, missed };
}

/** What PostgreSQL answers when the engine is away: how long it takes, and that its plan has the index of keys. */
async function fallback() {
  await shop.search.stop();
  const { db } = await import("~/platform/db.server");
  const { listingsSaying } = await import("~/search/said-in-names.server");
  const { searchListings } = await import("~/search/search-listings.server");
  const { searchQueryOf } = await import("~/search/search-query");
  const answers: Record<string, unknown> = {};
  for (const word of ["竹笋", "猕猴桃", "高山", "昌溪 蜂蜜", "不存在的"]) {
    const plan = await db().$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN (ANALYZE, COSTS off, TIMING off) ${listingsSaying([word])}`;
    const lines = plan.map((line) => line["QUERY PLAN"].trim());
    const query = searchQueryOf(new URLSearchParams({ q: word }));
    let said = { by: "", total: 0 };
    const { medianMs } = await rate({ clients: 1, seconds: 3 }, async () => {
      said = await searchListings(query, { number: 1, size: ROWS }, new Date());
    });
    answers[word] = {
      by: said.by,
      found: said.total,
      medianMs,
      ids: lines.filter((line) => /listing_search_key|Seq Scan on listing|Execution Time/.test(line)),
    };
  }
  return answers;
}

function round(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
