import type { SplittableLine } from "~/benefits/split";
import type { FeeScheduleRates } from "~/catalog/fee-schedule";
import type { SplitRuleRates } from "~/catalog/split-rule";
import { allocate, percentOf, smaller, sum } from "~/kernel/money";
import { orderForSplit, type OrderForSplit } from "~/orders/order-for-split.server";
import type { Db } from "~/platform/db.server";
import { compareSplits, underTerms, type DryRunRow } from "./dry-run";

/** How many past orders a proposal is tried on. */
export const DRY_RUN_ORDERS = 20;
/** The most that the processing charge takes of an order, as when it is priced. */
const PROCESSING_CAP_BPS = 5_000;

export type DryRun = {
  readonly orders: number;
  readonly lines: number;
  readonly totalFen: bigint;
  readonly rows: readonly DryRunRow[];
};

/** What the last paid orders under a split rule's code gave everybody, and what they would give under other rates. */
export async function tryOutSplitRule(db: Db, code: string, rates: SplitRuleRates): Promise<DryRun> {
  const found = await db.$queryRaw<{ id: string; lineIds: string[] }[]>`
    SELECT o.id, array_agg(l.id::text) AS "lineIds"
    FROM customer_order o JOIN order_line l ON l.order_id = o.id JOIN split_rule r ON r.id = l.split_rule_id
    WHERE o.state = 'PAID' AND r.code = ${code}
    GROUP BY o.id ORDER BY o.paid_at DESC LIMIT ${DRY_RUN_ORDERS}`;
  const affected = new Set(found.flatMap(({ lineIds }) => lineIds));
  const orders = await loadOrders(
    db,
    found.map(({ id }) => id),
  );
  const lines = orders.flatMap((order) => order.lines.filter((line) => affected.has(line.id) && canBeSplit(line)));
  const after = lines.map((line) => (line.kind === "GOODS" ? underTerms(line, rates) : line));
  return { orders: orders.length, lines: lines.length, ...compareSplits(lines, after) };
}

/** The same for what platform and processor charge: every line of the last paid orders. */
export async function tryOutFeeSchedule(db: Db, rates: FeeScheduleRates): Promise<DryRun> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer_order WHERE state = 'PAID' ORDER BY paid_at DESC LIMIT ${DRY_RUN_ORDERS}`;
  const ids = found.map(({ id }) => id);
  const [orders, charged] = await Promise.all([loadOrders(db, ids), chargedOf(db, ids)]);
  const whole = orders.filter((order) => order.lines.every(canBeSplit));
  const before = whole.flatMap((order) => order.lines);
  const after = whole.flatMap((order) => underFees(order, charged, rates));
  return { orders: whole.length, lines: before.length, ...compareSplits(before, after) };
}

async function loadOrders(db: Db, ids: readonly string[]): Promise<OrderForSplit[]> {
  const orders = [];
  for (const id of ids) {
    const order = await orderForSplit(db, id);
    if (order) orders.push(order);
  }
  return orders;
}

async function chargedOf(db: Db, orderIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await db.orderLine.findMany({
    where: { orderId: { in: [...orderIds] } },
    select: { id: true, chargedFen: true },
  });
  return new Map(rows.map((row) => [row.id, row.chargedFen]));
}

function underFees(
  order: OrderForSplit,
  charged: ReadonlyMap<string, bigint>,
  rates: FeeScheduleRates,
): SplittableLine[] {
  const weights = order.lines.map((line) => charged.get(line.id) ?? 0n);
  const total = sum(weights);
  const charge = smaller(
    percentOf(total, rates.processingBps) + rates.processingFixedFen,
    percentOf(total, PROCESSING_CAP_BPS),
  );
  const parts = total > 0n ? allocate(charge, weights) : weights;
  return order.lines.map((line, index) => {
    const processingFen = parts[index] ?? 0n;
    return line.kind === "GOODS"
      ? { ...line, processingFen, platformBps: rates.platformBps }
      : { ...line, processingFen };
  });
}

/** A line whose goods were all given back holds no lots any more: there is nothing left to split it by. */
function canBeSplit(line: OrderForSplit["lines"][number]): boolean {
  return line.kind === "FREIGHT" || line.picks.length > 0;
}
