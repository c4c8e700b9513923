import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemActor } from "~/access/actor";
import { applyParkedEvents } from "~/payments/apply-parked-events.server";
import { cancelOrder } from "~/payments/cancel-order.server";
import { requestRefund } from "~/payments/request-refund.server";
import { db } from "~/platform/db.server";
import { aListingWithStock } from "#tests/builders/orders";
import { aPaidOrder, aStripe, clock, closeStripe, linesOf, faultsInBooks, work } from "#tests/builders/payments";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { NO_WEBHOOK_FAULTS } from "../../../scripts/stripe-sandbox/webhooks";

let stripe: Sandbox;
let variantId: string;

beforeAll(async () => {
  stripe = aStripe({ seed: 11 });
  ({ variantId } = await aListingWithStock({ lots: [10_000_000] }));
});
afterAll(() => closeStripe(stripe));
afterEach(async () => {
  await work(stripe);
  await applyParkedEvents({ now: clock.now });
  expect(await faultsInBooks()).toEqual({});
});

async function disputed() {
  const order = await aPaidOrder(stripe, [{ variantId, quantity: 2 }]);
  const dispute = stripe.openDispute({ paymentIntent: order.paymentIntentId });
  return { ...order, dispute };
}

const stateOf = async (orderId: string) =>
  (await db().dispute.findMany({ where: { orderId } })).map((one) => [one.state, one.amountFen, one.feeFen]);

test("a dispute is recorded with its fee, and nothing of the order is refunded while it is open", async () => {
  const order = await disputed();
  await stripe.flush();
  expect(await stateOf(order.orderId)).toEqual([["OPEN", 9_380n, 10_000n]]);
  const [goods] = await linesOf(order.orderId);
  const refund = await requestRefund({
    actor: systemActor,
    orderId: order.orderId,
    lines: [{ orderLineId: goods?.id ?? "", amountFen: 100n }],
    reason: "GOODWILL",
    now: clock.now,
  });
  expect(refund).toEqual({ ok: false, failure: { kind: "disputed" } });
  expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toMatchObject({
    failure: { kind: "disputed" },
  });
});

test("a dispute that is won brings amount and fee back", async () => {
  const order = await disputed();
  stripe.closeDispute(order.dispute.id, "won");
  await stripe.flush();
  expect(await stateOf(order.orderId)).toEqual([["WON", 9_380n, 10_000n]]);
});

test("a dispute that is lost takes the lines back, and no refund is possible any more", async () => {
  const order = await disputed();
  stripe.closeDispute(order.dispute.id, "lost");
  await stripe.flush();
  expect(await stateOf(order.orderId)).toEqual([["LOST", 9_380n, 10_000n]]);
  expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toMatchObject({
    failure: { kind: "disputed" },
  });
});

test("its events may come in any order and more than once", async () => {
  stripe.webhooks.setFaults({ shuffle: true, copies: [1, 4], dropFirst: 0.3 });
  const outcomes = ["won", "lost", undefined] as const;
  const orders = [];
  for (let i = 0; i < 9; i++) {
    const order = await disputed();
    const outcome = outcomes[i % 3];
    if (outcome) stripe.closeDispute(order.dispute.id, outcome);
    orders.push({ order, outcome });
  }
  expect(await stripe.flush()).toBe(0);
  stripe.webhooks.setFaults(NO_WEBHOOK_FAULTS);
  await applyParkedEvents({ now: clock.now });
  for (const { order, outcome } of orders) {
    expect((await stateOf(order.orderId)).map(([state]) => state)).toEqual([outcome?.toUpperCase() ?? "OPEN"]);
  }
});

test("an inquiry of the bank takes no money and is no dispute yet", async () => {
  const { applyDispute } = await import("~/payments/apply-dispute.server");
  const { withTransaction } = await import("~/platform/db.server");
  const order = await aPaidOrder(stripe, [{ variantId, quantity: 1 }]);
  const facts = {
    stripeDisputeId: "du_inquiry",
    chargeId: undefined,
    paymentIntentId: order.paymentIntentId,
    amountFen: order.totalFen,
    currency: "cny",
    reason: "general",
    outcome: "open",
    withdrawn: undefined,
    reinstated: undefined,
    openedAt: clock.now,
    at: clock.now,
  } as const;
  expect(await withTransaction("inquiry", (tx) => applyDispute(tx, facts))).toEqual({ kind: "IGNORED" });
  expect(await stateOf(order.orderId)).toEqual([]);
});
