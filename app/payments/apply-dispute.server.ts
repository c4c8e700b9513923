import { postDisputeLost } from "~/benefits/post-dispute-lost.server";
import { postDisputeOpened } from "~/benefits/post-dispute-opened.server";
import { postDisputeWon } from "~/benefits/post-dispute-won.server";
import { newId } from "~/kernel/ids";
import { recordOrderEvent } from "~/orders/order-store.server";
import type { Transaction } from "~/platform/db.server";
import type { Outcome } from "./event-store.server";
import { lockPayment, type PaymentRow } from "./payment-store.server";
import type { DisputeFacts } from "./stripe-facts";

/**
 * A dispute as Stripe reports it, in whatever order its events come: recorded and posted when the money is taken away
 * (the order's parts are frozen from then on), and once more when it is won or lost. An inquiry takes nothing.
 */
export async function applyDispute(tx: Transaction, facts: DisputeFacts): Promise<Outcome> {
  if (!facts.withdrawn) return { kind: "IGNORED" };
  const payment = await lockPayment(tx, facts);
  if (payment?.state !== "SUCCEEDED") {
    return { kind: "PARKED", waitsFor: facts.paymentIntentId ?? facts.chargeId ?? facts.stripeDisputeId };
  }
  const dispute = (await findDispute(tx, facts)) ?? (await openDispute(tx, payment, facts, facts.withdrawn));
  if (dispute.state !== "OPEN") return { kind: "APPLIED" };
  if (facts.outcome === "lost") await close(tx, dispute, "LOST", facts);
  // Won, but the money is not back yet: funds_reinstated will say so.
  if (facts.outcome === "won" && facts.reinstated) await close(tx, dispute, "WON", facts, facts.reinstated.feeBackFen);
  return { kind: "APPLIED" };
}

type DisputeRow = { readonly id: string; readonly orderId: string; readonly state: "OPEN" | "WON" | "LOST" };

async function findDispute(tx: Transaction, facts: DisputeFacts): Promise<DisputeRow | undefined> {
  const rows = await tx.$queryRaw<DisputeRow[]>`
    SELECT id, order_id AS "orderId", state FROM dispute WHERE stripe_dispute_id = ${facts.stripeDisputeId} FOR UPDATE`;
  return rows[0];
}

async function openDispute(
  tx: Transaction,
  payment: PaymentRow,
  facts: DisputeFacts,
  { feeFen }: { readonly feeFen: bigint },
): Promise<DisputeRow> {
  const id = newId(facts.openedAt);
  const { orderId } = payment;
  await tx.$executeRaw`
    INSERT INTO dispute (id, order_id, payment_id, stripe_dispute_id, amount_fen, fee_fen, reason, state, opened_at)
    VALUES (${id}::uuid, ${orderId}::uuid, ${payment.id}::uuid, ${facts.stripeDisputeId}, ${facts.amountFen}, ${feeFen},
      ${facts.reason}, 'OPEN', ${facts.openedAt}::timestamptz)`;
  await postDisputeOpened(tx, { disputeId: id, now: facts.openedAt });
  await recordOrderEvent(tx, { orderId, kind: "DISPUTE_OPENED", at: facts.openedAt, data: { disputeId: id } });
  return { id, orderId, state: "OPEN" };
}

async function close(
  tx: Transaction,
  dispute: DisputeRow,
  state: "WON" | "LOST",
  { at }: DisputeFacts,
  feeBackFen = 0n,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE dispute SET state = ${state}, closed_at = ${at}::timestamptz WHERE id = ${dispute.id}::uuid AND state = 'OPEN'`;
  if (state === "WON") await postDisputeWon(tx, { disputeId: dispute.id, feeBackFen, now: at });
  else await postDisputeLost(tx, { disputeId: dispute.id, now: at });
  const data = { disputeId: dispute.id };
  await recordOrderEvent(tx, { orderId: dispute.orderId, kind: `DISPUTE_${state}`, at, data });
}
