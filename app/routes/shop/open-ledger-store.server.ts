import { PREORDER_MOVED } from "~/benefits/flow";
import type { PartKind } from "~/benefits/split";
import { allocate, proportionOf, sum, type Fen } from "~/kernel/money";
import { addDays, dayOf } from "~/kernel/period";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";

export const LEDGER_DAYS = 30;

export type OpenLedger = {
  readonly paidFen: Fen;
  /** null where fewer than five households stand behind them */
  readonly householdsFen: Fen | null;
  readonly households: number | null;
  readonly latest: LatestSale | null;
  readonly average: AverageSplit | null;
};

export type LatestSale = {
  readonly day: string;
  readonly villageName: string;
  readonly villageNameEn: string;
  readonly productName: string;
  readonly productNameEn: string;
  /** how much of it, in base units */
  readonly quantity: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly households: number;
  readonly householdsFen: Fen;
};

/** The days, both included, and the orders paid on them; the parts are the average order to the fen. */
export type AverageSplit = {
  readonly orders: number;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly { kind: PartKind; amountFen: Fen }[];
};

/** The figures of the open ledger, read from postings and orders of the last thirty days. */
export async function openLedger(db: Db, now: Date): Promise<OpenLedger> {
  const since = addDays(now, -LEDGER_DAYS);
  const [totals, latest, average] = await Promise.all([
    ledgerTotals(db, since),
    latestSale(db),
    averageSplit(db, since, now),
  ]);
  const enough = totals.households >= SMALLEST_PUBLIC_COUNT;
  return {
    paidFen: totals.paidFen,
    householdsFen: enough ? totals.householdsFen : null,
    households: enough ? totals.households : null,
    latest,
    average,
  };
}

async function ledgerTotals(db: Db, since: Date): Promise<{ paidFen: Fen; householdsFen: Fen; households: number }> {
  const [row] = await db.$queryRaw<[{ paidFen: Fen; householdsFen: Fen; households: number }]>`
    WITH paid AS (
      SELECT id, total_fen FROM customer_order WHERE state = 'PAID' AND paid_at >= ${since}::timestamptz
    ), given AS (
      SELECT p.household_id, p.amount_fen FROM paid
      JOIN order_line l ON l.order_id = paid.id JOIN posting p ON p.order_line_id = l.id
      WHERE p.part = 'HOUSEHOLD' AND p.source LIKE 'order:%'
    )
    SELECT (SELECT coalesce(sum(total_fen), 0) FROM paid)::bigint AS "paidFen",
      (SELECT coalesce(sum(amount_fen), 0) FROM given)::bigint AS "householdsFen",
      (SELECT count(DISTINCT household_id) FROM given)::int AS households`;
  return row;
}

/** The newest paid line behind which at least five households stand. */
async function latestSale(db: Db): Promise<LatestSale | null> {
  const [row] = await db.$queryRaw<LatestSale[]>`
    SELECT to_char(o.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, a.short_name AS "villageName",
      a.name_en AS "villageNameEn", p.name AS "productName", p.name_en AS "productNameEn",
      l.quantity * l.pack_quantity AS quantity, p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
      p.piece_name_en AS "pieceNameEn", given.households, given.fen AS "householdsFen"
    FROM (SELECT id, paid_at FROM customer_order WHERE state = 'PAID' ORDER BY paid_at DESC LIMIT 50) o
    JOIN order_line l ON l.order_id = o.id AND l.kind = 'GOODS'
    JOIN area a ON a.code = l.area_code JOIN product p ON p.id = l.product_id
    JOIN LATERAL (
      SELECT count(DISTINCT household_id)::int AS households, sum(amount_fen)::bigint AS fen FROM posting
      WHERE order_line_id = l.id AND part = 'HOUSEHOLD' AND source LIKE 'order:%'
    ) given ON given.households >= ${SMALLEST_PUBLIC_COUNT}::int
    ORDER BY o.paid_at DESC LIMIT 1`;
  return row ?? null;
}

/**
 * How the goods and freight of the orders paid since then were split when they were paid, on average: the average order is
 * rounded once, and its fen are spread over the parts by what all orders gave each.
 */
async function averageSplit(db: Db, since: Date, now: Date): Promise<AverageSplit | null> {
  const rows = await db.$queryRaw<{ kind: PartKind; fen: Fen; orders: number }[]>`
    WITH recent AS (SELECT id FROM customer_order WHERE state = 'PAID' AND paid_at >= ${since}::timestamptz)
    SELECT p.part AS kind, sum(CASE WHEN p.source LIKE 'order:%' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS fen,
      (SELECT count(*) FROM recent)::int AS orders
    FROM recent JOIN order_line l ON l.order_id = recent.id JOIN posting p ON p.order_line_id = l.id
    WHERE (p.source LIKE 'order:%' OR p.flow = ${PREORDER_MOVED}) AND p.part IS NOT NULL GROUP BY p.part ORDER BY p.part`;
  const orders = rows[0]?.orders ?? 0;
  const total = sum(rows.map(({ fen }) => fen));
  if (orders === 0 || total <= 0n) return null;
  const average = proportionOf(total, 1n, BigInt(orders));
  const parts = allocate(
    average,
    rows.map(({ fen }) => fen),
  );
  return {
    orders,
    from: dayOf(since),
    to: dayOf(now),
    parts: rows.map(({ kind }, index) => ({ kind, amountFen: parts[index] ?? 0n })),
  };
}
