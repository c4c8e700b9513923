import { allocate, proportionOf, smaller, sum, type Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { FUNDS_PLATFORM, orderAccount } from "./accounts";
import { disputeToPost } from "./dispute-store.server";
import { findJournal, writeJournal, type WrittenJournal } from "./journal-store.server";
import { lineParts, remainingOf } from "./line-part-store.server";
import { lockSoldOrder, soldLines } from "./sold-line-store.server";
import { takeBack, type BearerRule } from "./take-back.server";

/** By Stripe's reason of the dispute: bad goods are the seller's, lost parcels the shipper's, fraud the platform's. */
export function bearerOfDispute(reason: string): BearerRule {
  if (reason === "product_unacceptable") return "SELLER";
  if (reason === "product_not_received") return "SHIPPER";
  return "PLATFORM";
}

/**
 * The shopper's bank keeps the money: what a refund would take back from the lines goes to the platform, which had
 * advanced it. The amount is spread over the lines by what remains of each; where less remains than was disputed
 * (refunded meanwhile), the platform bears the difference. The fee stays lost.
 */
export async function postDisputeLost(
  tx: Transaction,
  { disputeId, bearer, now }: { readonly disputeId: string; readonly bearer?: BearerRule; readonly now: Date },
): Promise<WrittenJournal> {
  const dispute = await disputeToPost(tx, disputeId);
  await lockSoldOrder(tx, dispute.orderId);
  const rule = bearer ?? bearerOfDispute(dispute.reason);
  const event = { kind: "DISPUTE_LOST", sourceId: disputeId, inputs: [dispute.amountFen, rule] } as const;
  const posted = await findJournal(tx, event);
  if (posted) return posted;
  if (!(await findJournal(tx, { kind: "DISPUTE_OPENED", sourceId: disputeId }))) {
    throw new Error(`dispute ${disputeId} was never opened in the ledger`);
  }

  const lines = await linesToTake(tx, dispute.orderId, dispute.amountFen);
  const { postings, reversals } = await takeBack(tx, { orderId: dispute.orderId, bearer: rule, lines });
  const taken = sum(lines.map((line) => line.takeFen));
  return writeJournal(tx, {
    ...event,
    occurredAt: now,
    postings:
      taken > 0n
        ? [...postings, { source: orderAccount(dispute.orderId), destination: FUNDS_PLATFORM, amountFen: taken }]
        : [],
    attributions: { kind: "REVERSAL", lines: reversals },
  });
}

/** What remains of each line's net, in the proportion in which the disputed amount is of what was charged for it. */
async function linesToTake(tx: Transaction, orderId: string, disputedFen: Fen) {
  const lines = await soldLines(tx, orderId);
  const parts = await lineParts(
    tx,
    lines.map((line) => line.id),
  );
  const open = lines.map((line) => {
    const remainingFen = sum(parts.filter((part) => part.orderLineId === line.id).map(remainingOf));
    const netFen = line.chargedFen + line.platformDiscountFen;
    // of a discounted line the shopper paid only a part: the platform's discount returns beside it
    const chargedFen = netFen > 0n ? proportionOf(line.chargedFen, remainingFen, netFen) : 0n;
    return { orderLineId: line.id, remainingFen, chargedFen };
  });
  const chargedFen = sum(open.map((line) => line.chargedFen));
  if (chargedFen === 0n) return [];
  const amounts = allocate(
    smaller(disputedFen, chargedFen),
    open.map((line) => line.chargedFen),
  );
  return open
    .map((line, i) => ({
      orderLineId: line.orderLineId,
      takeFen: line.chargedFen > 0n ? proportionOf(line.remainingFen, amounts[i] ?? 0n, line.chargedFen) : 0n,
    }))
    .filter((line) => line.takeFen > 0n);
}
