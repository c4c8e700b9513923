import { postStripeFee } from "~/benefits/post-stripe-fee.server";
import type { Transaction } from "~/platform/db.server";
import type { Outcome } from "./event-store.server";
import { lockPayment, takeFee } from "./payment-store.server";
import type { FeeFacts } from "./stripe-facts";

/** What Stripe kept of a payment is posted once it is known, after the sale. */
export async function applyFee(tx: Transaction, fee: FeeFacts): Promise<Outcome> {
  const paymentId = (await takeFee(tx, fee)) ?? (await paymentWithFee(tx, fee));
  if (!paymentId) return { kind: "PARKED", waitsFor: fee.paymentIntentId };
  await postStripeFee(tx, { paymentId, feeFen: fee.feeFen, now: fee.at });
  return { kind: "APPLIED" };
}

/**
 * Said again, and then the journal decides whether it is the same fee; or the payment succeeded between the two looks, and
 * its fee is noted now, under its lock.
 */
async function paymentWithFee(tx: Transaction, fee: FeeFacts): Promise<string | undefined> {
  const payment = await lockPayment(tx, { paymentIntentId: fee.paymentIntentId, chargeId: fee.chargeId });
  if (payment?.state !== "SUCCEEDED") return undefined;
  await takeFee(tx, fee);
  return payment.id;
}
