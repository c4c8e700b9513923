import Stripe from "stripe";
import { db, withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { stripe } from "~/platform/stripe.server";
import { applyParkedFor } from "./apply-parked-events.server";
import { findPayment, lockPayment, type PaymentRow } from "./payment-store.server";
import { settleSession } from "./settle-session.server";
import { sessionFacts } from "./stripe-facts";

export type ReturnState =
  | { readonly kind: "paid" | "returned" | "expired"; readonly orderId: string }
  /** not paid yet, or Stripe could not be asked: the page says that it is being confirmed, never that it failed */
  | { readonly kind: "processing"; readonly orderId: string }
  | { readonly kind: "not-found" };

const SESSION_ID = /^cs_(?:test|live)_\w{10,200}$/;

/**
 * The shopper comes back from Stripe's page. Asks Stripe and settles exactly as the webhook does, so that it does not
 * matter which of them is first.
 */
export async function settleReturn({
  sessionId,
}: {
  readonly sessionId: string;
  readonly now: Date;
}): Promise<ReturnState> {
  if (!SESSION_ID.test(sessionId)) return { kind: "not-found" };
  const payment = await findPayment(db(), { sessionId });
  if (!payment) return { kind: "not-found" };
  const { orderId } = payment;
  if (payment.state === "SUCCEEDED") return settledAs(payment);

  let session: Stripe.Checkout.Session;
  try {
    session = await stripe().checkout.sessions.retrieve(sessionId, { expand: ["payment_intent.latest_charge"] });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.warn({ err: error, session: sessionId }, "Stripe could not be asked for a returning shopper's payment");
    return { kind: "processing", orderId };
  }
  if (session.status === "expired") return { kind: "expired", orderId };
  const facts = sessionFacts(session, new Date(session.created * 1000));
  if (facts.paymentStatus !== "paid") return { kind: "processing", orderId };

  // Mostly the webhook has the payment in hand by now: waiting for its lock needs no transaction of our own.
  const inHand = await lockPayment(db(), { sessionId });
  if (inHand?.state === "SUCCEEDED") return settledAs(inHand);
  const settled = await withTransaction("settle return", (tx) => settleSession(tx, facts));
  await applyParkedFor([facts.paymentIntentId, facts.sessionId]);
  return settled.kind === "paid" || settled.kind === "returned" ? settled : { kind: "processing", orderId };
}

function settledAs({ orderId, returnedAt }: PaymentRow): ReturnState {
  return { kind: returnedAt ? "returned" : "paid", orderId };
}
