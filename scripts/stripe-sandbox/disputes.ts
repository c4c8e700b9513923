import type Stripe from "stripe";
import type { ChargeFor, Emit } from "./account";
import { DISPUTE_FEE, newBalanceTransaction, newDispute } from "./objects";
import { idOf } from "./references";
import type { Store } from "./store";
import { noSuch, StripeRefusal } from "./wire";

/** A shopper's bank asks for the money back: it is withdrawn at once, and reinstated when the dispute is won. */
export function openDisputes({
  store,
  now,
  emit,
  chargeFor,
}: {
  store: Store;
  now: () => number;
  emit: Emit;
  chargeFor: ChargeFor;
}) {
  function openDispute(request: {
    charge: string | undefined;
    paymentIntent: string | undefined;
    amount: number | undefined;
    reason: string | undefined;
  }): Stripe.Dispute {
    const charge = chargeFor(request);
    if (charge.disputed) {
      throw new StripeRefusal({ message: `Charge ${charge.id} is disputed already.`, executed: true });
    }
    const dispute = newDispute({
      charge,
      amount: request.amount ?? charge.amount - charge.amount_refunded,
      reason: request.reason ?? "product_not_received",
      created: now(),
    });
    const withdrawn = disputeTransaction(dispute, -dispute.amount, DISPUTE_FEE);
    const opened = { ...dispute, balance_transactions: [withdrawn] };
    store.put(withdrawn);
    store.put({ ...charge, disputed: true });
    store.put(opened);
    emit("charge.dispute.created", opened);
    emit("charge.dispute.funds_withdrawn", opened);
    return opened;
  }

  function closeDispute(id: string, outcome: "won" | "lost"): Stripe.Dispute {
    const dispute = store.get("dispute", id);
    if (!dispute) throw noSuch("dispute", id);
    if (isClosed(dispute)) throw new StripeRefusal({ message: `Dispute ${id} is already closed.`, executed: true });
    const closed = { ...dispute, status: outcome } satisfies Stripe.Dispute;
    if (outcome === "lost") {
      store.put(closed);
      emit("charge.dispute.closed", closed);
      return closed;
    }
    const reinstated = disputeTransaction(dispute, dispute.amount, -DISPUTE_FEE);
    const won = { ...closed, balance_transactions: [...dispute.balance_transactions, reinstated] };
    store.put(reinstated);
    store.put(won);
    emit("charge.dispute.funds_reinstated", won);
    emit("charge.dispute.closed", won);
    return won;
  }

  function disputeTransaction(dispute: Stripe.Dispute, amount: number, fee: number): Stripe.BalanceTransaction {
    return newBalanceTransaction({
      type: "adjustment",
      category: amount < 0 ? "dispute" : "dispute_reversal",
      amount,
      fee,
      feeText: "Dispute fee",
      source: dispute.id,
      currency: dispute.currency,
      created: now(),
      description: amount < 0 ? `Chargeback withdrawal for ${idOf(dispute.charge)}` : "Chargeback reversal",
    });
  }

  return { openDispute, closeDispute };
}

function isClosed(dispute: Stripe.Dispute): boolean {
  return dispute.status === "won" || dispute.status === "lost";
}
