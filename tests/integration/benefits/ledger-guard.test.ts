import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  aCooperative,
  aLot,
  anUnpaidOrder,
  aSale,
  ledgerViolations,
  payAndPost,
  SOLD_AT,
  type ALot,
  type Sale,
} from "#tests/builders/benefits";
import { aHousehold } from "#tests/builders/households";
import { publishedSeal, sealJournals } from "~/benefits/seal-journals.server";
import { newId } from "~/kernel/ids";
import { addDays, dayOf } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";

let lot: ALot;
let sale: Sale;
const owner = new pg.Client(process.env.DATABASE_OWNER_URL);

beforeAll(async () => {
  await owner.connect();
  lot = await aLot({ kind: "COOPERATIVE", id: await aCooperative() }, [
    { householdId: (await aHousehold()).id, grams: 90_000, priceFen: 600n },
  ]);
  sale = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await sealJournals({ now: SOLD_AT });
});

afterAll(() => owner.end());

const TABLES = ["journal", "posting", "attribution", "seal"] as const;

describe.each(TABLES)("%s", (table) => {
  test("the server may not change or delete a row", async () => {
    const server = new pg.Client(process.env.DATABASE_URL);
    await server.connect();
    for (const sql of [`UPDATE ${table} SET period = '2026-01'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(server.query(sql.replace("period", table === "seal" ? "hash" : "period"))).rejects.toThrow(
        "permission denied",
      );
    }
    await server.end();
  });

  test("not even the owner does so by mistake", async () => {
    const column = table === "seal" ? "hash" : "period";
    await expect(owner.query(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow("append-only");
    await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow("append-only");
    await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow("append-only");
  });
});

/** Changes the ledger behind its guards, looks what the invariants say, and puts it back. */
async function tampered(sql: string): Promise<string[]> {
  await owner.query("SET session_replication_role = replica");
  await owner.query("BEGIN");
  try {
    await owner.query(sql);
    const { rows } = await owner.query(
      `SELECT table_name FROM information_schema.views WHERE table_name LIKE 'invariant\\_%' ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { table_name: view } of rows) {
      const result = await owner.query(`SELECT 1 FROM ${view} LIMIT 1`);
      if (result.rowCount) found.push(view);
    }
    return found;
  } finally {
    await owner.query("ROLLBACK");
    await owner.query("SET session_replication_role = origin");
  }
}

describe("tampering shows", () => {
  test.each([
    ["an amount", "UPDATE posting SET amount_fen = amount_fen + 1 WHERE part = 'HOUSEHOLD'", "invariant_journal_hash"],
    [
      "an account",
      "UPDATE posting SET destination = replace(destination, ':pending', ':payable') WHERE part = 'HOUSEHOLD'",
      "invariant_journal_hash",
    ],
    ["a lot", "UPDATE posting SET lot_id = gen_random_uuid() WHERE part = 'HOUSEHOLD'", "invariant_journal_hash"],
    ["a posting taken away", "DELETE FROM posting WHERE part = 'HOUSEHOLD'", "invariant_line_split"],
    [
      "a posting added later",
      "INSERT INTO posting (journal_id, position, source, destination, amount_fen, period) SELECT journal_id, 99, 'funds:platform', 'stripe', 5, period FROM posting LIMIT 1",
      "invariant_journal_hash",
    ],
    ["a journal's month", "UPDATE journal SET period = '2020-01'", "invariant_posting_period"],
    [
      "a journal's time",
      "UPDATE journal SET occurred_at = occurred_at + interval '1 second'",
      "invariant_journal_hash",
    ],
    [
      "a journal and its content hash",
      "UPDATE journal SET memo = 'x'; UPDATE journal SET content_hash = journal_hash(journal)",
      "invariant_seal_chain",
    ],
    ["a journal taken away", "DELETE FROM posting; DELETE FROM journal", "invariant_paid_order_posted"],
    ["a seal", "UPDATE seal SET previous_hash = repeat('1', 64)", "invariant_seal_chain"],
    ["the first seal taken away", "DELETE FROM seal WHERE sequence = 1", "invariant_seal_chain"],
    ["an attribution", "UPDATE attribution SET amount_fen = amount_fen - 1", "invariant_attribution"],
    [
      "a stored balance",
      "INSERT INTO party_balance VALUES ('household:00000000-0000-7000-8000-000000000000:payable', 5)",
      "invariant_stored_balance",
    ],
    [
      "a payment",
      "UPDATE payment SET amount_fen = amount_fen - 1 WHERE state = 'SUCCEEDED'",
      "invariant_payment_posted",
    ],
    [
      "an unsealed journal",
      "UPDATE journal SET recorded_at = now() - interval '2 minutes'; DELETE FROM seal",
      "invariant_seal_complete",
    ],
    [
      "a household's name on a posting",
      "UPDATE posting SET household_id = NULL WHERE part = 'HOUSEHOLD'",
      "invariant_income_entry_named",
    ],
    ["an order's state", "UPDATE customer_order SET state = 'PLACED', paid_at = NULL", "invariant_paid_order_posted"],
  ])("%s", async (_, sql, invariant) => {
    expect(await tampered(sql)).toContain(invariant);
  });

  test("and without tampering nothing does", async () => {
    expect(await ledgerViolations()).toEqual({});
  });
});

test("journals are sealed in order, once, however many workers try, and the day's last seal can be published", async () => {
  for (let i = 0; i < 7; i++) {
    await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  }
  const now = addDays(SOLD_AT, 1);
  await Promise.all([1, 2, 3, 4].map(() => sealJournals({ now })));
  await sealJournals({ now });
  const seals = await db().seal.findMany({ orderBy: { sequence: "asc" } });
  expect(seals.map((seal) => seal.sequence)).toEqual(seals.map((_, i) => BigInt(i + 1)));
  expect(seals.length).toBe(await db().journal.count());
  expect((await publishedSeal(db(), dayOf(now)))?.hash).toBe(seals.at(-1)?.hash);
  expect(await publishedSeal(db(), "2020-01-01")).toBeUndefined();
  expect(await ledgerViolations()).toEqual({});
});

test("a journal that became known long after the moment it bears is sealed when everything is looked through", async () => {
  const { orderId } = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await owner.query("SET session_replication_role = replica");
  await owner.query(
    "UPDATE journal SET recorded_at = recorded_at - interval '2 hours' WHERE kind = 'SALE' AND source_id = $1",
    [orderId],
  );
  await owner.query("RESET session_replication_role");
  const left = () =>
    db().$queryRaw`SELECT FROM journal j WHERE NOT EXISTS (SELECT FROM seal s WHERE s.journal_id = j.id)`;
  await sealJournals({ now: SOLD_AT });
  expect(await left()).toHaveLength(1);
  expect(await sealJournals({ now: SOLD_AT, everything: true })).toBe(1);
  expect(await left()).toEqual([]);
  expect(await ledgerViolations()).toEqual({});
});

test("a sale in a month that is closed for its cooperative is booked in the next open one, and says so", async () => {
  const order = await anUnpaidOrder([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  const closed = (period: string) => ({
    id: newId(),
    scopeKind: "COOPERATIVE",
    scopeId: lot.seller.id,
    period,
    state: "CLOSED",
    closedAt: new Date(),
  });
  await db().periodClose.createMany({ data: [closed("2026-03"), closed("2026-04")] });
  await payAndPost(order);
  const journal = await db().journal.findFirstOrThrow({ where: { kind: "SALE", sourceId: order.orderId } });
  expect([journal.period, journal.memo]).toEqual(["2026-05", "2026-03 已结账，记入 2026-05"]);
  expect(journal.occurredAt).toEqual(SOLD_AT);
  expect(await ledgerViolations()).toEqual({});
});

test("an area's closed month moves the postings of its households, and of nobody else's", async () => {
  const [near, far] = [await aHousehold({ areaCode: "511129105201" }), await aHousehold({ areaCode: "420324205219" })];
  await db().periodClose.create({
    data: {
      id: newId(),
      scopeKind: "AREA",
      scopeId: "511129105",
      period: "2026-03",
      state: "CLOSED",
      closedAt: new Date(),
    },
  });
  for (const [household, period] of [
    [near, "2026-04"],
    [far, "2026-03"],
  ] as const) {
    const own = await aLot({ kind: "HOUSEHOLD", id: household.id }, [
      { householdId: household.id, mode: "DIRECT", grams: 5_000, priceFen: 1n },
    ]);
    const sold = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot: own, grams: 1_000 }] }] }]);
    const journal = await db().journal.findFirstOrThrow({ where: { kind: "SALE", sourceId: sold.orderId } });
    expect(journal.period).toBe(period);
  }
  expect(await ledgerViolations()).toEqual({});
});

test("sales a second before and after midnight in Shanghai fall in different months", async () => {
  const midnight = new Date("2026-06-30T16:00:00Z");
  const periods: string[] = [];
  for (const at of [new Date(midnight.getTime() - 1_000), midnight]) {
    const sold = await aSale([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }], { at });
    const journal = await db().journal.findFirstOrThrow({ where: { kind: "SALE", sourceId: sold.orderId } });
    const [row] = await db().$queryRaw<{ month: string }[]>`
      SELECT to_char(occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month FROM journal WHERE id = ${journal.id}::uuid`;
    expect(row?.month).toBe(journal.period);
    periods.push(journal.period);
  }
  expect(periods).toEqual(["2026-06", "2026-07"]);
});

test("an order whose stock was given back cannot become a sale, and nothing is stored", async () => {
  const order = await anUnpaidOrder([{ lines: [{ unitPriceFen: 5_000n, picks: [{ lot, grams: 1_000 }] }] }]);
  await db().$executeRaw`
    UPDATE lot_pick SET released_at = ${SOLD_AT}::timestamptz WHERE order_line_id = ${order.lines[0]?.id}::uuid`;
  await expect(payAndPost(order)).rejects.toThrow("holds no stock");
  expect(await db().journal.count({ where: { sourceId: order.orderId } })).toBe(0);
  expect((await db().order.findUnique({ where: { id: order.orderId } }))?.state).toBe("PLACED");
});

test("a debit beyond a party's balance is refused by the database, whatever the code says", async () => {
  await expect(
    withTransaction("overdraw", (tx) => tx.$executeRaw`INSERT INTO party_balance VALUES ('household:x:payable', -1)`),
  ).rejects.toThrow("party_balance_not_negative");
  expect(sale.totalFen).toBe(5_000n);
});
