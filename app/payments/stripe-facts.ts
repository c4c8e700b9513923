import type Stripe from "stripe";
import { isId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";

/** What a Checkout Session tells us, from an event or asked for. */
export type SessionFacts = {
  readonly sessionId: string;
  readonly status: string | null;
  readonly paymentStatus: string;
  readonly paymentIntentId: string | undefined;
  readonly chargeId: string | undefined;
  readonly amountFen: Fen;
  readonly currency: string;
  /** our own payment, as written into the session's metadata */
  readonly paymentId: string | undefined;
  readonly orderId: string | undefined;
  readonly at: Date;
};

export function sessionFacts(session: Stripe.Checkout.Session, at: Date): SessionFacts {
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  const charge = typeof intent?.latest_charge === "object" ? intent.latest_charge : null;
  return {
    sessionId: session.id,
    status: session.status,
    paymentStatus: session.payment_status,
    paymentIntentId: idOf(session.payment_intent),
    chargeId: idOf(intent?.latest_charge),
    amountFen: BigInt(session.amount_total ?? 0),
    currency: session.currency ?? "",
    paymentId: ourId(session.metadata?.["payment_id"]),
    orderId: ourId(session.client_reference_id),
    at: charge ? instant(charge.created) : at,
  };
}

/** What Stripe kept of a charge. */
export type FeeFacts = {
  readonly chargeId: string;
  readonly paymentIntentId: string;
  readonly feeFen: Fen;
  readonly at: Date;
};

export type RefundFacts = {
  readonly stripeRefundId: string;
  readonly status: string;
  readonly amountFen: Fen;
  readonly currency: string;
  readonly chargeId: string | undefined;
  readonly paymentIntentId: string | undefined;
  /** our own refund, as written into its metadata; undefined for one made by hand in the dashboard */
  readonly refundId: string | undefined;
  readonly failureReason: string | undefined;
  readonly at: Date;
};

export function refundFacts(refund: Stripe.Refund, at: Date): RefundFacts {
  return {
    stripeRefundId: refund.id,
    status: refund.status ?? "pending",
    amountFen: BigInt(refund.amount),
    currency: refund.currency,
    chargeId: idOf(refund.charge),
    paymentIntentId: idOf(refund.payment_intent),
    refundId: ourId(refund.metadata?.["refund_id"]),
    failureReason: refund.failure_reason,
    at,
  };
}

export type DisputeFacts = {
  readonly stripeDisputeId: string;
  readonly chargeId: string | undefined;
  readonly paymentIntentId: string | undefined;
  readonly amountFen: Fen;
  readonly currency: string;
  readonly reason: string;
  readonly outcome: "open" | "won" | "lost";
  /** what Stripe took away with the dispute; undefined while it only asks and has taken nothing */
  readonly withdrawn: { readonly feeFen: Fen } | undefined;
  /** won: what came back of the fee; undefined until the money is back */
  readonly reinstated: { readonly feeBackFen: Fen } | undefined;
  readonly openedAt: Date;
  readonly at: Date;
};

export function disputeFacts(dispute: Stripe.Dispute, at: Date): DisputeFacts {
  const taken = dispute.balance_transactions.filter((transaction) => transaction.amount < 0);
  const back = dispute.balance_transactions.filter((transaction) => transaction.amount > 0);
  return {
    stripeDisputeId: dispute.id,
    chargeId: idOf(dispute.charge),
    paymentIntentId: idOf(dispute.payment_intent),
    amountFen: BigInt(dispute.amount),
    currency: dispute.currency,
    reason: dispute.reason,
    outcome: dispute.status === "won" ? "won" : dispute.status === "lost" ? "lost" : "open",
    withdrawn: taken.length > 0 ? { feeFen: feesOf(taken) } : undefined,
    reinstated: back.length > 0 ? { feeBackFen: -feesOf(back) } : undefined,
    openedAt: instant(dispute.created),
    at,
  };
}

function feesOf(transactions: readonly Stripe.BalanceTransaction[]): Fen {
  return transactions.reduce((sum, transaction) => sum + BigInt(transaction.fee), 0n);
}

export function idOf(reference: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof reference === "string" ? reference : reference?.id;
}

/** Others may use the same Stripe account, with metadata of their own. */
export function ourId(text: string | null | undefined): string | undefined {
  return isId(text ?? undefined) ? (text ?? undefined) : undefined;
}

/** Stripe counts in seconds. */
export function instant(seconds: number): Date {
  return new Date(seconds * 1000);
}

const PERSONAL = new Set([
  ...["customer_details", "customer_email", "collected_information", "shipping", "shipping_details", "billing_details"],
  ...["receipt_email", "receipt_url", "evidence", "payment_method_details", "url", "client_secret"],
]);

/** The event without the shopper's personal data and without links that act: what the inbox keeps. */
export function withoutPersonalData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonalData);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (PERSONAL.has(key) ? [] : [[key, withoutPersonalData(inner)]])),
  );
}
