// bench settle: a cooperative's month of 20,000 order lines over 500 households. The month's page (equation and table of
// households) beside its bare SQL, and a batch of 500 payees prepared in one transaction beside the bare inserts of its
// rows, in one run on a PostgreSQL of its own with durability as in production.
import pg from "pg";
import { middle } from "./support/middle";
import { benchOnOwnDatabase } from "./support/own-database";

const LINES = 20_000;
const HOUSEHOLDS = 500;
const TIMES = 7;
const PERIOD = "2026-10";

await benchOnOwnDatabase(measure);

async function measure(ownerUrl: string) {
  const { newId } = await import("~/kernel/ids");
  const { db, disconnect } = await import("~/platform/db.server");
  const { systemActor } = await import("~/access/actor");
  const { periodEquation, periodHouseholds, unexplained } = await import("~/settlement/settlement-period-store.server");
  const { prepareBatch } = await import("~/settlement/prepare-batch.server");
  const { cancelBatch } = await import("~/settlement/cancel-batch.server");
  const owner = new pg.Client(ownerUrl);
  owner.on("error", () => {}); // the server stops under it when a measurement throws
  await owner.connect();
  const cooperativeId = newId();
  await fill(owner, cooperativeId);

  const page = { number: 1, size: 50 };
  const equation = await periodEquation(db(), cooperativeId, PERIOD);
  if (unexplained(equation) !== 0n || equation.householdsFen === 0n) throw new Error("the month does not add up");
  const app = await median(async () => {
    await periodEquation(db(), cooperativeId, PERIOD);
    await periodHouseholds(db(), cooperativeId, PERIOD, page);
  });
  const bare = await median(async () => {
    await owner.query(
      `SELECT split_part(CASE WHEN source LIKE 'order:%' THEN destination ELSE source END, ':', 1) AS party,
         sum(CASE WHEN source LIKE 'order:%' THEN amount_fen ELSE -amount_fen END) FROM posting
       WHERE cooperative_id = $1 AND period = $2 AND (source LIKE 'order:%' OR destination LIKE 'order:%') GROUP BY 1`,
      [cooperativeId, PERIOD],
    );
    await owner.query(
      `SELECT household_id, sum(amount_fen) FROM posting
       WHERE cooperative_id = $1 AND period <= $2 AND destination LIKE 'household:%:payable' GROUP BY 1`,
      [cooperativeId, PERIOD],
    );
  });

  const now = new Date("2026-11-05T02:00:00Z");
  const batchTimes = [];
  const insertTimes = [];
  let payees = 0;
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    const prepared = await prepareBatch({ actor: systemActor, payer: { kind: "PLATFORM" }, cutoffAt: now, now });
    batchTimes.push(performance.now() - began);
    if (!prepared.ok) throw new Error(prepared.failure.kind);
    payees = prepared.value.payments;
    insertTimes.push(await bareInserts(owner, prepared.value.batchId));
    await cancelBatch({ actor: systemActor, batchId: prepared.value.batchId, now });
  }
  const batch = middle(batchTimes);
  const inserts = middle(insertTimes);
  await owner.end();
  await disconnect();
  const rounded = (value: number) => Number(value.toFixed(2));
  return {
    bench: "settle",
    lines: LINES,
    households: HOUSEHOLDS,
    page: { ms: rounded(app), bareSqlMs: rounded(bare), ratio: rounded(app / bare) },
    batch: {
      payees,
      ms: rounded(batch),
      bareInsertsMs: rounded(inserts),
      ratio: rounded(batch / inserts),
    },
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Written as sets: every line is split over a fee, the cooperative and three households, sold and released. */
async function fill(owner: pg.Client, cooperativeId: string): Promise<void> {
  await owner.query(
    `CREATE TABLE bench_line AS SELECT n, gen_random_uuid() AS order_id, gen_random_uuid() AS line_id,
       gen_random_uuid() AS shipment_id, gen_random_uuid() AS sale_id, gen_random_uuid() AS release_id
     FROM generate_series(1, ${LINES}) n`,
  );
  await owner.query(
    `CREATE TABLE bench_household AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${HOUSEHOLDS - 1}) n`,
  );
  await owner.query(
    `INSERT INTO household (id, number, area_code, group_name, head_name, head_pinyin, registered_on, wrapped_key, created_at)
     SELECT id, 'bench-' || n, '341021203201', '一组', '测试', 'ceshi', '2024-01-01', '', now() FROM bench_household`,
  );
  await owner.query(
    `INSERT INTO customer_order (id, number, access_token_hash, checkout_key, state, locale, buyer_name, buyer_phone,
       province_code, province_name, address_line, goods_fen, freight_fen, seller_discount_fen, platform_discount_fen,
       total_fen, fee_schedule_id, hold_expires_at, placed_at, paid_at)
     SELECT order_id, 'B' || n, order_id::text, order_id, 'PAID', 'zh', '张三', '13800000000', '31', '上海市', '一号',
       1000, 0, 0, 0, 1000, order_id, now(), '2026-10-05', '2026-10-05' FROM bench_line`,
  );
  await owner.query(
    `INSERT INTO shipment (id, order_id, position, seller_kind, seller_id, seller_name, seller_name_en, shipper_id,
       shipper_name, state, packed_at, shipped_at, delivered_at, claim_until, released_at)
     SELECT shipment_id, order_id, 0, 'COOPERATIVE', $1, '社', 'Coop', $1, '快递', 'DELIVERED', '2026-10-05', '2026-10-06', '2026-10-08',
       '2026-10-10', '2026-10-10' FROM bench_line`,
    [cooperativeId],
  );
  await owner.query(
    `INSERT INTO order_line (id, order_id, shipment_id, listing_id, variant_id, product_id, area_code, split_rule_id, position, kind, title, title_en, variant_name, variant_name_en,
       perishable, unit_price_fen, quantity, pack_quantity, gross_fen, seller_discount_fen, platform_discount_fen, net_fen,
       charged_fen, processing_fen)
     SELECT line_id, order_id, shipment_id, order_id, order_id, order_id, '341021203201', order_id, 0, 'GOODS', '桃', 'Peach', '一斤', '500 g', true, 1000, 1, 500, 1000, 0, 0, 1000,
       1000, 0 FROM bench_line`,
  );
  await owner.query(
    `INSERT INTO journal (id, kind, source_id, input_hash, content_hash, occurred_at, period)
     SELECT sale_id, 'SALE', order_id::text, repeat('0', 64), repeat('0', 64), '2026-10-05'::timestamptz, $1 FROM bench_line
     UNION ALL
     SELECT release_id, 'RELEASE', shipment_id::text, repeat('0', 64), repeat('0', 64), '2026-10-10'::timestamptz, $1 FROM bench_line`,
    [PERIOD],
  );
  const part = `CASE p WHEN 0 THEN 'PLATFORM_FEE' WHEN 1 THEN 'COOPERATIVE' ELSE 'HOUSEHOLD' END`;
  const account = `CASE p WHEN 1 THEN 'cooperative:' || $1::uuid::text ELSE 'household:' || h.id END`;
  const fen = `CASE p WHEN 0 THEN 50 WHEN 1 THEN 80 ELSE 290 END`;
  const from = `FROM bench_line l CROSS JOIN generate_series(0, 4) p
    LEFT JOIN bench_household h ON p > 1 AND h.n = (l.n * 7 + p * 31) % ${HOUSEHOLDS}`;
  const columns = `(journal_id, position, source, destination, amount_fen, period, part, part_number, order_line_id, household_id, cooperative_id, flow)`;
  await owner.query(
    `INSERT INTO posting ${columns}
     SELECT l.sale_id, p, 'order:' || l.order_id, CASE p WHEN 0 THEN 'platform:fees' ELSE ${account} || ':pending' END, ${fen},
       $2, ${part}, p, l.line_id, h.id, $1::uuid, CASE WHEN p > 1 THEN 'CONSIGNED_SALE' END ${from}`,
    [cooperativeId, PERIOD],
  );
  await owner.query(
    `INSERT INTO posting ${columns}
     SELECT l.release_id, p, ${account} || ':pending', ${account} || ':payable', ${fen}, $2, ${part}, p, l.line_id, h.id, $1::uuid,
       CASE WHEN p > 1 THEN 'CONSIGNED_SALE' END ${from} WHERE p > 0`,
    [cooperativeId, PERIOD],
  );
  await owner.query(
    `INSERT INTO party_balance SELECT destination, sum(amount_fen) FROM posting WHERE destination LIKE '%:payable' GROUP BY 1`,
  );
  await owner.query("DROP TABLE bench_line, bench_household");
  await owner.query("ANALYZE");
}

/** The batch's own rows once more under other ids, a row at a time in one transaction. */
async function bareInserts(owner: pg.Client, batchId: string): Promise<number> {
  const { rows } = await owner.query("SELECT * FROM disbursement WHERE batch_id = $1", [batchId]);
  const { newId } = await import("~/kernel/ids");
  const copy = newId();
  const began = performance.now();
  await owner.query("BEGIN");
  await owner.query(
    `INSERT INTO disbursement_batch (id, number, payer_account, state, cutoff_at, prepared_at)
     SELECT $1, number || 'x', payer_account, 'CANCELLED', cutoff_at, prepared_at FROM disbursement_batch WHERE id = $2`,
    [copy, batchId],
  );
  for (const row of rows) {
    await owner.query({
      name: "payment",
      text: `INSERT INTO disbursement (id, batch_id, payee_account, payee_name, amount_fen, state) VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [newId(), copy, row.payee_account, row.payee_name, row.amount_fen, row.state],
    });
  }
  await owner.query("COMMIT");
  return performance.now() - began;
}

async function median(work: () => Promise<void>): Promise<number> {
  const times = [];
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return middle(times);
}
