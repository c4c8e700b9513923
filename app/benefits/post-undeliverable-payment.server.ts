import type { Fen } from "~/kernel/money";
import type { Transaction } from "~/platform/db.server";
import { orderAccount, STRIPE } from "./accounts";
import { writeJournal, type WrittenJournal } from "./journal-store.server";

/**
 * Money came for an order that cannot be delivered (expired, cancelled, paid twice): it is taken in, and never split.
 * In the same transaction the payments area requests a full refund with reason UNDELIVERABLE and no lines, which moves
 * it on to the shopper, so that the order's account is zero again.
 */
export async function postUndeliverablePayment(
  tx: Transaction,
  payment: { readonly paymentId: string; readonly orderId: string; readonly amountFen: Fen; readonly paidAt: Date },
): Promise<WrittenJournal> {
  return writeJournal(tx, {
    kind: "UNDELIVERABLE_PAYMENT",
    sourceId: payment.paymentId,
    inputs: [payment.orderId, payment.amountFen],
    occurredAt: payment.paidAt,
    postings: [{ source: STRIPE, destination: orderAccount(payment.orderId), amountFen: payment.amountFen }],
  });
}
