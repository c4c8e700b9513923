import type { PartKind } from "~/benefits/split";
import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";

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
  /** the word under which the receipt is public; null while it is not */
  readonly sharedAs: string | null;
};

type PartJson = { readonly kind: PartKind } & Record<"given" | "taken" | "pending" | "payable" | "paid", number>;

/** Where the money of a paid order went, read from the ledger in one statement: given, taken back, waiting, payable, paid. */
export async function orderReceipt(db: Db, orderId: string): Promise<OrderReceipt> {
  const [row] = await db.$queryRaw<
    [
      {
        parts: PartJson[];
        households: number;
        refunds: { amountFen: number; state: string; requestedAt: string }[];
        sharedAs: string | null;
      },
    ]
  >`
    SELECT
      (SELECT coalesce(jsonb_agg(part), '[]') FROM (
        SELECT p.part AS kind, sum(p.given_fen) AS given, sum(p.taken_fen) AS taken, sum(p.waiting_fen) AS pending,
          sum(p.released_fen) AS payable, sum(p.paid_fen) AS paid
        FROM order_line l JOIN line_part p ON p.order_line_id = l.id
        WHERE l.order_id = ${orderId}::uuid GROUP BY p.part) AS part) AS parts,
      (SELECT count(DISTINCT p.household_id)::int FROM order_line l JOIN posting p ON p.order_line_id = l.id
        WHERE l.order_id = ${orderId}::uuid AND p.part = 'HOUSEHOLD') AS households,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('amountFen', r.amount_fen, 'state', r.state,
          'requestedAt', r.requested_at) ORDER BY r.requested_at, r.id), '[]')
        FROM refund r WHERE r.order_id = ${orderId}::uuid) AS refunds,
      (SELECT s.token FROM receipt_share s WHERE s.order_id = ${orderId}::uuid) AS "sharedAs"`;
  return {
    parts: row.parts.map((part) => ({
      kind: part.kind,
      givenFen: BigInt(part.given),
      takenFen: BigInt(part.taken),
      pendingFen: BigInt(part.pending),
      payableFen: BigInt(part.payable),
      paidFen: BigInt(part.paid),
    })),
    households: row.households >= SMALLEST_PUBLIC_COUNT ? row.households : null,
    refunds: row.refunds.map((refund) => ({
      amountFen: BigInt(refund.amountFen),
      state: refund.state,
      requestedAt: new Date(refund.requestedAt),
    })),
    sharedAs: row.sharedAs,
  };
}
