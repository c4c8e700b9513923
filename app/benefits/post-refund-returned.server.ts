import type { Transaction } from "~/platform/db.server";
import type { Fen } from "~/kernel/money";
import { refundAccount, STRIPE } from "./accounts";
import { findJournal, writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * The shopper's bank sent a refund back after Stripe had said it succeeded: the money is at Stripe again and owed to the
 * shopper again (`refund:<id>`). Reverses the success by a journal that names it; said twice it is posted once.
 */
export async function postRefundReturned(
  tx: Transaction,
  { refundId, now }: { readonly refundId: string; readonly now: Date },
): Promise<WrittenJournal> {
  const succeeded = await findJournal(tx, { kind: "REFUND_SUCCEEDED", sourceId: refundId });
  if (!succeeded) throw new Error(`refund ${refundId} never succeeded in the ledger`);
  const [refund] = await tx.$queryRaw<{ amountFen: Fen }[]>`
    SELECT amount_fen AS "amountFen" FROM refund WHERE id = ${refundId}::uuid`;
  if (!refund) throw new Error(`there is no refund ${refundId}`);
  return writeJournal(tx, {
    kind: "REFUND_RETURNED",
    sourceId: refundId,
    inputs: [refund.amountFen],
    occurredAt: now,
    reversesId: succeeded.id,
    postings: [{ source: STRIPE, destination: refundAccount(refundId), amountFen: refund.amountFen }],
  });
}
