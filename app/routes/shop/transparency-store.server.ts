import { PAID, paidByCooperatives } from "~/benefits/income-sql.server";
import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { remembered } from "~/platform/remembered.server";
import type { VillageMonth } from "./publishable";

/** What is summed over the whole ledger takes seconds where a county sells: a minute old, and up to an hour while it is summed anew. */
export function ofWholeLedger<Figures>(name: string, work: () => Promise<Figures>): Promise<Figures> {
  return remembered(name, 60, work, { oldSeconds: 3600 });
}

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
    SELECT (count(*) FILTER (WHERE sold))::int AS households, (count(*) FILTER (WHERE paid))::int AS "paidHouseholds",
      coalesce(sum(fen), 0)::bigint AS "paidFen"
    FROM (
      SELECT bool_or(p.source LIKE 'order:%') AS sold, bool_or(p.destination LIKE 'bank:%') AS paid, sum(${PAID}) AS fen
      FROM posting p WHERE p.part = 'HOUSEHOLD' GROUP BY p.household_id) each`;
  return row;
}

export type DeclaredAndPaid = {
  readonly slug: string;
  readonly name: string;
  readonly nameEn: string;
  readonly declared: number;
  readonly paid: number;
};

/** Households that each cooperative says it helps, beside those that a bank paid for it in these months. */
export async function declaredAndPaid(
  db: Db,
  months: { readonly from: Period; readonly to: Period },
): Promise<DeclaredAndPaid[]> {
  const anywhere = () => Prisma.sql`true`;
  return db.$queryRaw<DeclaredAndPaid[]>`
    SELECT c.slug, c.name, c.name_en AS "nameEn", c.declared_households AS declared,
      (count(p.household_id) FILTER (WHERE p.fen > 0))::int AS paid
    FROM cooperative c LEFT JOIN ${paidByCooperatives(anywhere, months, "now")} p ON p.cooperative_id = c.id
    WHERE c.status = 'APPROVED' GROUP BY c.id ORDER BY c.name`;
}

export async function areaNames(
  db: Db,
  codes: readonly string[],
): Promise<Map<string, { name: string; nameEn: string }>> {
  const rows = await db.$queryRaw<{ code: string; name: string; nameEn: string }[]>`
    SELECT code, short_name AS name, name_en AS "nameEn" FROM area WHERE code = ANY (${[...codes]})`;
  return new Map(rows.map((row) => [row.code, row]));
}
