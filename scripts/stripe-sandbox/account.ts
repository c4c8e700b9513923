import type Stripe from "stripe";
import {
  METHODS,
  feeOf,
  newBalanceTransaction,
  newCharge,
  newPaymentIntent,
  newSession,
  type Method,
  type NewSession,
} from "./objects";
import { openDisputes } from "./disputes";
import { idOf, isCard } from "./references";
import { openRefunds } from "./refunds";
import type { Store } from "./store";
import { StripeRefusal, newStripeId, noSuch } from "./wire";

/** What happens a moment after something else, as at Stripe: the fee of a charge, the end of a pending refund. */
export type Later = (what: "fee" | "refund", id: string) => void;

export type Emit = (type: string, object: EventObject, previous?: Record<string, unknown>) => void;
type EventObject = Stripe.Checkout.Session | Stripe.PaymentIntent | Stripe.Charge | Stripe.Refund | Stripe.Dispute;

const SHORTEST_SESSION = 30 * 60;
const LONGEST_SESSION = 24 * 60 * 60;
// A request made for exactly 30 minutes arrives a moment later.
const LENIENCY = 60;

/** The charge that a request means, by its own id or by its PaymentIntent's. */
export type ChargeFor = (request: {
  readonly charge: string | undefined;
  readonly paymentIntent: string | undefined;
}) => Stripe.Charge;

export type Account = ReturnType<typeof openAccount>;

/** The money side: every act changes objects in the store and emits the events that Stripe would. */
export function openAccount({
  store,
  now,
  emit,
  later,
}: {
  store: Store;
  now: () => number;
  emit: Emit;
  later: Later;
}) {
  const openSessions = new Set<string>();
  const chargesOfIntent = new Map<string, string[]>();

  for (const session of store.all("checkout.session")) if (session.status === "open") openSessions.add(session.id);
  for (const charge of store.all("charge")) index(chargesOfIntent, idOf(charge.payment_intent), charge.id);

  function findSession(id: string): Stripe.Checkout.Session {
    const session = store.get("checkout.session", id);
    if (!session) throw noSuch("checkout.session", id, "session");
    if (session.status === "open" && session.expires_at <= now()) return endSession(session);
    return session;
  }

  function createSession(given: Omit<NewSession, "created" | "expiresAt"> & { expiresAt: number | undefined }) {
    const created = now();
    const expiresAt = given.expiresAt ?? created + LONGEST_SESSION;
    if (expiresAt < created + SHORTEST_SESSION - LENIENCY || expiresAt > created + LONGEST_SESSION + LENIENCY) {
      throw new StripeRefusal({
        message:
          "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.",
        param: "expires_at",
      });
    }
    const session = newSession({ ...given, created, expiresAt });
    store.put(session);
    store.put({ id: session.id, object: "intent_metadata", created, metadata: given.intentMetadata });
    openSessions.add(session.id);
    return session;
  }

  function expireSession(id: string): Stripe.Checkout.Session {
    const session = findSession(id);
    if (session.status !== "open") {
      throw new StripeRefusal({
        message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        executed: true,
      });
    }
    return endSession(session);
  }

  function endSession(session: Stripe.Checkout.Session): Stripe.Checkout.Session {
    const ended = { ...session, status: "expired" as const, url: null };
    store.put(ended);
    openSessions.delete(session.id);
    emit("checkout.session.expired", ended);
    return ended;
  }

  /** Ends what has passed its time. */
  function sweep(): void {
    for (const id of openSessions) findSession(id);
  }

  /** The shopper pays on the hosted page. `settlement: "later"` is a method that answers days after (processing first). */
  function pay(id: string, method: Method, settlement: "now" | "later" = "now"): Stripe.Checkout.Session {
    const session = findSession(id);
    if (session.status !== "open") throw notOpen(session);
    if (!session.payment_method_types.includes(method)) {
      throw new StripeRefusal({ message: `This session does not take ${method}.`, param: "payment_method" });
    }
    const at = now();
    const intent = intentOf(session, at);
    const complete = {
      ...session,
      status: "complete" as const,
      payment_status: settlement === "now" ? ("paid" as const) : ("unpaid" as const),
      payment_intent: intent.id,
      customer_details: {
        address: null,
        business_name: null,
        email: session.customer_email,
        individual_name: null,
        name: null,
        phone: null,
        tax_exempt: "none" as const,
        tax_ids: [],
      },
      url: null,
    } satisfies Stripe.Checkout.Session;
    openSessions.delete(id);
    if (settlement === "later") {
      const processing = { ...intent, status: "processing" as const, payment_method: newStripeId("pm_1") };
      store.put(processing);
      store.put(complete);
      emit("payment_intent.processing", processing);
      emit("checkout.session.completed", complete);
      return complete;
    }
    const paid = capture(intent, method, at);
    store.put(complete);
    emit("payment_intent.succeeded", paid);
    emit("checkout.session.completed", complete);
    return complete;
  }

  /** What was processing ends: paid, or failed. */
  function settleLater(id: string, outcome: "paid" | "failed", method: Method = "alipay"): Stripe.Checkout.Session {
    const session = findSession(id);
    const intent = store.get("payment_intent", idOf(session.payment_intent));
    if (!intent || intent.status !== "processing") throw notOpen(session);
    if (outcome === "failed") {
      const failed = { ...intent, status: "requires_payment_method" as const, last_payment_error: declined() };
      store.put(failed);
      emit("payment_intent.payment_failed", failed);
      emit("checkout.session.async_payment_failed", session);
      return session;
    }
    const paid = capture(intent, method, now());
    const complete = { ...session, payment_status: "paid" as const };
    store.put(complete);
    emit("payment_intent.succeeded", paid);
    emit("checkout.session.async_payment_succeeded", complete);
    return complete;
  }

  function capture(intent: Stripe.PaymentIntent, method: Method, at: number): Stripe.PaymentIntent {
    const charge = newCharge(intent, method, at);
    const paid = {
      ...intent,
      status: "succeeded" as const,
      amount_received: intent.amount,
      latest_charge: charge.id,
      payment_method: charge.payment_method,
      last_payment_error: null,
    };
    store.put(charge);
    store.put(paid);
    index(chargesOfIntent, intent.id, charge.id);
    emit("charge.succeeded", charge);
    later("fee", charge.id);
    return paid;
  }

  /** The card is refused: the session stays open, and the shopper may try again. */
  function decline(id: string): Stripe.Checkout.Session {
    const session = findSession(id);
    if (session.status !== "open") throw notOpen(session);
    const intent = intentOf(session, now());
    const failed = { ...intent, last_payment_error: declined() };
    store.put(failed);
    store.put({ ...session, payment_intent: intent.id });
    emit("payment_intent.payment_failed", failed);
    return session;
  }

  function intentOf(session: Stripe.Checkout.Session, at: number): Stripe.PaymentIntent {
    const known = store.get("payment_intent", idOf(session.payment_intent));
    return known ?? newPaymentIntent(session, store.get("intent_metadata", session.id)?.metadata ?? {}, at);
  }

  /** Stripe has worked out its fee: the charge gets its balance transaction. */
  function settleFee(chargeId: string): void {
    const charge = store.get("charge", chargeId);
    if (!charge || charge.balance_transaction) return;
    const transaction = newBalanceTransaction({
      type: isCard(charge) ? "charge" : "payment",
      category: "charge",
      amount: charge.amount,
      fee: feeOf(charge.amount),
      source: charge.id,
      currency: charge.currency,
      created: charge.created,
      description: null,
    });
    store.put(transaction);
    const settled = { ...charge, balance_transaction: transaction.id };
    store.put(settled);
    emit("charge.updated", settled, { balance_transaction: null });
  }

  function chargeFor(request: { charge: string | undefined; paymentIntent: string | undefined }): Stripe.Charge {
    const chargeId = request.charge ?? chargesOfIntent.get(request.paymentIntent ?? "")?.at(-1);
    const charge = chargeId === undefined ? undefined : store.get("charge", chargeId);
    if (charge) return charge;
    if (request.charge) throw noSuch("charge", request.charge, "charge");
    const intent = store.get("payment_intent", request.paymentIntent ?? "");
    if (!intent) throw noSuch("payment_intent", request.paymentIntent ?? "", "payment_intent");
    throw new StripeRefusal({
      message: `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      param: "payment_intent",
      executed: true,
    });
  }

  return {
    findSession,
    createSession,
    expireSession,
    sweep,
    pay,
    settleLater,
    decline,
    settleFee,
    ...openRefunds({ store, now, emit, later, chargeFor }),
    ...openDisputes({ store, now, emit, chargeFor }),
    /** what a restart has to take up again */
    unfinished: () => ({
      fees: [...store.all("charge")].filter((charge) => !charge.balance_transaction).map((charge) => charge.id),
      refunds: [...store.all("refund")].filter((refund) => refund.status === "pending").map((refund) => refund.id),
    }),
  };
}

function notOpen(session: Stripe.Checkout.Session): StripeRefusal {
  return new StripeRefusal({
    message: `This session is ${session.status}; nothing can be paid with it.`,
    executed: true,
  });
}

function declined(): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: "card_error",
    code: "card_declined",
    decline_code: "generic_decline",
    message: "Your card was declined.",
  };
}

export function isMethod(text: string | undefined): text is Method {
  return (METHODS as readonly (string | undefined)[]).includes(text);
}

function index(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
