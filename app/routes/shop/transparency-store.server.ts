import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { VillageMonth } from "./publishable";

/** What sales gave the households of each village by month, less what refunds took back; from postings. */
export async function villageMonths(db: Db): Promise<VillageMonth[]> {
  return db.$queryRaw<VillageMonth[]>`
    SELECT p.period, h.area_code AS "areaCode", count(DISTINCT p.household_id)::int AS households,
      (coalesce(sum(p.amount_fen) FILTER (WHERE p.source LIKE 'order:%'), 0)
       - coalesce(sum(p.amount_fen) FILTER (WHERE p.destination LIKE 'order:%'), 0))::bigint AS fen
    FROM posting p JOIN household h ON h.id = p.household_id
    WHERE p.part = 'HOUSEHOLD' AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%')
    GROUP BY p.period, h.area_code ORDER BY p.period, h.area_code`;
}

export type MonthOfShop = {
  readonly period: string;
  readonly orders: number;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
};

/** What shoppers paid and got back, by month in Beijing. */
export async function monthsOfShop(db: Db): Promise<MonthOfShop[]> {
  return db.$queryRaw<MonthOfShop[]>`
    SELECT period, sum(orders)::int AS orders, sum(paid)::bigint AS "paidFen", sum(refunded)::bigint AS "refundedFen"
    FROM (
      SELECT to_char(paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS period, 1 AS orders, total_fen AS paid, 0 AS refunded
      FROM customer_order WHERE paid_at IS NOT NULL AND state = 'PAID'
      UNION ALL
      SELECT to_char(succeeded_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), 0, 0, r.amount_fen
      FROM refund r JOIN customer_order o ON o.id = r.order_id
      WHERE r.state = 'SUCCEEDED' AND o.state = 'PAID' AND succeeded_at IS NOT NULL
    ) moved GROUP BY period ORDER BY period DESC`;
}

/** Households that sales reached, all time, and what the bank has paid them of it. */
export async function reachedHouseholds(db: Db): Promise<{ households: number; paidHouseholds: number; paidFen: Fen }> {
  const [row] = await db.$queryRaw<[{ households: number; paidHouseholds: number; paidFen: Fen }]>`
    SELECT count(DISTINCT household_id) FILTER (WHERE source LIKE 'order:%')::int AS households,
      count(DISTINCT household_id) FILTER (WHERE destination LIKE 'bank:%')::int AS "paidHouseholds",
      (coalesce(sum(amount_fen) FILTER (WHERE destination LIKE 'bank:%'), 0)
       - coalesce(sum(amount_fen) FILTER (WHERE source LIKE 'bank:%'), 0))::bigint AS "paidFen"
    FROM posting WHERE part = 'HOUSEHOLD'`;
  return row;
}

export type DeclaredAndPaid = {
  readonly slug: string;
  readonly name: string;
  readonly nameEn: string;
  readonly declared: number;
  readonly paid: number;
};

/** Households that each cooperative says it helps, beside those that a bank paid for it in twelve months. */
export async function declaredAndPaid(db: Db, since: string): Promise<DeclaredAndPaid[]> {
  return db.$queryRaw<DeclaredAndPaid[]>`
    SELECT c.slug, c.name, c.name_en AS "nameEn", c.declared_households AS declared,
      (SELECT count(*)::int FROM (
        SELECT i.household_id FROM household_income i WHERE i.cooperative_id = c.id AND i.period >= ${since}
        GROUP BY i.household_id HAVING sum(i.paid_fen) > 0) paid) AS paid
    FROM cooperative c WHERE c.status = 'APPROVED' ORDER BY c.name`;
}

/** The last seal of each day, newest first: whoever kept one can see later that nothing before it was changed. */
export async function dailySeals(db: Db, days: number): Promise<{ day: string; sequence: string; hash: string }[]> {
  return db.$queryRaw<{ day: string; sequence: string; hash: string }[]>`
    SELECT DISTINCT ON (day) day, sequence::text AS sequence, hash FROM (
      SELECT to_char(sealed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, sequence, hash FROM seal) s
    ORDER BY day DESC, s.sequence::bigint DESC LIMIT ${days}::int`;
}

export async function areaNames(
  db: Db,
  codes: readonly string[],
): Promise<Map<string, { name: string; nameEn: string }>> {
  const rows = await db.$queryRaw<{ code: string; name: string; nameEn: string }[]>`
    SELECT code, short_name AS name, name_en AS "nameEn" FROM area WHERE code = ANY (${[...codes]})`;
  return new Map(rows.map((row) => [row.code, row]));
}
