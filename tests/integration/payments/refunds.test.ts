import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { cancelOrder } from "~/payments/cancel-order.server";
import { payRefundOtherwise } from "~/payments/pay-refund-otherwise.server";
import { requestRefund, type RequestRefund } from "~/payments/request-refund.server";
import { resendRefund } from "~/payments/resend-refund.server";
import { retryRefunds } from "~/payments/retry-refunds.server";
import { sendRefund } from "~/payments/send-refund.server";
import { db } from "~/platform/db.server";
import { aListingWithStock, aPromotion } from "#tests/builders/orders";
import {
  aPaidOrder,
  aRequestKey,
  aStripe,
  clock,
  closeStripe,
  footprint,
  linesOf,
  faultsInBooks,
  violations,
  work,
} from "#tests/builders/payments";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";

let stripe: Sandbox;
let variantId: string;
let cooperativeId: string;

beforeAll(async () => {
  stripe = aStripe();
  ({ variantId, cooperativeId } = await aListingWithStock({ lots: [10_000_000] }));
});
afterAll(() => closeStripe(stripe));
afterEach(async () => {
  stripe.setApiFaults({});
  stripe.setRefundMode("automatic");
  await work(stripe);
  expect(await faultsInBooks()).toEqual({});
});

const manager = (id: string): Actor => ({
  userId: newId(),
  displayName: "负责人",
  grants: [{ role: "COOP_MANAGER", scopeKind: "COOPERATIVE", scopeId: id }],
});
const finance: Actor = {
  userId: newId(),
  displayName: "财务",
  grants: [{ role: "FINANCE", scopeKind: "PLATFORM", scopeId: "" }],
};
const operator: Actor = {
  userId: newId(),
  displayName: "运营",
  grants: [{ role: "OPERATOR", scopeKind: "PLATFORM", scopeId: "" }],
};

async function paid(method = "card", quantity = 2) {
  const order = await aPaidOrder(stripe, [{ variantId, quantity }], { method });
  const [goods, freight] = await linesOf(order.orderId);
  if (!goods || !freight) throw new Error("the order has no lines");
  return { ...order, goods, freight };
}

type Paid = Awaited<ReturnType<typeof paid>>;

async function ask(order: Paid, amountFen: bigint, more: Partial<RequestRefund> = {}) {
  return requestRefund({
    actor: manager(cooperativeId),
    orderId: order.orderId,
    lines: [{ orderLineId: order.goods.id, amountFen }],
    reason: "QUALITY",
    now: clock.now,
    ...more,
  });
}

async function refundsOf(order: Paid) {
  return db().refund.findMany({ where: { orderId: order.orderId }, orderBy: { id: "asc" } });
}

function truthOf(order: Paid) {
  return stripe.truth().paymentIntents[order.paymentIntentId];
}

describe("asking", () => {
  test("takes part of a line, then the rest of everything, and never a fen more", async () => {
    const order = await paid();
    expect((await ask(order, 1_000n)).ok).toBe(true);
    expect(await ask(order, order.goods.chargedFen - 999n)).toEqual({
      ok: false,
      failure: { kind: "too-much", orderLineId: order.goods.id, remainingFen: order.goods.chargedFen - 1_000n },
    });
    const rest = [
      { orderLineId: order.goods.id, amountFen: order.goods.chargedFen - 1_000n },
      { orderLineId: order.freight.id, amountFen: order.freight.chargedFen },
    ];
    expect((await ask(order, 0n, { lines: rest })).ok).toBe(true);
    await work(stripe);
    expect((await refundsOf(order)).map((refund) => [refund.state, refund.bearer])).toEqual([
      ["SUCCEEDED", "SELLER"],
      ["SUCCEEDED", "SELLER"],
    ]);
    expect(truthOf(order)?.refunded).toBe(Number(order.totalFen));
    expect(await ask(order, 1n)).toMatchObject({ failure: { kind: "too-much", remainingFen: 0n } });
  });

  test("is refused to strangers like an order that is not there, and changes nothing", async () => {
    const order = await paid();
    const before = await footprint();
    const official: Actor = {
      userId: newId(),
      displayName: "干部",
      grants: [{ role: "COUNTY_OFFICIAL", scopeKind: "AREA", scopeId: "" }],
    };
    for (const actor of [manager(newId()), official]) {
      expect(await ask(order, 100n, { actor })).toEqual({ ok: false, failure: { kind: "not-found" } });
    }
    expect(await ask(order, 100n, { orderId: newId() })).toEqual({ ok: false, failure: { kind: "not-found" } });
    expect(await ask(order, 100n, { lines: [{ orderLineId: newId(), amountFen: 1n }] })).toMatchObject({
      failure: { kind: "not-found" },
    });
    expect(await ask(order, 0n)).toMatchObject({ failure: { kind: "nothing" } });
    expect(await ask(order, -5n)).toMatchObject({ failure: { kind: "nothing" } });
    expect(await ask(order, 1n, { lines: [] })).toMatchObject({ failure: { kind: "nothing" } });
    expect(await ask(order, 1n, { bearer: "PLATFORM" })).toMatchObject({ failure: { kind: "bearer-not-allowed" } });
    expect(await footprint()).toEqual(before);
    expect((await ask(order, 100n, { actor: operator, bearer: "PLATFORM" })).ok).toBe(true);
    expect(await refundsOf(order)).toMatchObject([{ bearer: "PLATFORM", requestedById: operator.userId }]);
  });

  test("twice with one form is one refund", async () => {
    const order = await paid();
    const requestKey = aRequestKey();
    const both = await Promise.all([1, 2, 3].map(() => ask(order, 500n, { requestKey })));
    expect(new Set(both.map((one) => (one.ok ? one.value.refundId : one.failure.kind))).size).toBe(1);
    expect(await refundsOf(order)).toHaveLength(1);
  });

  test("by two people at once for the whole line gives it back once", async () => {
    for (let round = 0; round < 10; round++) {
      const order = await paid("card", 1);
      const both = await Promise.all([
        ask(order, order.goods.chargedFen),
        ask(order, order.goods.chargedFen, { actor: operator }),
      ]);
      expect(both.filter((one) => one.ok)).toHaveLength(1);
      expect(both.find((one) => !one.ok)).toMatchObject({ failure: { kind: "too-much", remainingFen: 0n } });
    }
  });
});

describe("sending", () => {
  test("a wallet's refund is on its way until Stripe says it has arrived", async () => {
    const order = await paid("alipay");
    const asked = await ask(order, 1_000n);
    if (!asked.ok) throw new Error("refused");
    await sendRefund({ refundId: asked.value.refundId, now: clock.now });
    expect(await refundsOf(order)).toMatchObject([{ state: "PENDING" }]);
    await stripe.flush();
    expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED" }]);
  });

  test.each(["refuse", "fail-after", "cut-after", "silent-before", "silent-after", "rate-limit"] as const)(
    "ends in one refund when Stripe's answer is lost (%s) and it is sent again, at once and later",
    async (effect) => {
      const order = await paid();
      const asked = await ask(order, 1_000n);
      if (!asked.ok) throw new Error("refused");
      const { refundId } = asked.value;
      stripe.setApiFaults({ rules: [{ on: "POST /v1/refunds", effect, times: 3 }] });
      await Promise.allSettled([1, 2].map(() => sendRefund({ refundId, now: clock.now })));
      stripe.setApiFaults({});
      for (let i = 0; i < 2; i++) await sendRefund({ refundId, now: clock.now }).catch(() => {});
      await work(stripe);
      expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED" }]);
      expect(truthOf(order)?.refunded).toBe(1_000);
    },
  );

  test("is taken up again by the job when its message was lost", async () => {
    const order = await paid();
    await ask(order, 700n);
    await db().outbox.updateMany({
      where: { topic: "refund.send", processedAt: null },
      data: { processedAt: clock.now },
    });
    expect(await retryRefunds({ now: new Date(clock.now.getTime() + 16 * 60_000) })).toEqual({ sent: 1, failed: 0 });
    expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED" }]);
  });
});

describe("failing", () => {
  test("leaves the money owed to the shopper, tells the operator, and can be sent anew", async () => {
    const order = await paid("alipay");
    stripe.setRefundMode("pend");
    const asked = await ask(order, 1_000n);
    if (!asked.ok) throw new Error("refused");
    await work(stripe);
    const [refund] = await refundsOf(order);
    stripe.finishRefund(refund?.stripeRefundId ?? "", "failed");
    await stripe.flush();
    expect(await refundsOf(order)).toMatchObject([{ state: "FAILED", failureReason: "expired_or_canceled_card" }]);
    expect(await violations()).toEqual({});
    expect(await db().paymentAlarm.count({ where: { subjectId: asked.value.refundId, resolvedAt: null } })).toBe(1);

    expect(
      await resendRefund({ actor: manager(cooperativeId), refundId: asked.value.refundId, now: clock.now }),
    ).toMatchObject({
      failure: { kind: "not-found" },
    });
    stripe.setRefundMode("automatic");
    const resend = () => resendRefund({ actor: operator, refundId: asked.value.refundId, now: clock.now });
    const both = await Promise.all([resend(), resend()]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    await work(stripe);
    expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED", failedStripeIds: [refund?.stripeRefundId] }]);
    expect(await db().paymentAlarm.count({ where: { subjectId: asked.value.refundId, resolvedAt: null } })).toBe(0);
    expect(truthOf(order)).toMatchObject({ refunded: 1_000, refundFailed: 1_000 });
  });

  test("after it had arrived takes the success back: it is owed again", async () => {
    const order = await paid("card");
    await ask(order, 1_000n);
    await work(stripe);
    const [refund] = await refundsOf(order);
    stripe.finishRefund(refund?.stripeRefundId ?? "", "failed");
    await stripe.flush();
    expect(await refundsOf(order)).toMatchObject([{ state: "FAILED", succeededAt: null }]);
    expect(await resendRefund({ actor: operator, refundId: refund?.id ?? "", now: clock.now })).toMatchObject({
      failure: { kind: "came-back" },
    });
  });

  test("can be paid by the platform's bank, once, by finance, and then nothing is owed", async () => {
    const order = await paid("card");
    await ask(order, 1_000n);
    await work(stripe);
    const [refund] = await refundsOf(order);
    const refundId = refund?.id ?? "";
    const pay = (actor: Actor, reference = "ICBC-20261124-0007") =>
      payRefundOtherwise({ actor, refundId, reference, now: clock.now });
    expect(await pay(finance)).toEqual({ ok: false, failure: { kind: "not-failed" } });
    stripe.finishRefund(refund?.stripeRefundId ?? "", "failed");
    await stripe.flush();

    expect(await pay(operator)).toEqual({ ok: false, failure: { kind: "not-found" } });
    expect(await pay(finance, "?")).toEqual({ ok: false, failure: { kind: "no-reference" } });
    const both = await Promise.all([pay(finance), pay(finance)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(await refundsOf(order)).toMatchObject([
      { state: "PAID_OTHERWISE", paidOtherwiseReference: "ICBC-20261124-0007", paidOtherwiseById: finance.userId },
    ]);
    const [bank] = await db().$queryRaw<{ fen: bigint }[]>`
      SELECT sum(p.amount_fen)::bigint AS fen FROM journal j JOIN posting p ON p.journal_id = j.id
      WHERE j.kind = 'REFUND_PAID_OTHERWISE' AND j.source_id = ${refundId} AND p.destination = 'bank:platform'`;
    expect(bank?.fen).toBe(1_000n);
    expect(await db().paymentAlarm.count({ where: { subjectId: refundId, resolvedAt: null } })).toBe(0);
  });
});

describe("a line that the platform's discount paid for wholly", () => {
  async function free() {
    const promotionCode = await aPromotion({ amountFen: 1_000_000n });
    const order = await aPaidOrder(stripe, [{ variantId, quantity: 2 }], { promotionCode });
    const [goods, freight] = await linesOf(order.orderId);
    if (!goods || !freight) throw new Error("the order has no lines");
    expect(goods.chargedFen).toBe(0n);
    return { ...order, goods, freight };
  }
  const partsLeft = async (lineId: string) => {
    const [row] = await db().$queryRaw<{ fen: bigint }[]>`
      SELECT sum(given_fen - taken_fen)::bigint AS fen FROM line_part WHERE order_line_id = ${lineId}::uuid`;
    return row?.fen;
  };

  test("goes back to the platform, without Stripe, and only once", async () => {
    const order = await free();
    const before = truthOf(order)?.refunded;
    expect(await partsLeft(order.goods.id)).toBeGreaterThan(0n);
    expect(await ask(order, 1n)).toMatchObject({ failure: { kind: "too-much", remainingFen: 0n } });
    expect((await ask(order, 0n)).ok).toBe(true);
    expect(await partsLeft(order.goods.id)).toBe(0n);
    expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED", amountFen: 0n, stripeRefundId: null }]);
    await work(stripe);
    expect(truthOf(order)?.refunded).toBe(before);
    expect(await ask(order, 0n)).toMatchObject({ failure: { kind: "nothing" } });
  });

  test("goes back together with the freight when the order is cancelled", async () => {
    const order = await free();
    expect((await cancelOrder({ orderId: order.orderId, now: clock.now })).ok).toBe(true);
    await work(stripe);
    expect(await partsLeft(order.goods.id)).toBe(0n);
    expect(await partsLeft(order.freight.id)).toBe(0n);
    expect(truthOf(order)?.refunded).toBe(Number(order.totalFen));
  });
});

describe("a refund made in Stripe's dashboard", () => {
  test("is recorded over the lines in proportion, at the platform's cost, once", async () => {
    const order = await paid();
    stripe.dashboardRefund({ paymentIntent: order.paymentIntentId, amount: 938 });
    await stripe.flush();
    const [refund] = await refundsOf(order);
    expect(refund).toMatchObject({ reason: "DASHBOARD", bearer: "PLATFORM", amountFen: 938n, state: "SUCCEEDED" });
    const lines = await db().refundLine.findMany({
      where: { refundId: refund?.id ?? "" },
      orderBy: { amountFen: "desc" },
    });
    expect(lines.map((line) => line.amountFen)).toEqual([798n, 140n]);
  });

  test("of what was asked for here and not yet sent is that refund, done by hand", async () => {
    const order = await paid();
    await ask(order, 1_500n);
    stripe.dashboardRefund({ paymentIntent: order.paymentIntentId, amount: 1_500 });
    await stripe.flush();
    await work(stripe);
    expect(await refundsOf(order)).toMatchObject([{ state: "SUCCEEDED", reason: "QUALITY", amountFen: 1_500n }]);
    expect(truthOf(order)?.refunded).toBe(1_500);
  });
});

test("the system may refund anything, and a paid order only", async () => {
  const order = await paid();
  expect((await ask(order, 10n, { actor: systemActor })).ok).toBe(true);
  expect(await refundsOf(order)).toMatchObject([{ requestedById: null }]);
});
