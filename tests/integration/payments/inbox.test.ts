import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "~/kernel/ids";
import { applyFee } from "~/payments/apply-fee.server";
import { applyParkedEvents } from "~/payments/apply-parked-events.server";
import { lockPaymentsOfOrder } from "~/payments/payment-store.server";
import { db, withTransaction } from "~/platform/db.server";
import { aListingWithStock } from "#tests/builders/orders";
import {
  anOpenOrder,
  aStripeThatWaits,
  clock,
  closeStripe,
  footprint,
  faultsInBooks,
  takeEvent,
  type StripeDelivery,
  violations,
  work,
} from "#tests/builders/payments";
import { letGoTogether } from "#tests/setup/locks";
import type { Sandbox } from "../../../scripts/stripe-sandbox/sandbox";

const SECRET = "whsec_sandbox";

let stripe: Sandbox;
let variantId: string;
let everythingSent: () => Promise<StripeDelivery[]>;

beforeAll(async () => {
  ({ stripe, sent: everythingSent } = aStripeThatWaits());
  variantId = (await aListingWithStock({ lots: [10_000_000] })).variantId;
});
afterAll(() => closeStripe(stripe));

function signed(event: object, { secret = SECRET, seconds = now() } = {}): StripeDelivery {
  const rawBody = JSON.stringify(event);
  const mac = createHmac("sha256", secret).update(`${seconds}.${rawBody}`).digest("hex");
  return { rawBody, signature: `t=${seconds},v1=${mac}` };
}

const now = () => Math.floor(clock.now.getTime() / 1000);

function anEvent(type: string, object: object, more: object = {}): object {
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    object: "event",
    api_version: null,
    created: now(),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type,
    ...more,
  };
}

describe("the door", () => {
  test("lets nothing in that Stripe did not sign for us now, and keeps no trace of it", async () => {
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.pay(order.sessionId);
    const sent = await everythingSent();
    const completed = sent.find((one) => one.rawBody.includes('"checkout.session.completed"'));
    if (!completed) throw new Error("nothing was sent");
    const event = JSON.parse(completed.rawBody) as object;
    const before = await footprint();
    const refused = [
      { ...completed, signature: "" },
      { ...completed, signature: "t=1,v1=00" },
      { ...completed, rawBody: JSON.stringify(event) }, // re-serialised: not what was signed
      { ...completed, rawBody: completed.rawBody.replace('"paid"', '"PAID"') },
      signed(event, { secret: "whsec_other" }),
      signed(event, { seconds: now() - 301 }),
      signed(event, { seconds: now() + 301 }),
      signed({ ...event, livemode: true }),
      signed({ ...event, account: "acct_someone_else" }),
      { rawBody: "not json", signature: signed({}).signature },
    ];
    for (const one of refused) expect(["bad-signature", "not-for-us"]).toContain(await takeEvent(one));
    expect(await footprint()).toEqual(before);
    for (const one of sent) await takeEvent(one);
    expect((await db().order.findUniqueOrThrow({ where: { id: order.orderId } })).state).toBe("PAID");
  });

  test("knows two secrets while one is being rolled", async () => {
    const { parseEnv } = await import("~/platform/env.server");
    expect(
      parseEnv({ ...process.env, STRIPE_WEBHOOK_SECRET: "whsec_new,whsec_sandbox" }).STRIPE_WEBHOOK_SECRET,
    ).toContain(",");
    expect(await takeEvent(signed(anEvent("payment_intent.created", { id: "pi_any" })))).toBe("IGNORED");
  });
});

describe("an event", () => {
  test("delivered five times at once is applied once", async () => {
    for (let round = 0; round < 8; round++) {
      const order = await anOpenOrder([{ variantId, quantity: 1 }]);
      stripe.pay(order.sessionId);
      const sent = await everythingSent();
      const outcomes = await Promise.all(sent.flatMap((one) => [one, one, one, one, one]).map(takeEvent));
      expect(outcomes.filter((outcome) => outcome === "REPEATED")).toHaveLength(4 * sent.length);
      expect(await db().journal.count({ where: { kind: "SALE", sourceId: order.orderId } })).toBe(1);
    }
    await applyParkedEvents({ now: clock.now });
    expect(await faultsInBooks()).toEqual({});
  });

  test("that comes again with other content is an alarm, and the first one stands", async () => {
    const event = anEvent("payment_intent.created", { id: "pi_first" });
    expect(await takeEvent(signed(event))).toBe("IGNORED");
    expect(await takeEvent(signed({ ...event, pending_webhooks: 0 }))).toBe("REPEATED");
    expect(await takeEvent(signed({ ...event, data: { object: { id: "pi_other" } } }))).toBe("CONFLICT");
    const { id } = event as { id: string };
    expect((await db().stripeEvent.findUniqueOrThrow({ where: { id } })).objectId).toBe("pi_first");
    expect(await db().paymentAlarm.count({ where: { kind: "EVENT_CONFLICT", subjectId: id } })).toBe(1);
  });

  test("keeps no personal data of the shopper", async () => {
    const address = { line1: "浦东新区测试路 1 号" };
    const customer_details = { name: "张三", email: "zhang@example.com", phone: "13800000000", address };
    const event = anEvent("checkout.session.completed", {
      id: "cs_test_personal",
      object: "checkout.session",
      payment_status: "unpaid",
      customer_email: "zhang@example.com",
      customer_details,
    });
    await takeEvent(signed(event));
    const { id } = event as { id: string };
    const stored = JSON.stringify((await db().stripeEvent.findUniqueOrThrow({ where: { id } })).payload);
    expect(stored).toContain("cs_test_personal");
    expect(stored).not.toMatch(/张三|zhang@|13800000000|测试路/);
  });

  test.each([
    ["its refund before its payment, its fee first of all", (events: StripeDelivery[]) => [...events].reverse()],
    [
      "all of it three times over, backwards",
      (events: StripeDelivery[]) => [...events, ...events, ...events].reverse(),
    ],
  ])("may come in any order: %s", async (_name, reorder) => {
    const order = await anOpenOrder([{ variantId, quantity: 2 }]);
    stripe.pay(order.sessionId, "alipay");
    const intent = stripe.findSession(order.sessionId).payment_intent as string;
    stripe.settle();
    stripe.dashboardRefund({ paymentIntent: intent, amount: 1_000 });
    const sent = await everythingSent();
    for (const one of reorder(sent)) expect(["bad-signature", "not-for-us"]).not.toContain(await takeEvent(one));
    await applyParkedEvents({ now: clock.now });
    expect(await db().refund.findMany({ where: { orderId: order.orderId } })).toMatchObject([
      { state: "SUCCEEDED", reason: "DASHBOARD", bearer: "PLATFORM", amountFen: 1_000n },
    ]);
    expect(await faultsInBooks()).toEqual({});
  });

  test("may come at once: a fee whose payment succeeds between two looks is noted as well as posted", async () => {
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    stripe.pay(order.sessionId, "card");
    stripe.settle();
    const sent = await everythingSent();
    const events = sent.map(({ rawBody }) => JSON.parse(rawBody) as { type: string; data: { object: { id: string } } });
    const completed = sent[events.findIndex(({ type }) => type === "checkout.session.completed")];
    const charge = events.find(({ type }) => type === "charge.updated")?.data.object;
    const paymentIntentId = stripe.findSession(order.sessionId).payment_intent as string;
    const feeFen = BigInt(stripe.truth().paymentIntents[paymentIntentId]?.fee ?? 0);
    if (!completed || !charge) throw new Error("Stripe did not say what was expected");
    const fee = { paymentIntentId, chargeId: charge.id, feeFen, at: clock.now };
    await withTransaction("fee", async (tx) => {
      let looked = false;
      const interrupted = new Proxy(tx, {
        get(target, name) {
          if (name !== "$queryRaw" || looked) return Reflect.get(target, name) as unknown;
          looked = true;
          return async (...query: Parameters<typeof target.$queryRaw>) => {
            const rows: unknown = await target.$queryRaw(...query);
            await takeEvent(completed);
            return rows;
          };
        },
      });
      expect(await applyFee(interrupted, fee)).toEqual({ kind: "APPLIED" });
    });
    const payment = await db().payment.findFirstOrThrow({ where: { orderId: order.orderId } });
    expect(payment).toMatchObject({ state: "SUCCEEDED", feeFen });
    for (const one of sent) await takeEvent(one);
    expect(await violations()).toEqual({});
  });

  test("about something that never becomes known waits three days, then a person is told", async () => {
    const refund = {
      id: "re_foreign",
      object: "refund",
      amount: 5,
      currency: "cny",
      status: "succeeded",
      payment_intent: "pi_foreign",
      charge: "ch_foreign",
      metadata: {},
    };
    const event = anEvent("refund.created", refund);
    expect(await takeEvent(signed(event))).toBe("PARKED");
    const { id } = event as { id: string };
    await applyParkedEvents({ now: clock.now });
    expect((await db().stripeEvent.findUniqueOrThrow({ where: { id } })).outcome).toBe("PARKED");
    await applyParkedEvents({ now: new Date(clock.now.getTime() + 4 * 86_400_000) });
    expect((await db().stripeEvent.findUniqueOrThrow({ where: { id } })).outcome).toBe("ALARM");
    expect(await db().paymentAlarm.count({ where: { kind: "UNKNOWN_OBJECT", subjectId: id } })).toBe(1);
  });
});

describe("money that fits nowhere", () => {
  test("of another amount or currency is never taken for the order's", async () => {
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    const session = {
      ...stripe.findSession(order.sessionId),
      status: "complete",
      payment_status: "paid",
      payment_intent: "pi_x",
    };
    const postings = await db().posting.count();
    for (const object of [
      { ...session, amount_total: 1 },
      { ...session, currency: "usd" },
    ]) {
      expect(await takeEvent(signed(anEvent("checkout.session.completed", object)))).toBe("ALARM");
    }
    expect((await db().order.findUniqueOrThrow({ where: { id: order.orderId } })).state).toBe("PLACED");
    expect(await db().posting.count()).toBe(postings);
    expect(await db().paymentAlarm.count({ where: { kind: "AMOUNT_MISMATCH", subjectId: order.sessionId } })).toBe(1);
  });

  test("because the order was paid already goes back: the second payment, and only that", async () => {
    const order = await anOpenOrder([{ variantId, quantity: 1 }]);
    const first = stripe.findSession(order.sessionId);
    stripe.pay(order.sessionId);
    for (const one of await everythingSent()) await takeEvent(one);
    // A page that Stripe made for a lost answer, and that somebody paid on.
    const second = {
      ...first,
      id: `${first.id}2`,
      status: "complete",
      payment_status: "paid",
      payment_intent: "pi_second",
    };
    // Stripe may make two events of one happening, and send both at once.
    const told = () => takeEvent(signed(anEvent("checkout.session.completed", second)));
    const outcomes = await letGoTogether((tx) => lockPaymentsOfOrder(tx, order.orderId), told, told);
    expect(outcomes).toEqual(["APPLIED", "APPLIED"]);
    expect(
      await db().payment.findMany({
        where: { orderId: order.orderId },
        orderBy: { returnedAt: { sort: "asc", nulls: "first" } },
      }),
    ).toMatchObject([
      { state: "SUCCEEDED", returnedAt: null },
      { state: "SUCCEEDED", sessionId: `${first.id}2`, returnedAt: expect.any(Date) as Date },
    ]);
    expect(await db().refund.findMany({ where: { orderId: order.orderId } })).toMatchObject([
      { reason: "UNDELIVERABLE", amountFen: order.totalFen },
    ]);
    expect(await violations()).toEqual({});
    // Stripe does not know this payment, so the refund fails: it stays owed, and the operator hears of it.
    await work(stripe);
    const refund = await db().refund.findFirstOrThrow({ where: { orderId: order.orderId } });
    expect(refund).toMatchObject({ state: "FAILED", failureReason: "resource_missing" });
    expect(await db().paymentAlarm.count({ where: { kind: "REFUND_FAILED", subjectId: refund.id } })).toBe(1);
    expect(await violations()).toEqual({});
  });
});
