import type { Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { refundAccount, STRIPE } from "./accounts";
import { writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * Stripe says the shopper has the money. Until then, and for ever when it fails, it stays owed in `refund:<id>`.
 * Said twice (answer and webhook) it is posted once.
 */
export async function postRefundSucceeded(
  tx: Transaction,
  { refundId, now }: { readonly refundId: string; readonly now: Date },
): Promise<WrittenJournal> {
  const [refund] = await tx.$queryRaw<{ amountFen: Fen }[]>`
    SELECT amount_fen AS "amountFen" FROM refund
    WHERE id = ${refundId}::uuid
      AND EXISTS (SELECT FROM journal WHERE kind = 'REFUND_REQUESTED' AND source_id = ${refundId})`;
  if (!refund) throw new Error(`refund ${refundId} was never asked for in the ledger`);
  return writeJournal(tx, {
    kind: "REFUND_SUCCEEDED",
    sourceId: refundId,
    inputs: [refund.amountFen],
    occurredAt: now,
    postings: [{ source: refundAccount(refundId), destination: STRIPE, amountFen: refund.amountFen }],
  });
}
