// bench checkout: guest orders a second from the first add-to-cart to paid, over HTTP with the webhook behind it, at 8
// clients, for one and three lines and with everybody on one SKU; beside them pgbench's simple-update on the same
// PostgreSQL in the same run. First single orders are counted: their statements and transactions, from the server's log.
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { rate } from "./support/rate";
import { buyAsGuest } from "./support/journey";
import { startShop } from "./support/shop";

const CLIENTS = 8;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 8);
const LISTINGS = 24;
const ORDERS_COUNTED = 15;
const ENOUGH = 2_000_000_000;

const shop = await startShop();
const owner = new pg.Client(shop.ownerUrl);
await owner.connect();
try {
  const { aListingWithStock } = await import("#tests/builders/orders");
  const listings: { variantId: string }[] = [];
  for (let i = 0; i < LISTINGS; i++) listings.push(await aListingWithStock({ lots: [ENOUGH], households: 12 }));
  const variantAt = (index: number) => listings[index % LISTINGS]?.variantId ?? "";

  await buyAsGuest({ shopUrl: shop.url, variantIds: [variantAt(0)] });
  await settled();
  const counts = {
    oneLine: await counted([variantAt(1)]),
    threeLines: await counted([variantAt(2), variantAt(3), variantAt(4)]),
  };

  const measure = (variantsOf: (client: number, turn: number) => string[]) =>
    rate({ clients: CLIENTS, seconds: SECONDS }, (client, turn) =>
      buyAsGuest({ shopUrl: shop.url, variantIds: variantsOf(client, turn) }),
    );
  const oneLine = await measure((client, turn) => [variantAt(client * 3 + turn)]);
  const threeLines = await measure((client, turn) => [0, 1, 2].map((nth) => variantAt(client * 3 + turn + nth)));
  const oneSku = await measure(() => [variantAt(0)]);
  const simpleUpdate = await pgbenchSimpleUpdate();

  const ratio = (a: number, b: number) => Math.round((a / b) * 10_000) / 10_000;
  console.log(
    JSON.stringify(
      {
        bench: "checkout",
        clients: CLIENTS,
        secondsEach: SECONDS,
        counts,
        ordersPerSecond: { oneLine, threeLines, oneSku },
        simpleUpdate,
        ratioToSimpleUpdate: ratio(oneLine.perSecond, simpleUpdate.perSecond),
        oneSkuToSpread: ratio(oneSku.perSecond, oneLine.perSecond),
      },
      null,
      2,
    ),
  );
} finally {
  await owner.end();
  await shop.stop();
}
process.exit(0);

/** Webhooks and late fees of what was bought before are through. */
async function settled(): Promise<void> {
  await fetch(`${shop.sandboxUrl}/_sandbox/flush`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ timeoutMs: 20_000 }),
    signal: AbortSignal.timeout(30_000),
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/**
 * Purchases one after the other with every statement logged: how many the server's role sent for each, and in how many
 * transactions, until the shopper sees the paid order and until Stripe's fee is posted, too. They differ: shopper and
 * webhook meet, and either may be first.
 */
async function counted(variantIds: readonly string[]) {
  const log = await logFile();
  await owner.query("ALTER SYSTEM SET log_line_prefix = '%m [%p] %u '");
  await owner.query("ALTER SYSTEM SET log_statement = 'all'");
  await owner.query("SELECT pg_reload_conf()");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const orders: { untilOrderPage: string[]; untilFee: string[] }[] = [];
  for (let i = 0; i < ORDERS_COUNTED; i++) {
    const from = fs.statSync(log).size;
    await buyAsGuest({ shopUrl: shop.url, variantIds });
    const untilOrderPage = statementsOf(textOf(log, from));
    await settled();
    orders.push({ untilOrderPage, untilFee: statementsOf(textOf(log, from)) });
  }
  await owner.query("ALTER SYSTEM RESET log_statement");
  await owner.query("SELECT pg_reload_conf()");
  const spread = (numbers: number[]) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    return { median: sorted[Math.floor(sorted.length / 2)], most: sorted.at(-1) };
  };
  const transactions = (statements: readonly string[]) => statements.filter((one) => one === "BEGIN").length;
  return {
    untilOrderPage: {
      statements: spread(orders.map((order) => order.untilOrderPage.length)),
      transactions: spread(orders.map((order) => transactions(order.untilOrderPage))),
    },
    untilFee: {
      statements: spread(orders.map((order) => order.untilFee.length)),
      transactions: spread(orders.map((order) => transactions(order.untilFee))),
    },
    ...(process.env["BENCH_SHOW"] ? { all: orders } : {}),
  };
}

function textOf(log: string, from: number): string {
  return fs.readFileSync(log).subarray(from).toString();
}

function statementsOf(text: string): string[] {
  return [...text.matchAll(/\] huhui_server LOG:\s+(?:statement|execute [^:]*): ([^\n]*(?:\n\t[^\n]*)*)/g)]
    .map((match) => (match[1] ?? "").replace(/\s+/g, " ").trim().slice(0, 90))
    .filter((statement) => !/^(SET|SHOW)\b/i.test(statement));
}

async function logFile(): Promise<string> {
  const { rows } = await owner.query<{ data_directory: string }>("SHOW data_directory");
  return path.join(path.dirname(rows[0]?.data_directory ?? ""), "postgres.log");
}

/** pgbench -N at scale 10: BEGIN, UPDATE an account, SELECT it, INSERT a history row, END; prepared, eight connections. */
async function pgbenchSimpleUpdate() {
  await owner.query(
    `
    CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
    CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    INSERT INTO pgbench_accounts SELECT n, 1, 0, '' FROM generate_series(1, 1000000) n;
    ANALYZE pgbench_accounts`,
  );
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client(shop.ownerUrl);
      await client.connect();
      return client;
    }),
  );
  try {
    return await rate({ clients: CLIENTS, seconds: SECONDS }, async (number) => {
      const client = clients[number];
      if (!client) throw new Error("no connection");
      const aid = 1 + Math.floor(Math.random() * 1_000_000);
      const delta = Math.floor(Math.random() * 10_001) - 5_000;
      await client.query("BEGIN");
      await client.query({
        name: "u",
        text: "UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2",
        values: [delta, aid],
      });
      await client.query({ name: "s", text: "SELECT abalance FROM pgbench_accounts WHERE aid = $1", values: [aid] });
      await client.query({
        name: "i",
        text: "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (1, 1, $1, $2, CURRENT_TIMESTAMP)",
        values: [aid, delta],
      });
      await client.query("END");
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}
