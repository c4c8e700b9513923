import type { Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { BANK_PLATFORM, refundAccount } from "./accounts";
import { writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * What Stripe could not bring back was paid to the shopper from the platform's bank account: nothing is owed any more.
 * `reference` is the bank's, by which the payment can be found. Said twice it is posted once.
 */
export async function postRefundPaidOtherwise(
  tx: Transaction,
  refund: {
    readonly refundId: string;
    readonly amountFen: Fen;
    readonly reference: string;
    readonly actorId: string;
    readonly now: Date;
  },
): Promise<WrittenJournal> {
  const { refundId, amountFen, reference } = refund;
  return writeJournal(tx, {
    kind: "REFUND_PAID_OTHERWISE",
    sourceId: refundId,
    inputs: [amountFen, reference],
    occurredAt: refund.now,
    actorId: refund.actorId,
    postings: [{ source: refundAccount(refundId), destination: BANK_PLATFORM, amountFen }],
  });
}
