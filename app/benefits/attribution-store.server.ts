import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { AttributionShare } from "./attribution";
import type { WrittenJournal } from "./journal-store.server";

export type LineAttribution = { readonly orderLineId: string; readonly shares: readonly AttributionShare[] };

/** Stores who stood behind a sale, or what a refund took back of it, beside the journal that moved the money. */
export async function insertAttributions(
  tx: Db,
  journal: WrittenJournal,
  kind: "SALE" | "REVERSAL",
  lines: readonly LineAttribution[],
): Promise<void> {
  const rows = lines.flatMap(({ orderLineId, shares }) => shares.map((share) => ({ orderLineId, ...share })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO attribution (journal_id, position, order_line_id, lot_id, household_id, kind, amount_fen, period)
    SELECT ${journal.id}::uuid, a.position - 1, a.order_line_id, a.lot_id, a.household_id, ${kind}, a.amount_fen, ${journal.period}
    FROM unnest(${rows.map((row) => row.orderLineId)}::uuid[], ${rows.map((row) => row.lotId)}::uuid[],
      ${rows.map((row) => row.householdId)}::uuid[], ${rows.map((row) => String(row.amountFen))}::bigint[])
      WITH ORDINALITY AS a(order_line_id, lot_id, household_id, amount_fen, position)`;
}

type RemainingRow = { orderLineId: string; lotId: string; householdId: string | null; amountFen: Fen };

/** What is still attributed of each line, in a stable order. The order's row must be locked. */
export async function remainingAttributions(tx: Db, orderLineIds: readonly string[]): Promise<LineAttribution[]> {
  const rows = await tx.$queryRaw<RemainingRow[]>`
    SELECT order_line_id AS "orderLineId", lot_id AS "lotId", household_id AS "householdId",
      sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END)::bigint AS "amountFen"
    FROM attribution WHERE order_line_id = ANY (${[...orderLineIds]}::uuid[])
    GROUP BY order_line_id, lot_id, household_id
    ORDER BY order_line_id, lot_id, household_id NULLS LAST`;
  return orderLineIds.map((orderLineId) => ({
    orderLineId,
    shares: rows.filter((row) => row.orderLineId === orderLineId),
  }));
}
