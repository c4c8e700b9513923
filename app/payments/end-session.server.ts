import Stripe from "stripe";
import { withTransaction } from "~/platform/db.server";
import { log } from "~/platform/log.server";
import { stripe } from "~/platform/stripe.server";
import { settleSession } from "./settle-session.server";
import { sessionFacts } from "./stripe-facts";

/**
 * Closes a payment page at Stripe before its goods are given away. `paid`: money had come, and was settled as the
 * webhook does. `processing`: a slow method has not answered. `unreachable`: nothing is known, so nothing may be given away.
 */
export async function endSession(
  payment: { readonly sessionId: string | null },
  now: Date,
): Promise<"ended" | "paid" | "processing" | "unreachable"> {
  // Without a stored session nobody was given a page to pay on.
  if (payment.sessionId === null) return "ended";
  try {
    await stripe().checkout.sessions.expire(payment.sessionId);
    return "ended";
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return unreachable(error, payment.sessionId);
  }
  let session: Stripe.Checkout.Session;
  try {
    session = await stripe().checkout.sessions.retrieve(payment.sessionId, {
      expand: ["payment_intent.latest_charge"],
    });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return unreachable(error, payment.sessionId);
  }
  if (session.status === "expired") return "ended";
  if (session.payment_status !== "paid") return "processing";
  const settled = await withTransaction("settle at expiry", (tx) => settleSession(tx, sessionFacts(session, now)));
  return settled.kind === "mismatch" ? "processing" : "paid";
}

function unreachable(error: unknown, sessionId: string): "unreachable" {
  log.warn({ err: error, session: sessionId }, "Stripe could not be asked to close a payment page");
  return "unreachable";
}
