import { expect } from "vitest";
import { applyParkedEvents } from "~/payments/apply-parked-events.server";
import { retryRefunds } from "~/payments/retry-refunds.server";
import { db } from "~/platform/db.server";
import { faultsInBooks } from "#tests/builders/payments";
import type { Truth } from "../../scripts/stripe-sandbox/truth";
import type { Shop } from "./processes";
import { atStripe } from "./shopper";

/** Delivers what is left, lets the worker finish, and reconciles once, as the jobs do on their own time. */
export async function settle(shop: Shop): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const { undelivered } = await atStripe<{ undelivered: number }>(shop, "flush", { timeoutMs: 20_000 });
    await applyParkedEvents({ now: new Date() });
    const waiting = await db().outbox.count({ where: { processedAt: null, topic: "refund.send" } });
    const refunds = await db().refund.count({ where: { state: { in: ["REQUESTED", "PENDING"] } } });
    const truth = await atStripe<Truth>(shop, "truth");
    if (undelivered === 0 && waiting === 0 && refunds === 0 && truth.refunds.pending.count === 0 && (await feesKnown()))
      return;
    if (round > 20) await retryRefunds({ now: new Date(Date.now() + 3_600_000) });
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function feesKnown(): Promise<boolean> {
  return (await db().payment.count({ where: { state: "SUCCEEDED", feePostedAt: null } })) === 0;
}

/**
 * The books are right: no invariant is broken, nothing was lost in the inbox, the ledger is Stripe's own truth to the fen,
 * payment by payment; and whatever Stripe was paid for is a paid order or has gone back in full.
 */
export async function expectBooksRight(shop: Shop): Promise<void> {
  expect(await faultsInBooks()).toEqual({});
  expect(await db().stripeEvent.groupBy({ by: ["outcome"], where: { outcome: { in: ["PARKED", "ALARM"] } } })).toEqual(
    [],
  );
  const { paymentIntents } = await atStripe<Truth>(shop, "truth");
  const ours = await db().$queryRaw<
    { intent: string; amount: bigint; fee: bigint; refunded: bigint; delivered: boolean }[]
  >`
    SELECT p.payment_intent_id AS intent, p.amount_fen AS amount, coalesce(p.fee_fen, 0)::bigint AS fee,
      coalesce((SELECT sum(r.amount_fen) FROM refund r WHERE r.payment_id = p.id AND r.state = 'SUCCEEDED'), 0)::bigint AS refunded,
      (o.state = 'PAID' AND p.returned_at IS NULL) AS delivered
    FROM payment p JOIN customer_order o ON o.id = p.order_id WHERE p.state = 'SUCCEEDED'`;
  const books = Object.fromEntries(
    ours.map((one) => [one.intent, [Number(one.amount), Number(one.fee), Number(one.refunded)]]),
  );
  const theirs = Object.fromEntries(
    Object.entries(paymentIntents).map(([intent, one]) => [intent, [one.amount, one.fee, one.refunded]]),
  );
  expect(books).toEqual(theirs);
  expect(ours.filter((one) => !one.delivered && one.refunded !== one.amount)).toEqual([]);
}

/** Every run has its own numbers; the one that failed can be had again: FAULTS_SEED. */
export function seed(): number {
  const given = Number(process.env["FAULTS_SEED"]);
  const chosen = Number.isInteger(given) && given > 0 ? given : 1 + Math.floor(Math.random() * 2 ** 31);
  console.info(`FAULTS_SEED=${chosen} FAULTS_SCALE=${scale()}`);
  return chosen;
}

/** 1 is small enough for every `npm test`; the nightly run takes more. */
export function scale(): number {
  const given = Number(process.env["FAULTS_SCALE"]);
  return given > 0 ? given : 1;
}
