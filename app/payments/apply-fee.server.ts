import { postStripeFee } from "~/benefits/post-stripe-fee.server";
import type { Transaction } from "~/platform/db.server";
import type { Outcome } from "./event-store.server";
import { lockPayment, markFeePosted } from "./payment-store.server";
import type { FeeFacts } from "./stripe-facts";

/** What Stripe kept of a payment is posted once it is known, after the sale. */
export async function applyFee(tx: Transaction, fee: FeeFacts): Promise<Outcome> {
  const payment = await lockPayment(tx, { paymentIntentId: fee.paymentIntentId, chargeId: fee.chargeId });
  if (payment?.state !== "SUCCEEDED") return { kind: "PARKED", waitsFor: fee.paymentIntentId };
  await postStripeFee(tx, { paymentId: payment.id, feeFen: fee.feeFen, now: fee.at });
  if (payment.feeFen === null) {
    await markFeePosted(tx, { paymentId: payment.id, chargeId: fee.chargeId, feeFen: fee.feeFen, at: fee.at });
  }
  return { kind: "APPLIED" };
}
