import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "~/kernel/ids";
import { cancelOrder } from "~/payments/cancel-order.server";
import { expireStalePayments } from "~/payments/expire-stale-payments.server";
import { openPayment } from "~/payments/open-payment.server";
import { lockPaymentsOfOrder } from "~/payments/payment-store.server";
import { settleReturn } from "~/payments/settle-return.server";
import { startPayment } from "~/payments/start-payment.server";
import { compareWithStripe } from "~/payments/stripe-totals.server";
import { cancelUnpaidOrder } from "~/orders/cancel-unpaid-order.server";
import { expireOrder } from "~/orders/expire-order.server";
import { db, withTransaction } from "~/platform/db.server";
import { anOrder, aListingWithStock } from "#tests/builders/orders";
import {
  anOpenOrder,
  aPaidOrder,
  aStripe,
  clock,
  closeStripe,
  footprint,
  faultsInBooks,
  work,
} from "#tests/builders/payments";
import { letGoTogether } from "#tests/setup/locks";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { NO_WEBHOOK_FAULTS } from "../../../scripts/stripe-sandbox/webhooks";

let stripe: Sandbox;
beforeAll(() => {
  stripe = aStripe();
});
afterAll(() => closeStripe(stripe));

// After each test everything that was left open ends, and the books are right: ours, and ours against Stripe's.
afterEach(async () => {
  stripe.setApiFaults({});
  stripe.webhooks.setFaults(NO_WEBHOOK_FAULTS);
  await stripe.flush();
  clock.forward(45);
  await expireStalePayments({ now: clock.now });
  await work(stripe);
  expect(await faultsInBooks()).toEqual({});
  expect(await db().stripeEvent.count({ where: { outcome: { in: ["PARKED", "ALARM"] } } })).toBe(0);
});

async function orderState(orderId: string): Promise<string> {
  return (await db().order.findUniqueOrThrow({ where: { id: orderId } })).state;
}

/** One listing whose only lot holds so many boxes. */
async function boxes(count: number) {
  const { variantId, lotIds } = await aListingWithStock({ packGrams: 2500, lots: [count * 2500] });
  const left = async () => {
    const lot = await db().lot.findUniqueOrThrow({ where: { id: lotIds[0] ?? "" } });
    return lot.available / 2500;
  };
  return { variantId, left };
}

describe("the payment page", () => {
  test("asks for the order line by line, and tells Stripe nothing but how to find the order again", async () => {
    const { variantId } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    const session = stripe.findSession(order.sessionId);
    expect(session.line_items?.data.map((line) => [line.description, line.amount_total])).toEqual([
      [expect.stringMatching(/× 2$/), 7_980],
      ["运费", 1_400],
    ]);
    expect(session).toMatchObject({ amount_total: 9_380, currency: "cny", client_reference_id: order.orderId });
    expect(Object.keys(session.metadata ?? {}).sort()).toEqual(["order_id", "order_number", "payment_id"]);
    expect(JSON.stringify(session)).not.toMatch(/张三|13800000000|测试路/);
    expect(session.expires_at).toBe(clock.now.getTime() / 1000 + 31 * 60);
    expect(session.cancel_url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/orders\/[\w-]{20,}$/);
  });

  test("is the same page however often the shopper asks for it, also twice at once", async () => {
    const { variantId } = await boxes(5);
    const order = await anOrder([{ variantId, quantity: 1 }], { within: openPayment });
    const both = await Promise.all([1, 2, 3].map(() => startPayment({ orderId: order.id, now: clock.now })));
    const again = await startPayment({ orderId: order.id, now: clock.now });
    const urls = [...both, again].map((one) => (one.ok ? one.value.url : one.failure.kind));
    expect(new Set(urls).size).toBe(1);
    expect(stripe.sessions().filter((one) => one.client_reference_id === order.id)).toHaveLength(1);
  });

  test("is made once when several presses at once find too little time left on the one that was begun", async () => {
    const { variantId } = await boxes(5);
    const order = await anOrder([{ variantId, quantity: 1 }], { within: openPayment });
    clock.forward(5);
    const press = () => startPayment({ orderId: order.id, now: clock.now });
    // Nobody renews before all have read.
    const presses = await letGoTogether((tx) => lockPaymentsOfOrder(tx, order.id), press, press, press);
    const urls = presses.map((one) => (one.ok ? one.value.url : one.failure.kind));
    expect(new Set(urls).size).toBe(1);
    const made = stripe.sessions().filter((one) => one.client_reference_id === order.id);
    expect(made.map(({ url, status }) => ({ url, status }))).toEqual([{ url: urls[0], status: "open" }]);
  });

  test.each(["refuse", "silent-before", "silent-after", "cut-after", "fail-after"] as const)(
    "that Stripe does not give (%s) leaves the order to be paid a moment later, on one page",
    async (effect) => {
      const { variantId } = await boxes(5);
      const order = await anOrder([{ variantId, quantity: 1 }], { within: openPayment });
      stripe.setApiFaults({ rules: [{ on: "POST /v1/checkout/sessions", effect }] });
      expect(await startPayment({ orderId: order.id, now: clock.now })).toEqual({
        ok: false,
        failure: { kind: "stripe-unavailable" },
      });
      expect(await orderState(order.id)).toBe("PLACED");
      stripe.setApiFaults({});
      const tries = [];
      for (let i = 0; i < 3; i++) tries.push(await startPayment({ orderId: order.id, now: clock.now }));
      expect(tries.at(-1)?.ok).toBe(true);
      expect(await db().payment.count({ where: { orderId: order.id } })).toBe(1);
      const payment = await db().payment.findFirstOrThrow({ where: { orderId: order.id } });
      stripe.pay(payment.sessionId ?? "");
      await stripe.flush();
      expect(await orderState(order.id)).toBe("PAID");
    },
  );

  test("is not given for what is paid, closed or unknown", async () => {
    const { variantId } = await boxes(5);
    const paid = await aPaidOrder(stripe, [{ variantId, quantity: 1 }]);
    const closed = await anOpenOrder([{ variantId, quantity: 1 }]);
    await cancelOrder({ orderId: closed.orderId, now: clock.now });
    const start = async (orderId: string) => {
      const started = await startPayment({ orderId, now: clock.now });
      return started.ok ? "page" : started.failure.kind;
    };
    expect([await start(paid.orderId), await start(closed.orderId), await start(newId())]).toEqual([
      "already-paid",
      "closed",
      "not-found",
    ]);
    expect(stripe.sessions().filter((one) => one.client_reference_id === paid.orderId)).toHaveLength(1);
  });
});

describe("a payment", () => {
  test("marks the order paid and posts it once, and its fee when Stripe knows it", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    stripe.pay(order.sessionId, "alipay");
    await stripe.webhooks.flush();
    expect(await orderState(order.orderId)).toBe("PAID");
    expect((await db().payment.findFirstOrThrow({ where: { orderId: order.orderId } })).feeFen).toBeNull();
    await stripe.flush();
    expect(await db().payment.findFirstOrThrow({ where: { orderId: order.orderId } })).toMatchObject({
      state: "SUCCEEDED",
      amountFen: 9_380n,
      feeFen: 554n,
      returnedAt: null,
    });
    expect(await left()).toBe(3);
    expect(await compareWithStripe()).toEqual([]);
    expect(await db().stripeEvent.count({ where: { outcome: { in: ["PARKED", "ALARM"] } } })).toBe(0);
  });

  test("that is still processing completes nothing; it counts when it has succeeded", async () => {
    const { variantId } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.pay(order.sessionId, "alipay", "later");
    await stripe.flush();
    expect(await orderState(order.orderId)).toBe("PLACED");
    expect(await settleReturn({ sessionId: order.sessionId, now: clock.now })).toEqual({
      kind: "processing",
      orderId: order.orderId,
    });
    clock.forward(60);
    await expireStalePayments({ now: clock.now });
    expect(await orderState(order.orderId)).toBe("PLACED");
    stripe.settleLater(order.sessionId, "paid");
    await stripe.flush();
    expect(await orderState(order.orderId)).toBe("PAID");
  });

  test("that failed after processing gives the goods back", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.pay(order.sessionId, "alipay", "later");
    stripe.settleLater(order.sessionId, "failed");
    await stripe.flush();
    expect([await orderState(order.orderId), await left()]).toEqual(["EXPIRED", 5]);
  });

  test("declined leaves the order, its goods and its page as they were", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.decline(order.sessionId);
    await stripe.flush();
    expect([await orderState(order.orderId), await left()]).toEqual(["PLACED", 4]);
    expect(await startPayment({ orderId: order.orderId, now: clock.now })).toEqual({
      ok: true,
      value: { url: order.url },
    });
  });

  test("is settled once by webhook and returning shopper together, in both orders and at the same time", async () => {
    const { variantId } = await boxes(100);
    for (let round = 0; round < 12; round++) {
      const order = await anOpenOrder([{ variantId, quantity: 1 }]);
      stripe.pay(order.sessionId);
      const come = () => settleReturn({ sessionId: order.sessionId, now: clock.now });
      const [back] =
        round % 3 === 0
          ? [await come(), await stripe.flush()]
          : round % 3 === 1
            ? [(await stripe.flush(), await come())]
            : await Promise.all([come(), stripe.flush()]);
      await stripe.flush();
      expect(back).toEqual({ kind: "paid", orderId: order.orderId });
    }
    expect(await db().journal.count({ where: { kind: "SALE" } })).toBeGreaterThanOrEqual(12);
    expect(await compareWithStripe()).toEqual([]);
  });
});

describe("money for what cannot be delivered", () => {
  test("revives an expired order whose goods are still there", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    await closeBehindStripe(order.orderId, "EXPIRED");
    expect(await left()).toBe(5);
    stripe.pay(order.sessionId);
    await stripe.flush();
    expect([await orderState(order.orderId), await left()]).toEqual(["PAID", 3]);
    expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(0);
  });

  test.each(["EXPIRED", "CANCELLED"] as const)(
    "goes back in full when the order is %s and its goods are gone",
    async (state) => {
      const { variantId } = await boxes(2);
      const order = await anOpenOrder([{ variantId, quantity: 2 }]);
      await closeBehindStripe(order.orderId, state);
      await aPaidOrder(stripe, [{ variantId, quantity: 1 }]);
      stripe.pay(order.sessionId);
      await stripe.flush();
      await work(stripe);
      expect(await orderState(order.orderId)).toBe(state);
      expect(await db().refund.findMany({ where: { orderId: order.orderId } })).toMatchObject([
        { state: "SUCCEEDED", reason: "UNDELIVERABLE", amountFen: order.totalFen },
      ]);
      expect(await settleReturn({ sessionId: order.sessionId, now: clock.now })).toEqual({
        kind: "returned",
        orderId: order.orderId,
      });
      expect(await compareWithStripe()).toEqual([]);
    },
  );
});

describe("time", () => {
  test("that is over closes Stripe's page first, then gives the goods back", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    expect(await expireStalePayments({ now: clock.now })).toEqual({ expired: 0, settled: 0, waiting: 0 });
    clock.forward(36);
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 1 });
    expect([await orderState(order.orderId), await left()]).toEqual(["EXPIRED", 5]);
    expect(stripe.findSession(order.sessionId).status).toBe("expired");
    await stripe.flush();
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 0 });
  });

  test("that is over is found out from Stripe's own event, too", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    clock.forward(32);
    stripe.setClock(undefined);
    await stripe.flush();
    expect([await orderState(order.orderId), await left()]).toEqual(["EXPIRED", 5]);
  });

  test("that is over does not take a paid order's goods, though its event never came", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    stripe.webhooks.setFaults({ hold: true });
    stripe.pay(order.sessionId);
    clock.forward(40);
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 0, settled: 1 });
    expect([await orderState(order.orderId), await left()]).toEqual(["PAID", 3]);
  });

  test("that is over keeps the goods while Stripe cannot be asked", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    clock.forward(40);
    stripe.setApiFaults({ down: true });
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 0, waiting: 1 });
    expect([await orderState(order.orderId), await left()]).toEqual(["PLACED", 3]);
    stripe.setApiFaults({});
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 1 });
  });

  test("of an order that Stripe never gave a page for is over as well", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOrder([{ variantId, quantity: 2 }], { within: openPayment });
    clock.forward(40);
    expect(await expireStalePayments({ now: clock.now })).toMatchObject({ expired: 1 });
    expect([await orderState(order.id), await left()]).toEqual(["EXPIRED", 5]);
  });
});

describe("cancelling", () => {
  test("an unpaid order closes its page and gives the goods back", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toEqual({
      ok: true,
      value: { kind: "cancelled" },
    });
    expect([await orderState(order.orderId), await left()]).toEqual(["CANCELLED", 5]);
    expect(() => stripe.pay(order.sessionId)).toThrow(/expired/);
  });

  test("an unpaid order is cancelled, not expired, when Stripe tells of the closed page first", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    const cancelling = await withTransaction("Stripe's word comes first", async (tx) => {
      await lockPaymentsOfOrder(tx, order.orderId);
      const cancelled = cancelOrder({ orderId: order.orderId, now: clock.now });
      await vi.waitFor(() => expect(stripe.findSession(order.sessionId).status).toBe("expired"));
      await expireOrder(tx, order.orderId, clock.now);
      return { cancelled };
    });
    expect(await cancelling.cancelled).toEqual({ ok: true, value: { kind: "cancelled" } });
    expect([await orderState(order.orderId), await left()]).toEqual(["CANCELLED", 5]);
  });

  test("an order that was paid a moment ago gives all of the money back", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    stripe.pay(order.sessionId);
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toEqual({
      ok: true,
      value: { kind: "refunding" },
    });
    await stripe.flush();
    await work(stripe);
    expect(await left()).toBe(5);
    expect(stripe.truth().paymentIntents).toMatchObject({
      [stripe.findSession(order.sessionId).payment_intent as string]: { amount: 9_380, refunded: 9_380 },
    });
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toEqual({
      ok: true,
      value: { kind: "refunding" },
    });
    expect(await db().refund.count({ where: { orderId: order.orderId } })).toBe(1);
    expect(await compareWithStripe()).toEqual([]);
  });

  test("pressed twice at once gives the money back once, and both times says so", async () => {
    const { variantId, left } = await boxes(5);
    const { orderId } = await aPaidOrder(stripe, [{ variantId, quantity: 2 }]);
    const cancel = () => cancelOrder({ orderId, now: clock.now });
    const both = await letGoTogether((tx) => lockPaymentsOfOrder(tx, orderId), cancel, cancel);
    expect(both).toEqual([
      { ok: true, value: { kind: "refunding" } },
      { ok: true, value: { kind: "refunding" } },
    ]);
    expect(await db().refund.findMany({ where: { orderId }, select: { amountFen: true } })).toEqual([
      { amountFen: 9_380n },
    ]);
    expect(await left()).toBe(5);
  });

  test("is refused once somebody packs, and changes nothing", async () => {
    const { variantId } = await boxes(5);
    const order = await aPaidOrder(stripe, [{ variantId, quantity: 1 }]);
    await db().shipment.updateMany({
      where: { orderId: order.orderId },
      data: { state: "PACKED", packedAt: clock.now },
    });
    const before = await footprint();
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toMatchObject({
      failure: { kind: "being-packed" },
    });
    expect(await footprint()).toEqual(before);
  });

  test("is refused while Stripe cannot say whether somebody is paying", async () => {
    const { variantId, left } = await boxes(5);
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.setApiFaults({ down: true });
    expect(await cancelOrder({ orderId: order.orderId, now: clock.now })).toMatchObject({
      failure: { kind: "stripe-unavailable" },
    });
    expect([await orderState(order.orderId), await left()]).toEqual(["PLACED", 4]);
  });
});

/** The order is closed on our side although Stripe's page is still open: what must never happen, and might. */
async function closeBehindStripe(orderId: string, state: "EXPIRED" | "CANCELLED"): Promise<void> {
  const close = state === "EXPIRED" ? expireOrder : cancelUnpaidOrder;
  const closed = await withTransaction("close", (tx) => close(tx, orderId, clock.now));
  expect(closed.ok).toBe(true);
}
