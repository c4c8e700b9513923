import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { requestRefund } from "~/payments/request-refund.server";
import { db, withTransaction } from "~/platform/db.server";
import { aListingWithStock } from "#tests/builders/orders";
import { linesOf } from "#tests/builders/payments";
import { untilWaiting } from "#tests/setup/locks";
import { seededRandom } from "../../scripts/stripe-sandbox/random";
import { NO_WEBHOOK_FAULTS } from "../../scripts/stripe-sandbox/webhooks";
import { openShop, type Shop } from "./processes";
import { expectBooksRight, scale, seed, settle } from "./settled";
import { atOnce, atStripe, buy, comeBack } from "./shopper";

// In full, 1,000 of each (FAULTS_SCALE=25).
const PAYMENTS = Math.round(40 * scale());
const RACES = Math.round(20 * scale());

const chosen = seed();
const random = seededRandom(chosen);
let shop: Shop;
let variantId: string;

beforeAll(async () => {
  shop = await openShop({ seed: chosen });
  ({ variantId } = await aListingWithStock({ packGrams: 2500, lots: [100_000_000], priceFen: 3990n }));
});
afterAll(() => shop?.close());

async function pages(count: number): Promise<string[]> {
  const placed = await atOnce(
    Array.from({ length: count }, (_, i) => i),
    6,
    (i) => buy(shop, i % 2 === 0 ? 0 : 1, { variantId, quantity: 1, totalFen: 4_790n }),
  );
  expect(placed.filter((one) => one.kind !== "page")).toEqual([]);
  return placed.flatMap((one) => (one.kind === "page" ? [one.sessionId] : []));
}

test(`${PAYMENTS} payments, refunds and disputes, every event 1–5 times, shuffled, 20 % of first deliveries lost: the ledger is Stripe's truth`, async () => {
  const sessions = await pages(PAYMENTS);
  await atStripe(shop, "faults", {
    webhooks: { dropFirst: 0.2, copies: [1, 5], shuffle: true, delayMs: [0, 400], lateAnswer: 0.05 },
    // Stripe itself stumbles when it is asked for fees and refunds.
    api: {
      rules: [
        { on: "GET /v1/balance_transactions", effect: "refuse", share: 0.1 },
        { on: "POST /v1/refunds", effect: "fail-after", share: 0.3, times: 5 },
      ],
    },
  });
  const intents = await atOnce(sessions, 6, async (session) => {
    const method = ["card", "alipay", "wechat_pay"][Math.floor(random() * 3)];
    const { payment_intent } = await atStripe<{ payment_intent: string }>(shop, "pay", { session, method });
    return payment_intent;
  });
  for (const [i, paymentIntent] of intents.entries()) {
    if (i % 8 === 0) await atStripe(shop, "refund", { paymentIntent, amount: 1 + Math.floor(random() * 4_790) });
    if (i % 8 === 4) {
      const { id } = await atStripe<{ id: string }>(shop, "dispute", { paymentIntent });
      if (i % 16 === 4) await atStripe(shop, "close-dispute", { dispute: id, outcome: i % 32 === 4 ? "won" : "lost" });
    }
  }
  await settle(shop);
  const paid = await db().payment.findMany({ where: { sessionId: { in: sessions }, state: "SUCCEEDED" } });
  expect(paid).toHaveLength(PAYMENTS);
  await atOnce(paid, 4, async (payment, i) => {
    if (i % 3 !== 0) return;
    const [goods] = await linesOf(payment.orderId);
    const amountFen = BigInt(1 + Math.floor(random() * 2_000));
    const lines = [{ orderLineId: goods?.id ?? "", amountFen }];
    // Refused where the dispute stands or a dashboard refund has left too little: both are right.
    await requestRefund({ actor: systemActor, orderId: payment.orderId, lines, reason: "QUALITY", now: new Date() });
  });
  await settle(shop);
  await atStripe(shop, "faults", { webhooks: NO_WEBHOOK_FAULTS, api: {} });
  await settle(shop);
  await expectBooksRight(shop);
});

test(`${RACES} times webhook and returning shopper stand at the same lock and are let go together: paid once, and nobody sees an error`, async () => {
  const sessions = await pages(RACES);
  const seen: { status: number; to: string }[] = [];
  for (const [i, session] of sessions.entries()) {
    await atStripe(shop, "faults", { webhooks: { hold: true } });
    await atStripe(shop, "pay", { session, method: "card" });
    // The barrier is the payment's own lock: this transaction holds it until both wait for it.
    const coming = await withTransaction("barrier", async (tx) => {
      await tx.$queryRaw`SELECT id FROM payment WHERE session_id = ${session} FOR UPDATE`;
      const back = comeBack(shop, i % 2 === 0 ? 1 : 0, session);
      await untilWaiting(1);
      await atStripe(shop, "faults", { webhooks: { hold: false, shuffle: true } });
      await untilWaiting(2);
      return { back };
    });
    seen.push(await coming.back);
  }
  await settle(shop);
  expect(seen.filter(({ status }) => status !== 302 && status !== 200)).toEqual([]);
  expect(seen.every(({ status, to }) => status === 200 || to.startsWith("/orders/"))).toBe(true);
  const paid = await db().payment.findMany({
    where: { sessionId: { in: sessions } },
    select: { state: true, orderId: true },
  });
  expect(paid.filter((one) => one.state === "SUCCEEDED")).toHaveLength(RACES);
  expect(await db().journal.count({ where: { kind: "SALE", sourceId: { in: paid.map((one) => one.orderId) } } })).toBe(
    RACES,
  );
  await expectBooksRight(shop);
});
