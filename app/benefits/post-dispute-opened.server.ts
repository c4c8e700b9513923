import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, STRIPE } from "./accounts";
import { disputeToPost } from "./dispute-store.server";
import { writeJournal, type WrittenJournal } from "./journal-store.server";
import { lockSoldOrder } from "./sold-line-store.server";

/**
 * Stripe takes the disputed amount and its fee away at once; the platform advances both. While the dispute is open no
 * part of the order is released (releaseShipment refuses).
 */
export async function postDisputeOpened(
  tx: Transaction,
  { disputeId, now }: { readonly disputeId: string; readonly now: Date },
): Promise<WrittenJournal> {
  const dispute = await disputeToPost(tx, disputeId);
  await lockSoldOrder(tx, dispute.orderId);
  return writeJournal(tx, {
    kind: "DISPUTE_OPENED",
    sourceId: disputeId,
    inputs: [dispute.orderId, dispute.amountFen, dispute.feeFen],
    occurredAt: now,
    postings: [{ source: FUNDS_PLATFORM, destination: STRIPE, amountFen: dispute.amountFen + dispute.feeFen }],
  });
}
