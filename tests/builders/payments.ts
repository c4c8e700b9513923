import Stripe from "stripe";
import { newId } from "~/kernel/ids";
import { db } from "~/platform/db.server";
import { drainOutbox } from "~/platform/outbox.server";
import { perProcess } from "~/platform/per-process.server";
import { useStripe } from "~/platform/stripe.server";
import { openPayment } from "~/payments/open-payment.server";
import { receiveStripeEvent } from "~/payments/receive-stripe-event.server";
import { sendRefund } from "~/payments/send-refund.server";
import { startPayment } from "~/payments/start-payment.server";
import { compareWithStripe } from "~/payments/stripe-totals.server";
import { SEND_REFUND } from "~/payments/topics";
import type { PlaceOrder } from "~/orders/place-order.server";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../scripts/stripe-sandbox/sandbox";
import { brokenInvariants } from "./invariants";
import { anOrder, NOW } from "./orders";

const moment = perProcess(() => NOW);

/** A clock that tests and sandbox share; each file begins at NOW, wherever the one before it left off. */
export const clock = {
  get now(): Date {
    return moment.get();
  },
  set now(now: Date) {
    moment.set(now);
  },
  forward(minutes: number): void {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  },
};

/**
 * A Stripe in this process whose events go to our own use case, as the webhook route hands them over. Everything that
 * talks to Stripe in this process talks to it until it is closed.
 */
export function aStripe(options: SandboxOptions = {}): Sandbox {
  const sandbox = createSandbox({
    clock: () => clock.now,
    firstRetryMs: 1,
    deliver: async ({ rawBody, signature }) => {
      const received = await receiveStripeEvent({ rawBody, signature, now: clock.now });
      return received.ok ? 200 : 400;
    },
    ...options,
  });
  useStripe(new Stripe("sk_test_sandbox", { httpClient: sandbox.httpClient(), maxNetworkRetries: 1 }));
  return sandbox;
}

export type StripeDelivery = { readonly rawBody: string; readonly signature: string };

/** A Stripe whose events a test takes itself, in its own order: `sent` answers those since it was last asked. */
export function aStripeThatWaits() {
  let waiting: StripeDelivery[] = [];
  const stripe = aStripe({
    deliver: (delivery) => {
      waiting.push(delivery);
      return Promise.resolve(200);
    },
  });
  const sent = async (): Promise<StripeDelivery[]> => {
    await stripe.flush();
    const since = waiting;
    waiting = [];
    return since;
  };
  return { stripe, sent };
}

/** What became of an event that arrived: its outcome, or why it was refused. */
export async function takeEvent({ rawBody, signature }: StripeDelivery): Promise<string> {
  const received = await receiveStripeEvent({ rawBody, signature, now: clock.now });
  return received.ok ? received.value.outcome : received.failure.kind;
}

export async function closeStripe(sandbox: Sandbox): Promise<void> {
  useStripe(undefined);
  await sandbox.close();
}

export type Bought = {
  readonly orderId: string;
  readonly totalFen: bigint;
  readonly sessionId: string;
  readonly url: string;
};

/** An order that waits on Stripe's page. */
export async function anOpenOrder(
  entries: readonly { variantId: string; quantity: number }[],
  options: Partial<PlaceOrder> = {},
): Promise<Bought> {
  const order = await anOrder(entries, { now: clock.now, within: openPayment, ...options });
  const started = await startPayment({ orderId: order.id, now: clock.now });
  if (!started.ok) throw new Error(`no payment page: ${started.failure.kind}`);
  const payment = await db().payment.findFirstOrThrow({ where: { orderId: order.id, state: "OPEN" } });
  return {
    orderId: order.id,
    totalFen: order.totalFen,
    sessionId: payment.sessionId ?? "",
    url: started.value.url,
  };
}

/** An order that was paid, with its fee known and every event delivered. */
export async function aPaidOrder(
  sandbox: Sandbox,
  entries: readonly { variantId: string; quantity: number }[],
  options: Partial<PlaceOrder> & { method?: string } = {},
): Promise<Bought & { readonly paymentIntentId: string; readonly paymentId: string }> {
  const { method = "card", ...placing } = options;
  const order = await anOpenOrder(entries, placing);
  sandbox.pay(order.sessionId, method);
  await sandbox.flush();
  const payment = await db().payment.findFirstOrThrow({ where: { orderId: order.orderId, state: "SUCCEEDED" } });
  return { ...order, paymentIntentId: payment.paymentIntentId ?? "", paymentId: payment.id };
}

/** Does what the worker does: sends refunds to Stripe; then delivers what Stripe has to say about it. */
export async function work(sandbox: Sandbox): Promise<void> {
  // The outbox stamps with the database's clock; drain as of a time that is past all of it.
  const later = new Date(Date.now() + 86_400_000);
  await drainOutbox(
    { [SEND_REFUND]: ({ key }) => sendRefund({ refundId: key, now: clock.now }) },
    { now: clock.now > later ? clock.now : later },
  );
  await sandbox.flush();
}

/** The order's lines, in their order. */
export async function linesOf(orderId: string): Promise<{ id: string; kind: string; chargedFen: bigint }[]> {
  return db().orderLine.findMany({
    where: { orderId },
    orderBy: { position: "asc" },
    select: { id: true, kind: true, chargedFen: true },
  });
}

/** Everything money touches, counted: for "nothing changed". */
export async function footprint(): Promise<Record<string, unknown>> {
  const [postings] = await db().$queryRaw<[{ count: bigint; fen: bigint | null }]>`
    SELECT count(*) AS count, sum(amount_fen)::bigint AS fen FROM posting`;
  return {
    postings: [postings.count, postings.fen],
    events: await db().stripeEvent.count(),
    refunds: await db().refund.count(),
    outbox: await db().outbox.count(),
    orders: await db().order.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } }),
    payments: await db().payment.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } }),
  };
}

/** The lots and listings of these tests are written by hand: what holds for real ones is tested where they are made. */
const HAND_MADE = /^invariant_(?:composition|published_listing|lot_composition|lot_sources|lot_hash)/;

/** Every invariant of money and orders that does not hold, with its first rows: {} when all is well. */
export function violations(): Promise<Record<string, unknown>> {
  return brokenInvariants((name) => !HAND_MADE.test(name));
}

/** What is wrong with the books: broken invariants, and where the ledger is not Stripe's; {} when all is well. */
export async function faultsInBooks(): Promise<Record<string, unknown>> {
  const stripe = await compareWithStripe();
  return { ...(await violations()), ...(stripe.length > 0 && { stripe }) };
}

export function aRequestKey(): string {
  return newId();
}
