// bench split: order lines split, and split and posted, a second, for lots of 1, 12 and 500 households; beside them the
// bare inserts of the very same rows through node-postgres. On a PostgreSQL of its own, with durability as in production.
import pg from "pg";
import { benchOnOwnDatabase } from "./support/own-database";

const SIZES = [1, 12, 500] as const;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CLIENTS = 4;

await benchOnOwnDatabase(measureAll);

async function measureAll() {
  const sizes = [];
  for (const households of SIZES) sizes.push(await measure(households));
  const { disconnect } = await import("~/platform/db.server");
  await disconnect();
  return { bench: "split", secondsEach: SECONDS, clients: CLIENTS, sizes };
}

async function measure(households: number) {
  const { aCooperative, aLot, anUnpaidOrder } = await import("#tests/builders/benefits");
  const { orderForSplit } = await import("~/orders/order-for-split.server");
  const { postSale } = await import("~/benefits/post-sale.server");
  const { splitLine } = await import("~/benefits/split");
  const { attributeLine } = await import("~/benefits/attribution");
  const { db, withTransaction } = await import("~/platform/db.server");
  const { newId } = await import("~/kernel/ids");

  const lot = await aLot(
    { kind: "COOPERATIVE", id: await aCooperative() },
    Array.from({ length: households }, () => ({ householdId: newId(), grams: 100_000, priceFen: 600n })),
  );
  const orders: string[] = [];
  const anOrder = () =>
    anUnpaidOrder([{ lines: [{ unitPriceFen: 39_900n, picks: [{ lot, grams: 10 }] }] }], {
      rates: { reserveBps: 1_000 },
    });
  const wanted = households > 100 ? 40 * SECONDS : 250 * SECONDS;
  for (let i = 0; i < wanted; i++) orders.push((await anOrder()).orderId);

  const [first = ""] = orders;
  const line = (await orderForSplit(db(), first))?.lines[0];
  if (line?.kind !== "GOODS") throw new Error("no goods to split");
  const split = await perSecond(1, () => {
    splitLine(line);
    attributeLine(line);
  });

  let next = 0;
  const posted = await perSecond(CLIENTS, async () => {
    const orderId = orders[next++];
    if (!orderId) return false;
    await withTransaction("bench", (tx) => postSale(tx, { orderId, paidAt: new Date() }));
    return true;
  });
  const bare = await bareInserts(first);
  return {
    households,
    postingsPerLine: bare.rows,
    linesSplitPerSecond: Math.round(split),
    linesSplitAndPostedPerSecond: Math.round(posted),
    bareInsertsOfTheSameRowsPerSecond: Math.round(bare.rate),
    ratio: Number((posted / bare.rate).toFixed(2)),
  };
}

/** The same journal, postings and attributions again, by one prepared statement each in one transaction. */
async function bareInserts(orderId: string) {
  const { newId } = await import("~/kernel/ids");
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      return client;
    }),
  );
  const [reader] = clients;
  if (!reader) throw new Error("no client");
  const where = "journal_id = (SELECT id FROM journal WHERE kind = 'SALE' AND source_id = $1)";
  const { rows: postings } = await reader.query(`SELECT * FROM posting WHERE ${where} ORDER BY position`, [orderId]);
  const { rows: attributions } = await reader.query(`SELECT * FROM attribution WHERE ${where} ORDER BY position`, [
    orderId,
  ]);
  const { rows: journals } = await reader.query("SELECT * FROM journal WHERE kind = 'SALE' AND source_id = $1", [
    orderId,
  ]);
  const journal = journals[0];
  const column = (rows: Record<string, unknown>[], name: string) => rows.map((row) => row[name]);
  const postingColumns = [
    "position",
    "source",
    "destination",
    "amount_fen",
    "period",
    "part",
    "part_number",
    "order_line_id",
    "lot_id",
    "household_id",
    "cooperative_id",
    "flow",
  ];
  const postingTypes = ["int", "text", "text", "bigint", "text", "text", "int", "uuid", "uuid", "uuid", "uuid", "text"];
  const attributionColumns = ["position", "order_line_id", "lot_id", "household_id", "kind", "amount_fen", "period"];
  const attributionTypes = ["int", "uuid", "uuid", "uuid", "text", "bigint", "text"];
  const insert = (table: string, columns: string[], types: string[]) =>
    `INSERT INTO ${table} (journal_id, ${columns.join(", ")})
     SELECT $1, u.* FROM unnest(${types.map((type, i) => `$${i + 2}::${type}[]`).join(", ")}) AS u`;
  const rate = await perSecond(CLIENTS, async (client) => {
    const connection = clients[client];
    if (!connection) throw new Error("no client");
    const id = newId();
    await connection.query("BEGIN");
    await connection.query({
      name: "journal",
      text: `INSERT INTO journal (id, kind, source_id, input_hash, content_hash, occurred_at, period) VALUES ($1, 'SALE', $2, $3, $4, now(), $5)`,
      values: [id, id, journal.input_hash, journal.content_hash, journal.period],
    });
    await connection.query({
      name: "posting",
      text: insert("posting", postingColumns, postingTypes),
      values: [id, ...postingColumns.map((name) => column(postings, name))],
    });
    await connection.query({
      name: "attribution",
      text: insert("attribution", attributionColumns, attributionTypes),
      values: [id, ...attributionColumns.map((name) => column(attributions, name))],
    });
    await connection.query("COMMIT");
    return true;
  });
  await Promise.all(clients.map((one) => one.end()));
  return { rate, rows: postings.length };
}

/** Times a second that `work` is done by so many at once; `false` ends it early. */
async function perSecond(clients: number, work: (client: number) => unknown): Promise<number> {
  const until = performance.now() + SECONDS * 1_000;
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        const result = work(client);
        if ((result instanceof Promise ? await result : result) === false) return;
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - started);
}
