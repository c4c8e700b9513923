import { idOf } from "./references";
import { DISPUTE_FEE } from "./objects";
import type { Store } from "./store";

export type IntentTruth = {
  readonly amount: number;
  readonly refunded: number;
  readonly refundPending: number;
  readonly refundFailed: number;
  readonly fee: number;
  readonly dispute: "open" | "won" | "lost" | null;
  readonly disputed: number;
  readonly orderId: string | null;
};

export type Truth = {
  readonly charges: { readonly count: number; readonly amount: number };
  readonly refunds: Readonly<
    Record<"pending" | "succeeded" | "failed", { readonly count: number; readonly amount: number }>
  >;
  readonly fees: number;
  readonly disputes: Readonly<Record<"open" | "won" | "lost", { readonly count: number; readonly amount: number }>>;
  readonly disputeFees: number;
  /** what the account holds, counting a refund once it has succeeded */
  readonly net: number;
  readonly paymentIntents: Readonly<Record<string, IntentTruth>>;
};

/** The sandbox's own account of everything, computed from its objects: what a ledger has to agree with. */
export function truthOf(store: Store): Truth {
  const refunds = { pending: none(), succeeded: none(), failed: none() };
  const disputes = { open: none(), won: none(), lost: none() };
  const charges = none();
  const intents: Record<string, { -readonly [Key in keyof IntentTruth]: IntentTruth[Key] }> = {};
  const orderOf = new Map<string, string | null>();
  let fees = 0;
  let disputeFees = 0;

  for (const session of store.all("checkout.session")) {
    orderOf.set(idOf(session.payment_intent), session.client_reference_id);
  }
  for (const charge of store.all("charge")) {
    charges.count++;
    charges.amount += charge.amount;
    const fee = store.get("balance_transaction", idOf(charge.balance_transaction))?.fee ?? 0;
    fees += fee;
    const intentId = idOf(charge.payment_intent);
    intents[intentId] = {
      amount: charge.amount,
      refunded: 0,
      refundPending: 0,
      refundFailed: 0,
      fee,
      dispute: null,
      disputed: 0,
      orderId: orderOf.get(intentId) ?? null,
    };
  }
  for (const refund of store.all("refund")) {
    const state = refund.status === "succeeded" ? "succeeded" : refund.status === "failed" ? "failed" : "pending";
    refunds[state].count++;
    refunds[state].amount += refund.amount;
    const intent = intents[idOf(refund.payment_intent)];
    if (!intent) continue;
    if (state === "succeeded") intent.refunded += refund.amount;
    else if (state === "failed") intent.refundFailed += refund.amount;
    else intent.refundPending += refund.amount;
  }
  for (const dispute of store.all("dispute")) {
    const state = dispute.status === "won" ? "won" : dispute.status === "lost" ? "lost" : "open";
    disputes[state].count++;
    disputes[state].amount += dispute.amount;
    if (state !== "won") disputeFees += DISPUTE_FEE;
    const intent = intents[idOf(dispute.payment_intent)];
    if (intent) Object.assign(intent, { dispute: state, disputed: dispute.amount });
  }
  const gone = refunds.succeeded.amount + fees + disputes.open.amount + disputes.lost.amount + disputeFees;
  return { charges, refunds, fees, disputes, disputeFees, net: charges.amount - gone, paymentIntents: intents };
}

function none() {
  return { count: 0, amount: 0 };
}
