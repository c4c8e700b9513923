// Counties with households, sales and everything that was booked for them, written as sets: 100,000 households and 200,000
// order lines a county over 24 months, about a dozen postings a line.
import type pg from "pg";

export const COUNTIES = [
  "341021",
  "341022",
  "341023",
  "341024",
  "341025",
  "341081",
  "341091",
  "341092",
  "341093",
  "341094",
];
export const HOUSEHOLDS = 100_000;
export const LINES = 200_000;
export const MONTHS = 24;
/** the last month with sales; the one before the present */
export const LAST_MONTH = "2026-10";
const TOWNSHIPS = 20;
const VILLAGES = 10;

/** The n-th county with all of it, its ledger in the order of the months. Triggers are off meanwhile, so what they would keep is written beside. */
export async function fillCounty(owner: pg.Client, n: number, share = 1): Promise<void> {
  const county = COUNTIES[n];
  if (county === undefined) throw new Error(`there are ${COUNTIES.length} counties`);
  const households = Math.round(HOUSEHOLDS * share);
  const lines = Math.round(LINES * share);
  await owner.query("SET session_replication_role = replica");
  await owner.query("SET synchronous_commit = off");
  await owner.query("SET maintenance_work_mem = '512MB'");
  await owner.query("SET work_mem = '64MB'");
  const indexes = await withoutIndexes(owner);
  await places(owner, county);
  await owner.query(
    `CREATE UNLOGGED TABLE b_household AS
     SELECT n, gen_random_uuid() AS id, '${county}' || lpad((100 + n / ${households / TOWNSHIPS})::text, 3, '0')
       || lpad((200 + n / ${households / (TOWNSHIPS * VILLAGES)} % ${VILLAGES})::text, 3, '0') AS village
     FROM generate_series(0, ${households - 1}) n`,
  );
  await owner.query("CREATE UNIQUE INDEX ON b_household (n)");
  await owner.query(
    `INSERT INTO household (id, number, area_code, group_name, head_name, head_pinyin, registered_on, wrapped_key, created_at, heads,
       heads_since, standing, standing_since)
     SELECT id, '${county}' || lpad(n::text, 7, '0'), village, '一组', (ARRAY['王','李','张','汪','胡','程'])[1 + n % 6] || '户主', 'huzhu',
       '2024-01-01', '', now(), 1 + n % 3, '2024-01-01', CASE WHEN n % 40 = 0 THEN 'MONITORED' ELSE 'GENERAL' END, '2024-01-01' FROM b_household`,
  );
  await owner.query(
    `INSERT INTO household_member (id, household_id, name, relation, sex, birth_year, joined_on)
     SELECT gen_random_uuid(), h.id, '成员', CASE p WHEN 0 THEN '户主' ELSE '家庭成员' END, 'M', 1960 + (h.n + p * 25) % 60, '2024-01-01'
     FROM b_household h CROSS JOIN generate_series(0, 2) p WHERE p < 1 + h.n % 3`,
  );
  await owner.query(
    `INSERT INTO household_status_event (id, household_id, type, effective_on, evidence, recorded_by, created_at)
     SELECT gen_random_uuid(), id, CASE WHEN n % 40 = 0 THEN 'MONITORED_MARGINAL' ELSE 'REGISTERED' END, '2024-01-01', '核查', '', now() FROM b_household`,
  );
  await sales(owner, county, households, lines);
  await payments(owner);
  await owner.query(
    `INSERT INTO household_month SELECT s.*, h.village FROM household_month_summed s JOIN b_household h ON h.id = s.household_id ORDER BY s.period`,
  );
  for (const index of indexes) await owner.query(index);
  const here = `area_code BETWEEN '${county.padEnd(12, "0")}' AND '${county.padEnd(12, "9")}'`;
  await owner.query(`INSERT INTO area_month SELECT * FROM area_month_summed WHERE ${here}`);
  await owner.query(
    `INSERT INTO household_year (household_id, year, area_code, accrued, paid, stable, attributed)
     SELECT household_id, year, area_code, accrued, paid, stable, attributed FROM household_year_summed WHERE ${here}`,
  );
  await owner.query(
    `INSERT INTO linkage_year (household_id, year, cooperative_id, area_code, paid)
     SELECT household_id, year, cooperative_id, area_code, paid FROM linkage_year_summed WHERE ${here}`,
  );
  await owner.query(
    `INSERT INTO party_balance SELECT account, sum(fen) FROM (
       SELECT destination AS account, amount_fen AS fen FROM posting p JOIN b_sold l ON l.release_id = p.journal_id
       UNION ALL SELECT source, -amount_fen FROM posting p JOIN b_paid d ON d.journal_id = p.journal_id) moved
     WHERE account LIKE '%:payable' GROUP BY 1`,
  );
  await owner.query("DROP TABLE b_household, b_cooperative, b_sold, b_part, b_paid");
  for (const setting of ["session_replication_role", "maintenance_work_mem", "work_mem"])
    await owner.query(`RESET ${setting}`);
  await owner.query("VACUUM ANALYZE");
  // Else what follows is measured while two gigabytes of pages are still written out.
  await owner.query("CHECKPOINT");
}

const FILLED = [
  ...["household", "household_member", "household_status_event", "customer_order", "shipment", "order_line"],
  ...["journal", "posting", "attribution", "disbursement", "household_month"],
];

/** Takes the indexes off the tables that are filled, and answers how they are made again: built at once they take a fraction of the time. */
async function withoutIndexes(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; text: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS text FROM pg_index i
     WHERE i.indrelid::regclass::text = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [FILLED],
  );
  for (const { name } of rows) await owner.query(`DROP INDEX ${name}`);
  return rows.map(({ text }) => text);
}

async function places(owner: pg.Client, county: string): Promise<void> {
  await owner.query(
    `INSERT INTO area (code, level, name, short_name, name_en, parent_code)
     SELECT * FROM (VALUES ('34', 'PROVINCE', '安徽省', '安徽', 'Anhui', NULL), ('3410', 'CITY', '黄山市', '黄山', 'Huangshan', '34'),
       ('${county}', 'COUNTY', '县${county}', '县${county}', 'County', '3410')) a(code, level, name, short_name, name_en, parent)
     UNION ALL SELECT '${county}' || (100 + t), 'TOWNSHIP', '乡' || t, '乡' || t, 'Township', '${county}' FROM generate_series(0, ${TOWNSHIPS - 1}) t
     UNION ALL SELECT '${county}' || (100 + t) || (200 + v), 'VILLAGE', '村' || v, '村' || v, 'Village', '${county}' || (100 + t)
     FROM generate_series(0, ${TOWNSHIPS - 1}) t CROSS JOIN generate_series(0, ${VILLAGES - 1}) v
     ON CONFLICT DO NOTHING`,
  );
  await owner.query(
    `INSERT INTO income_line (id, area_code, year, kind, fen_per_person, source, recorded_at)
     SELECT gen_random_uuid(), '${county}', y, 'MONITORING', 1000, '县文件', '2024-01-01' FROM generate_series(2024, 2026) y`,
  );
  await owner.query(
    `CREATE UNLOGGED TABLE b_cooperative AS SELECT t, gen_random_uuid() AS id FROM generate_series(0, ${TOWNSHIPS - 1}) t`,
  );
  await owner.query(
    `INSERT INTO cooperative (id, number, slug, kind, name, name_en, area_code, licence_number, phone, story, story_en, status,
       declared_households, created_at, approved_at)
     SELECT id, 'C${county}' || t, 'c-${county}-' || t, 'COOPERATIVE', '合作社' || t, 'Coop', '${county}' || (100 + t) || '200', id::text,
       '', '', '', 'APPROVED', 5000, now(), now() FROM b_cooperative`,
  );
}

/** Sold in one month and released in it; two or three households of one village stand behind a line. */
async function sales(owner: pg.Client, county: string, households: number, lines: number): Promise<void> {
  const perVillage = households / (TOWNSHIPS * VILLAGES);
  await owner.query(
    `CREATE UNLOGGED TABLE b_sold AS
     SELECT n, gen_random_uuid() AS order_id, gen_random_uuid() AS line_id, gen_random_uuid() AS shipment_id, gen_random_uuid() AS sale_id,
       gen_random_uuid() AS release_id, gen_random_uuid() AS payment_id, n % ${TOWNSHIPS * VILLAGES} AS village, c.id AS cooperative_id,
       to_char('${LAST_MONTH}-01'::date - make_interval(months => n / ${TOWNSHIPS * VILLAGES} % ${MONTHS}), 'YYYY-MM') AS period,
       '${LAST_MONTH}-08'::timestamptz - make_interval(months => n / ${TOWNSHIPS * VILLAGES} % ${MONTHS}) AS sold_at
     FROM generate_series(0, ${lines - 1}) n JOIN b_cooperative c ON c.t = n % ${TOWNSHIPS * VILLAGES} / ${VILLAGES}`,
  );
  await owner.query(
    `CREATE UNLOGGED TABLE b_part AS
     SELECT l.n, l.line_id, p, h.id AS household_id, 150 + (l.n * 13 + p * 17) % 100 AS fen
     FROM b_sold l CROSS JOIN generate_series(0, 2) p
     JOIN b_household h ON h.n = l.village * ${perVillage} + (l.n / ${TOWNSHIPS * VILLAGES} * 7 + p * 31) % ${perVillage}
     WHERE p < 2 + l.n % 2`,
  );
  await owner.query(
    `INSERT INTO customer_order (id, number, access_token_hash, checkout_key, state, locale, buyer_name, buyer_phone, province_code,
       province_name, address_line, goods_fen, freight_fen, seller_discount_fen, platform_discount_fen, total_fen, fee_schedule_id,
       hold_expires_at, placed_at, paid_at)
     SELECT order_id, '${county}-' || n, order_id::text, order_id, 'PAID', 'zh', '张三', '13800000000', '31', '上海市', '一号',
       1000, 0, 0, 0, 1000, order_id, sold_at, sold_at, sold_at FROM b_sold`,
  );
  await owner.query(
    `INSERT INTO shipment (id, order_id, position, seller_kind, seller_id, seller_name, seller_name_en, shipper_id, shipper_name, state,
       packed_at, shipped_at, delivered_at, claim_until, released_at)
     SELECT shipment_id, order_id, 0, 'COOPERATIVE', cooperative_id, '社', 'Coop', cooperative_id, '快递', 'DELIVERED', sold_at, sold_at,
       sold_at, sold_at, sold_at FROM b_sold`,
  );
  await owner.query(
    `INSERT INTO order_line (id, order_id, shipment_id, listing_id, variant_id, product_id, area_code, split_rule_id, position, kind, title,
       title_en, variant_name, variant_name_en, perishable, unit_price_fen, quantity, pack_quantity, gross_fen, seller_discount_fen,
       platform_discount_fen, net_fen, charged_fen, processing_fen)
     SELECT line_id, order_id, shipment_id, order_id, order_id, order_id, '${county}100200', order_id, 0, 'GOODS', '桃', 'Peach', '一斤', '500 g',
       true, 1000, 1, 500, 1000, 0, 0, 1000, 1000, 30 FROM b_sold`,
  );
  await owner.query(
    `INSERT INTO journal (id, kind, source_id, input_hash, content_hash, occurred_at, period)
     SELECT sale_id, 'SALE', order_id::text, repeat('0', 64), repeat('0', 64), sold_at, period FROM b_sold
     UNION ALL SELECT release_id, 'RELEASE', shipment_id::text, repeat('0', 64), repeat('0', 64), sold_at, period FROM b_sold`,
  );
  const columns =
    "(journal_id, position, source, destination, amount_fen, period, part, part_number, order_line_id, household_id, cooperative_id, flow)";
  // The fee, the charge and the cooperative have what the households leave of the 1,000 fen.
  const rest = "1000 - 50 - 30 - (SELECT sum(fen) FROM b_part q WHERE q.n = l.n)";
  await owner.query("CREATE INDEX ON b_part (n)");
  await owner.query("ANALYZE b_sold, b_part");
  await owner.query(
    `INSERT INTO posting ${columns}
     SELECT sale_id, 0, 'stripe', 'order:' || order_id, 1000, period, NULL, NULL, NULL::uuid, NULL::uuid, NULL::uuid, NULL FROM b_sold
     UNION ALL SELECT sale_id, 1, 'order:' || order_id, 'platform:fees', 50, period, 'PLATFORM_FEE', 0, line_id, NULL, cooperative_id, NULL FROM b_sold
     UNION ALL SELECT sale_id, 2, 'order:' || order_id, 'platform:processing', 30, period, 'PROCESSING', 1, line_id, NULL, cooperative_id, NULL FROM b_sold
     UNION ALL SELECT sale_id, 3, 'order:' || order_id, 'cooperative:' || cooperative_id || ':pending', ${rest}, period, 'COOPERATIVE', 2, line_id, NULL, cooperative_id, 'COOPERATIVE_CHARGE' FROM b_sold l
     UNION ALL SELECT l.sale_id, 4 + p.p, 'order:' || l.order_id, 'household:' || p.household_id || ':pending', p.fen, l.period, 'HOUSEHOLD', 3 + p.p, l.line_id, p.household_id, l.cooperative_id, 'CONSIGNED_SALE'
       FROM b_sold l JOIN b_part p ON p.n = l.n
     UNION ALL SELECT release_id, 0, 'cooperative:' || cooperative_id || ':pending', 'cooperative:' || cooperative_id || ':payable', ${rest}, period, 'COOPERATIVE', 2, line_id, NULL, cooperative_id, 'COOPERATIVE_CHARGE' FROM b_sold l
     UNION ALL SELECT l.release_id, 1 + p.p, 'household:' || p.household_id || ':pending', 'household:' || p.household_id || ':payable', p.fen, l.period, 'HOUSEHOLD', 3 + p.p, l.line_id, p.household_id, l.cooperative_id, 'CONSIGNED_SALE'
       FROM b_sold l JOIN b_part p ON p.n = l.n
     ORDER BY 6, 1`,
  );
  await owner.query(
    `INSERT INTO attribution (journal_id, position, order_line_id, lot_id, household_id, kind, amount_fen, period)
     SELECT l.sale_id, p.p, l.line_id, l.order_id, p.household_id, 'SALE', 300, l.period FROM b_sold l JOIN b_part p ON p.n = l.n
     ORDER BY l.period`,
  );
}

/** Each household is paid a month's parts at the end of it, with one voucher; nine of ten months are paid. */
async function payments(owner: pg.Client): Promise<void> {
  await owner.query(
    `CREATE UNLOGGED TABLE b_paid AS
     SELECT household_id, period, max(cooperative_id::text)::uuid AS cooperative_id, sum(fen)::bigint AS fen, gen_random_uuid() AS id,
       gen_random_uuid() AS journal_id FROM b_part p JOIN b_sold l ON l.n = p.n WHERE l.n / 200 % 10 <> 9 GROUP BY 1, 2`,
  );
  // Without statistics the next join is planned row by row: ten minutes, unless autovacuum happens to come by before.
  await owner.query("ANALYZE b_paid");
  await owner.query(
    `INSERT INTO disbursement (id, batch_id, payee_account, payee_name, amount_fen, state, voucher_number, paid_at)
     SELECT id, id, 'household:' || household_id || ':payable', '户', fen, 'PAID', id::text, (period || '-28')::timestamptz FROM b_paid`,
  );
  await owner.query(
    `INSERT INTO journal (id, kind, source_id, input_hash, content_hash, occurred_at, period)
     SELECT journal_id, 'DISBURSEMENT', id::text, repeat('0', 64), repeat('0', 64), (period || '-28')::timestamptz, period FROM b_paid`,
  );
  await owner.query(
    `INSERT INTO posting (journal_id, position, source, destination, amount_fen, period, part, part_number, order_line_id, household_id, cooperative_id, flow)
     SELECT d.journal_id, row_number() OVER (PARTITION BY d.journal_id) - 1, 'household:' || p.household_id || ':payable', 'bank:platform', p.fen, d.period,
       'HOUSEHOLD', 3 + p.p, p.line_id, p.household_id, l.cooperative_id, 'CONSIGNED_SALE'
     FROM b_paid d JOIN b_part p ON p.household_id = d.household_id JOIN b_sold l ON l.n = p.n AND l.period = d.period
     WHERE l.n / 200 % 10 <> 9 ORDER BY d.period`,
  );
}
