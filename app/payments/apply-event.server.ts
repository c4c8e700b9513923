import type Stripe from "stripe";
import { closeUnpaidAfterPage } from "./close-unpaid-after-page.server";
import { db, type Transaction } from "~/platform/db.server";
import { stripe } from "~/platform/stripe.server";
import { applyDispute } from "./apply-dispute.server";
import { applyFee } from "./apply-fee.server";
import { applyRefund } from "./apply-refund.server";
import type { Outcome } from "./event-store.server";
import { settleSession } from "./settle-session.server";
import {
  disputeFacts,
  idOf,
  instant,
  refundFacts,
  sessionFacts,
  type FeeFacts,
  type RefundFacts,
} from "./stripe-facts";

/** What an event is about, with everything that has to be asked from Stripe first. */
export type PreparedEvent = {
  readonly event: Stripe.Event;
  readonly fee: FeeFacts | undefined;
  readonly refunds: readonly RefundFacts[];
};

/** Asks Stripe for what the event only names. Never inside a transaction. */
export async function prepareEvent(event: Stripe.Event): Promise<PreparedEvent> {
  const at = instant(event.created);
  if (event.type === "charge.updated" || event.type === "charge.succeeded") {
    return { event, fee: await feeOf(event.data.object, at), refunds: [] };
  }
  if (event.type === "charge.refunded") {
    return { event, fee: undefined, refunds: await unknownRefunds(event.data.object, at) };
  }
  return { event, fee: undefined, refunds: [] };
}

async function feeOf(charge: Stripe.Charge, at: Date): Promise<FeeFacts | undefined> {
  const paymentIntentId = idOf(charge.payment_intent);
  if (!charge.paid || !charge.balance_transaction || !paymentIntentId) return undefined;
  const transaction =
    typeof charge.balance_transaction === "string"
      ? await stripe().balanceTransactions.retrieve(charge.balance_transaction)
      : charge.balance_transaction;
  return {
    chargeId: charge.id,
    paymentIntentId,
    feeFen: BigInt(transaction.fee),
    at,
  };
}

/** The charge says how much went back; when that is not what we know, Stripe is asked for each refund of it. */
async function unknownRefunds(charge: Stripe.Charge, at: Date): Promise<RefundFacts[]> {
  const paymentIntentId = idOf(charge.payment_intent);
  if (!paymentIntentId) return [];
  const [known] = await db().$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(r.amount_fen), 0)::bigint AS fen FROM payment p JOIN refund r ON r.payment_id = p.id
    WHERE p.payment_intent_id = ${paymentIntentId} AND r.state IN ('PENDING', 'SUCCEEDED')`;
  if (known?.fen === BigInt(charge.amount_refunded)) return [];
  const refunds = await stripe().refunds.list({ payment_intent: paymentIntentId, limit: 100 });
  return refunds.data.map((refund) => refundFacts(refund, at));
}

/** Applies an event in the caller's transaction. Events of others' business on the same Stripe account are ignored. */
export async function applyEvent(tx: Transaction, { event, fee, refunds }: PreparedEvent, now: Date): Promise<Outcome> {
  const at = instant(event.created);
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return applySession(tx, event.data.object, at);
    case "checkout.session.expired":
    case "checkout.session.async_payment_failed":
      return closeUnpaidAfterPage(tx, sessionFacts(event.data.object, at), now);
    case "charge.succeeded":
    case "charge.updated":
      return fee ? applyFee(tx, fee) : { kind: "IGNORED" };
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
    case "charge.refund.updated":
      return applyRefund(tx, refundFacts(event.data.object, at));
    case "charge.refunded":
      return applyAll(tx, refunds);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return applyDispute(tx, disputeFacts(event.data.object, at));
    default:
      return { kind: "IGNORED" };
  }
}

async function applySession(tx: Transaction, session: Stripe.Checkout.Session, at: Date): Promise<Outcome> {
  const settled = await settleSession(tx, sessionFacts(session, at));
  if (settled.kind === "unknown") return { kind: "PARKED", waitsFor: session.id };
  if (settled.kind === "unpaid") return { kind: "IGNORED" };
  if (settled.kind === "mismatch") return { kind: "ALARM", error: "amount or currency are not the order's" };
  return { kind: "APPLIED" };
}

async function applyAll(tx: Transaction, refunds: readonly RefundFacts[]): Promise<Outcome> {
  let outcome: Outcome = { kind: refunds.length > 0 ? "APPLIED" : "IGNORED" };
  for (const refund of refunds) {
    const one = await applyRefund(tx, refund);
    if (one.kind !== "APPLIED") outcome = one;
  }
  return outcome;
}
