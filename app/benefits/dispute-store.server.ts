import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

export type DisputeToPost = {
  readonly orderId: string;
  readonly amountFen: Fen;
  readonly feeFen: Fen;
  /** Stripe's word: fraudulent, product_not_received, product_unacceptable … */
  readonly reason: string;
};

/** Throws when there is none: the payments area stores a dispute before it posts it. */
export async function disputeToPost(db: Db, disputeId: string): Promise<DisputeToPost> {
  const [dispute] = await db.$queryRaw<DisputeToPost[]>`
    SELECT order_id AS "orderId", amount_fen AS "amountFen", fee_fen AS "feeFen", reason
    FROM dispute WHERE id = ${disputeId}::uuid`;
  if (!dispute) throw new Error(`there is no dispute ${disputeId} to post`);
  return dispute;
}
