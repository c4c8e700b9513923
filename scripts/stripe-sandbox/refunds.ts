import type Stripe from "stripe";
import type { ChargeFor, Emit, Later } from "./account";
import { newBalanceTransaction, newRefund } from "./objects";
import { idOf, isCard } from "./references";
import type { Store } from "./store";
import { noSuch, StripeRefusal } from "./wire";

export type RefundMode = "automatic" | "pend" | "fail";

/** Money that goes back: at once for a card, a moment later for a wallet, and now and then not at all. */
export function openRefunds({
  store,
  now,
  emit,
  later,
  chargeFor,
}: {
  store: Store;
  now: () => number;
  emit: Emit;
  later: Later;
  chargeFor: ChargeFor;
}) {
  let refundMode: RefundMode = "automatic";

  function createRefund(request: {
    charge: string | undefined;
    paymentIntent: string | undefined;
    amount: number | undefined;
    reason: string | undefined;
    metadata: Record<string, string>;
  }): Stripe.Refund {
    const charge = chargeFor(request);
    const left = charge.amount - charge.amount_refunded;
    if (left <= 0) {
      throw new StripeRefusal({
        message: `Charge ${charge.id} has already been refunded.`,
        code: "charge_already_refunded",
        executed: true,
      });
    }
    const isChargedBack = (one: Stripe.Dispute): boolean => idOf(one.charge) === charge.id && one.status !== "won";
    if (charge.disputed && [...store.all("dispute")].some(isChargedBack)) {
      throw new StripeRefusal({
        message: `Charge ${charge.id} has been charged back; cannot issue a refund.`,
        code: "charge_disputed",
        executed: true,
      });
    }
    const amount = request.amount ?? left;
    if (amount <= 0) {
      throw new StripeRefusal({
        message: "Invalid positive integer",
        code: "parameter_invalid_integer",
        param: "amount",
      });
    }
    if (amount > left) {
      throw new StripeRefusal({
        message: `Refund amount (${yuan(amount)}) is greater than unrefunded amount on charge (${yuan(left)})`,
        param: "amount",
        executed: true,
      });
    }
    const refund = newRefund({
      charge,
      amount,
      reason: request.reason,
      metadata: request.metadata,
      created: now(),
    });
    const transaction = newBalanceTransaction({
      type: isCard(charge) ? "refund" : "payment_refund",
      category: "refund",
      amount: -amount,
      fee: 0,
      source: refund.id,
      currency: charge.currency,
      created: refund.created,
      description: `REFUND FOR ${charge.id}`,
    });
    // A card's refund is final at once; the wallets answer a moment later.
    const atOnce = refundMode === "automatic" && isCard(charge);
    const made = {
      ...refund,
      balance_transaction: transaction.id,
      status: atOnce ? "succeeded" : "pending",
      ...(atOnce ? {} : { pending_reason: "processing" as const }),
    } satisfies Stripe.Refund;
    const changed = withRefunded(charge, charge.amount_refunded + amount);
    store.put(transaction);
    store.put(made);
    store.put(changed);
    emit("refund.created", made);
    emit("charge.refunded", changed, { amount_refunded: charge.amount_refunded, refunded: charge.refunded });
    if (refundMode !== "pend" && !atOnce) later("refund", made.id);
    return made;
  }

  /** A pending refund ends. Automatic acts follow the mode; a control may say how. */
  function finishRefund(id: string, outcome?: "succeeded" | "failed"): Stripe.Refund {
    const refund = store.get("refund", id);
    if (!refund) throw noSuch("refund", id);
    const ending = outcome ?? (refundMode === "fail" ? "failed" : "succeeded");
    if (refund.status === ending || refund.status === "failed") return refund;
    // A refund that had succeeded may still come back from the bank: then it fails.
    const { pending_reason: _pending, ...rest } = refund;
    if (ending === "succeeded") {
      const done = { ...rest, status: "succeeded" } satisfies Stripe.Refund;
      store.put(done);
      emit("refund.updated", done, { status: refund.status });
      emit("charge.refund.updated", done, { status: refund.status });
      return done;
    }
    const charge = chargeFor({ charge: idOf(refund.charge), paymentIntent: undefined });
    const transaction = newBalanceTransaction({
      type: isCard(charge) ? "refund_failure" : "payment_failure_refund",
      category: "refund_failure",
      amount: refund.amount,
      fee: 0,
      source: refund.id,
      currency: refund.currency,
      created: now(),
      description: `REFUND FAILURE FOR ${charge.id}`,
    });
    const failed = {
      ...rest,
      status: "failed",
      failure_reason: "expired_or_canceled_card",
      failure_balance_transaction: transaction.id,
    } satisfies Stripe.Refund;
    store.put(transaction);
    store.put(failed);
    store.put(withRefunded(charge, charge.amount_refunded - refund.amount));
    emit("refund.updated", failed, { status: refund.status });
    emit("refund.failed", failed, { status: refund.status });
    emit("charge.refund.updated", failed, { status: refund.status });
    return failed;
  }

  return {
    createRefund,
    finishRefund,
    setRefundMode: (mode: RefundMode) => {
      refundMode = mode;
    },
  };
}

function withRefunded(charge: Stripe.Charge, amount: number): Stripe.Charge {
  return { ...charge, amount_refunded: amount, refunded: amount === charge.amount };
}

function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}
