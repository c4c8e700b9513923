import Stripe from "stripe";
import { newId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { addMinutes } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { orderToken } from "~/orders/access-token.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { log } from "~/platform/log.server";
import { stripe } from "~/platform/stripe.server";
import { CURRENCY, SESSION_MINUTES, SHORTEST_SESSION_MINUTES } from "./payment-state";
import { insertPayment, markPaymentOpen, orderToPay, renewAttempt, type PayableOrder } from "./payment-store.server";
import type { StartPaymentFailure } from "./start-payment-failure";

type Attempt = { readonly paymentId: string; readonly key: string; readonly expiresAt: Date };

/**
 * The address of Stripe's payment page for a placed order. Pressed again while the page is open, it answers the same
 * one; two presses at once ask Stripe with the same key. Stripe is asked outside any transaction: when it does not
 * answer, the order stays as it is and can be paid later.
 */
export async function startPayment({
  orderId,
  order: known,
  now,
}: {
  readonly orderId: string;
  /** what openPayment answered a moment ago; that of another order, or of a try that was given up, is not used */
  readonly order?: PayableOrder | undefined;
  readonly now: Date;
}): Promise<Result<{ readonly url: string }, StartPaymentFailure>> {
  const order = known?.id === orderId ? known : await orderToPay(db(), orderId);
  if (!order) return failed({ kind: "not-found" });
  if (order.state === "PAID") return failed({ kind: "already-paid" });
  if (order.state !== "PLACED") return failed({ kind: "closed" });
  if (order.paymentState === "OPEN" && order.checkoutUrl && order.expiresAt && order.expiresAt > now) {
    return succeeded({ url: order.checkoutUrl });
  }
  if (order.paymentState === "OPEN") return failed({ kind: "closed" });

  const attempt = await attemptOf(order, orderId, now);
  // Another press was first to renew it: with what that one wrote, both ask with the same key.
  if (!attempt) return startPayment({ orderId, now });
  let session: Stripe.Checkout.Session;
  try {
    session = await createSession(order, orderId, attempt);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.warn({ err: error, order: orderId, key: attempt.key }, "Stripe made no payment page");
    // An answer that will be repeated for this key helps nobody: the next try asks under another.
    if (error.headers?.["idempotent-replayed"] === "true" || error.type === "StripeIdempotencyError") {
      await renewAttempt(db(), { ...attempt, key: `session:${newId(now)}`, instead: attempt.key });
    }
    return failed({ kind: "stripe-unavailable" });
  }

  const url = session.url ?? "";
  const opened = await markPaymentOpen(db(), {
    paymentId: attempt.paymentId,
    sessionId: session.id,
    url,
    expiresAt: new Date(session.expires_at * 1000),
  });
  if (opened) return succeeded({ url });
  // The order was closed, paid or given another page while Stripe was answering: nobody may pay on this one.
  await stripe()
    .checkout.sessions.expire(session.id)
    .catch((error: unknown) => log.warn({ err: error, session: session.id }, "a page nobody needs stays open"));
  const present = await orderToPay(db(), orderId);
  if (present?.paymentState === "OPEN" && present.checkoutUrl) return succeeded({ url: present.checkoutUrl });
  return failed({ kind: present?.state === "PAID" ? "already-paid" : "closed" });
}

/**
 * The attempt that is under way, or a new one when it was never begun or has too little time left for Stripe. Undefined when it was
 * renewed since the order was read.
 */
async function attemptOf(order: PayableOrder, orderId: string, now: Date): Promise<Attempt | undefined> {
  const expiresAt = addMinutes(now, SESSION_MINUTES);
  if (!order.paymentId || !order.idempotencyKey) {
    const paymentId = await insertPayment(db(), { orderId, amountFen: order.totalFen, expiresAt, now });
    return { paymentId, key: `session:${paymentId}`, expiresAt };
  }
  if (order.expiresAt && order.expiresAt >= addMinutes(now, SHORTEST_SESSION_MINUTES)) {
    return { paymentId: order.paymentId, key: order.idempotencyKey, expiresAt: order.expiresAt };
  }
  const renewed = { paymentId: order.paymentId, key: `session:${newId(now)}`, expiresAt };
  return (await renewAttempt(db(), { ...renewed, instead: order.idempotencyKey })) ? renewed : undefined;
}

function createSession(order: PayableOrder, orderId: string, attempt: Attempt): Promise<Stripe.Checkout.Session> {
  const methods = env()
    .STRIPE_PAYMENT_METHODS.split(",")
    .map((method) => method.trim());
  // Only what finds the order again: nothing of a household, nothing of the address.
  const metadata = { payment_id: attempt.paymentId, order_id: orderId, order_number: order.number };
  const site = env().APP_URL.replace(/\/$/, "");
  return stripe().checkout.sessions.create(
    {
      mode: "payment",
      line_items: order.lines
        .filter((line) => BigInt(line.chargedFen) > 0n)
        .map((line) => ({
          quantity: 1,
          price_data: {
            currency: CURRENCY,
            unit_amount: toNumber(BigInt(line.chargedFen)),
            product_data: { name: nameOf(line) },
          },
        })),
      allowed_payment_method_types: methods,
      ...(methods.includes("wechat_pay") ? { payment_method_options: { wechat_pay: { client: "web" } } } : {}),
      client_reference_id: orderId,
      ...(order.buyerEmail ? { customer_email: order.buyerEmail } : {}),
      metadata,
      payment_intent_data: { metadata, description: `Huhui ${order.number}` },
      locale: order.locale,
      expires_at: Math.floor(attempt.expiresAt.getTime() / 1000),
      success_url: site + paths.payment.returned(order.locale),
      cancel_url: site + paths.payment.order(order.locale, orderToken(orderId)),
    },
    { idempotencyKey: attempt.key },
  );
}

function nameOf(line: PayableOrder["lines"][number]): string {
  const name = [line.title, line.variantName].filter((part) => part !== "").join(" · ");
  return (line.quantity > 1 ? `${name} × ${line.quantity}` : name).slice(0, 250);
}
