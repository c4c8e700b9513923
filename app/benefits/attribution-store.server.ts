import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { AttributionShare } from "./attribution";

export type LineAttribution = { readonly orderLineId: string; readonly shares: readonly AttributionShare[] };

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
