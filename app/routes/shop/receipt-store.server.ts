import type { PartKind } from "~/benefits/split";
import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { SMALLEST_PUBLIC_COUNT } from "./open-ledger-store.server";

export type ReceiptPart = {
  readonly kind: PartKind;
  readonly givenFen: Fen;
  readonly takenFen: Fen;
  readonly pendingFen: Fen;
  readonly payableFen: Fen;
  readonly paidFen: Fen;
};

export type OrderReceipt = {
  readonly parts: readonly ReceiptPart[];
  /** null when fewer than five */
  readonly households: number | null;
  readonly refunds: readonly { readonly amountFen: Fen; readonly state: string; readonly requestedAt: Date }[];
};

/** Where the money of a paid order went, read from the ledger: given, taken back, waiting, payable, paid. */
export async function orderReceipt(db: Db, orderId: string): Promise<OrderReceipt> {
  const [parts, [counted], refunds] = await Promise.all([
    db.$queryRaw<ReceiptPart[]>`
      SELECT p.part AS kind, sum(p.given_fen)::bigint AS "givenFen", sum(p.taken_fen)::bigint AS "takenFen",
        sum(p.waiting_fen)::bigint AS "pendingFen", sum(p.released_fen)::bigint AS "payableFen",
        sum(p.paid_fen)::bigint AS "paidFen"
      FROM order_line l JOIN line_part p ON p.order_line_id = l.id
      WHERE l.order_id = ${orderId}::uuid GROUP BY p.part`,
    db.$queryRaw<[{ households: number }]>`
      SELECT count(DISTINCT p.household_id)::int AS households
      FROM order_line l JOIN posting p ON p.order_line_id = l.id
      WHERE l.order_id = ${orderId}::uuid AND p.part = 'HOUSEHOLD'`,
    db.$queryRaw<{ amountFen: Fen; state: string; requestedAt: Date }[]>`
      SELECT amount_fen AS "amountFen", state, requested_at AS "requestedAt" FROM refund
      WHERE order_id = ${orderId}::uuid ORDER BY requested_at, id`,
  ]);
  return {
    parts,
    households: counted.households >= SMALLEST_PUBLIC_COUNT ? counted.households : null,
    refunds,
  };
}
