import type { Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, STRIPE } from "./accounts";
import { disputeToPost } from "./dispute-store.server";
import { findJournal, writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * Stripe gives the disputed amount back: the opening is reversed, by a journal that names it. Its fee stays lost unless
 * `feeBackFen` says that it, too, came back.
 */
export async function postDisputeWon(
  tx: Transaction,
  { disputeId, feeBackFen = 0n, now }: { readonly disputeId: string; readonly feeBackFen?: Fen; readonly now: Date },
): Promise<WrittenJournal> {
  const dispute = await disputeToPost(tx, disputeId);
  const opened = await findJournal(tx, { kind: "DISPUTE_OPENED", sourceId: disputeId });
  if (!opened) throw new Error(`dispute ${disputeId} was never opened in the ledger`);
  if (feeBackFen > dispute.feeFen) throw new RangeError("no more of a dispute's fee comes back than was taken");
  return writeJournal(tx, {
    kind: "DISPUTE_WON",
    sourceId: disputeId,
    inputs: [dispute.amountFen, feeBackFen],
    occurredAt: now,
    reversesId: opened.id,
    postings: [{ source: STRIPE, destination: FUNDS_PLATFORM, amountFen: dispute.amountFen + feeBackFen }],
  });
}
