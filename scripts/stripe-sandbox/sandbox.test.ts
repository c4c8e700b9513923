import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox";

const SECRETS = ["whsec_old", "whsec_new"];
const NOON = new Date("2026-03-01T04:00:00Z");

let sandbox: Sandbox;
let stripe: Stripe;
let received: Stripe.Event[];
const folders: string[] = [];

beforeEach(() => open());
afterEach(async () => {
  await sandbox.close();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function open(options: SandboxOptions = {}): void {
  received = [];
  sandbox = createSandbox({
    clock: () => NOON,
    webhookSecrets: SECRETS,
    deliver: async ({ rawBody, signature }) => {
      received.push(await verified(rawBody, signature, "whsec_new"));
      return 200;
    },
    ...options,
  });
  stripe = new Stripe("sk_test_sandbox", { httpClient: sandbox.httpClient(), maxNetworkRetries: 0 });
}

function verified(rawBody: string, signature: string, secret: string): Promise<Stripe.Event> {
  const seconds = NOON.getTime();
  return stripe.webhooks.constructEventAsync(rawBody, signature, secret, 300, undefined, seconds);
}

function session(more: Partial<Stripe.Checkout.SessionCreateParams> = {}, options: Stripe.RequestOptions = {}) {
  return stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [
        { price_data: { currency: "cny", unit_amount: 3_980, product_data: { name: "绿梅 2 kg" } }, quantity: 2 },
        { price_data: { currency: "cny", unit_amount: 1_040, product_data: { name: "运费" } }, quantity: 1 },
      ],
      allowed_payment_method_types: ["card", "alipay", "wechat_pay"],
      payment_intent_data: { metadata: { order: "1" } },
      client_reference_id: "order-1",
      metadata: { order: "1" },
      success_url: "http://shop.test/paid?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://shop.test/cart",
      ...more,
    },
    options,
  );
}

async function paid(method = "card") {
  const { id } = await session();
  sandbox.pay(id, method);
  return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge.balance_transaction"] });
}

function chargeOf(complete: Stripe.Checkout.Session): Stripe.Charge {
  const intent = complete.payment_intent;
  if (typeof intent !== "object" || typeof intent?.latest_charge !== "object" || !intent.latest_charge) {
    throw new Error("the charge was not expanded");
  }
  return intent.latest_charge;
}

function types(): string[] {
  return received.map((event) => event.type);
}

describe("checkout sessions", () => {
  it("are open and unpaid, with the sum of their lines, in the time of the sandbox's clock", async () => {
    const created = await session();
    expect(created).toMatchObject({
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      amount_total: 9_000,
      currency: "cny",
      client_reference_id: "order-1",
      metadata: { order: "1" },
      created: NOON.getTime() / 1000,
      expires_at: NOON.getTime() / 1000 + 86_400,
      livemode: false,
    });
    expect(created.url).toContain(created.id);
    expect(created.line_items).toBeUndefined();
  });

  it("show their line items only when asked", async () => {
    const { id } = await session();
    const expanded = await stripe.checkout.sessions.retrieve(id, { expand: ["line_items"] });
    expect(expanded.line_items?.data.map((line) => [line.description, line.quantity, line.amount_total])).toEqual([
      ["绿梅 2 kg", 2, 7_960],
      ["运费", 1, 1_040],
    ]);
  });

  it.each([
    ["29 minutes", 29 * 60 - 61],
    ["25 hours", 25 * 3600],
  ])("are refused with an end in %s", async (_name, seconds) => {
    const error = await refusal(session({ expires_at: NOON.getTime() / 1000 + seconds }));
    expect(error).toMatchObject({ type: "StripeInvalidRequestError", statusCode: 400, param: "expires_at" });
  });

  it("are refused without lines, for less than 4 yuan, and with a parameter that Stripe no longer knows", async () => {
    expect(await refusal(session({ line_items: [] }))).toMatchObject({
      code: "parameter_missing",
      param: "line_items",
    });
    const cheap = [{ price_data: { currency: "cny", unit_amount: 399, product_data: { name: "x" } }, quantity: 1 }];
    expect(await refusal(session({ line_items: cheap }))).toMatchObject({ code: "amount_too_small" });
    const outdated = { payment_method_types: ["card"] } as object;
    expect(await refusal(session(outdated))).toMatchObject({ code: "parameter_unknown" });
  });

  it("expire by themselves when their time is over, and say so once", async () => {
    const { id } = await session({ expires_at: NOON.getTime() / 1000 + 1860 });
    sandbox.setClock(new Date(NOON.getTime() + 1_861_000));
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "expired", url: null });
    await sandbox.flush();
    expect(types()).toEqual(["checkout.session.expired"]);
  });

  it("can be expired while open, and no longer when paid", async () => {
    const { id } = await session();
    expect((await stripe.checkout.sessions.expire(id)).status).toBe("expired");
    const other = await paid();
    expect(await refusal(stripe.checkout.sessions.expire(other.id))).toMatchObject({ statusCode: 400 });
    expect(() => sandbox.pay(id)).toThrow(/expired/);
  });

  it("stay open after a declined card, and can still be paid", async () => {
    const { id } = await session();
    sandbox.decline(id);
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    sandbox.pay(id);
    await sandbox.flush();
    expect(types()).toEqual([
      "payment_intent.payment_failed",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
  });

  it("are complete but unpaid while a slow method is processing", async () => {
    const { id } = await session();
    sandbox.pay(id, "alipay", "later");
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete", payment_status: "unpaid" });
    sandbox.settleLater(id, "paid");
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete", payment_status: "paid" });
    await sandbox.flush();
    expect(types()).toContain("checkout.session.async_payment_succeeded");
  });
});

describe("charges", () => {
  it("learn their fee later: 3.4 % and 2.35 yuan", async () => {
    const early = chargeOf(await paidWithoutFee());
    expect(early.balance_transaction).toBeNull();
    sandbox.settle();
    const charge = await stripe.charges.retrieve(early.id, { expand: ["balance_transaction"] });
    expect(charge.balance_transaction).toMatchObject({ amount: 9_000, fee: 541, net: 8_459, type: "charge" });
    expect(charge.metadata).toEqual({ order: "1" });
    await sandbox.flush();
    const update = received.find((event) => event.type === "charge.updated");
    expect(update?.data.previous_attributes).toEqual({ balance_transaction: null });
  });

  async function paidWithoutFee() {
    const { id } = await session();
    sandbox.pay(id);
    return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge"] });
  }

  it("can be expanded only where there is something", async () => {
    const { id } = await session();
    expect(await refusal(stripe.checkout.sessions.retrieve(id, { expand: ["nothing"] }))).toMatchObject({
      statusCode: 400,
      param: "expand",
    });
  });
});

describe("refunds", () => {
  it("of a card succeed at once; of a wallet a moment later", async () => {
    const byCard = await paid("card");
    sandbox.settle();
    const first = await stripe.refunds.create({ charge: chargeIdOf(byCard), amount: 1_000, metadata: { refund: "a" } });
    expect(first).toMatchObject({ status: "succeeded", amount: 1_000, metadata: { refund: "a" } });

    const byWallet = await paid("alipay");
    const second = await stripe.refunds.create({ payment_intent: intentIdOf(byWallet) });
    expect(second).toMatchObject({ status: "pending", amount: 9_000 });
    await sandbox.flush();
    expect(await stripe.refunds.retrieve(second.id)).toMatchObject({ status: "succeeded" });
    expect(sandbox.truth().refunds.succeeded).toEqual({ count: 2, amount: 10_000 });
  });

  it("never give back more than was paid", async () => {
    const complete = await paid();
    await stripe.refunds.create({ charge: chargeIdOf(complete), amount: 8_000 });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete), amount: 1_001 }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("greater than unrefunded amount") as string,
    });
    await stripe.refunds.create({ charge: chargeIdOf(complete) });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete) }))).toMatchObject({
      code: "charge_already_refunded",
    });
  });

  it("may be pending and then fail: the charge can be refunded again, and the balance has the money back", async () => {
    const complete = await paid();
    sandbox.settle();
    sandbox.setRefundMode("pend");
    const refund = await stripe.refunds.create({ charge: chargeIdOf(complete), amount: 2_000 });
    sandbox.finishRefund(refund.id, "failed");
    expect(await stripe.charges.retrieve(chargeIdOf(complete))).toMatchObject({ amount_refunded: 0, refunded: false });
    await sandbox.flush();
    expect(types()).toEqual(expect.arrayContaining(["refund.created", "refund.updated", "refund.failed"]));
    expect(sandbox.truth()).toMatchObject({ net: 8_459, refunds: { failed: { count: 1, amount: 2_000 } } });
  });

  it("made in the dashboard carry nothing of ours", async () => {
    const complete = await paid();
    const refund = sandbox.dashboardRefund({ charge: chargeIdOf(complete), amount: 500 });
    expect(refund.metadata).toEqual({});
    expect((await stripe.refunds.list({ payment_intent: intentIdOf(complete) })).data.map((one) => one.id)).toEqual([
      refund.id,
    ]);
  });
});

describe("disputes", () => {
  it("withdraw the amount and a fee, and give both back when won", async () => {
    const complete = await paid();
    sandbox.settle();
    const dispute = sandbox.openDispute({ charge: chargeIdOf(complete) });
    expect(sandbox.truth()).toMatchObject({ net: -541 - 10_000, disputes: { open: { count: 1, amount: 9_000 } } });
    expect(await refusal(stripe.refunds.create({ charge: chargeIdOf(complete) }))).toMatchObject({
      code: "charge_disputed",
    });
    sandbox.closeDispute(dispute.id, "won");
    expect(sandbox.truth().net).toBe(8_459);
    await sandbox.flush();
    expect(types().slice(-4)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ]);
  });

  it("keep the money when lost", async () => {
    const complete = await paid();
    sandbox.settle();
    sandbox.closeDispute(sandbox.openDispute({ charge: chargeIdOf(complete) }).id, "lost");
    expect(sandbox.truth().net).toBe(-541 - 10_000);
  });
});

describe("idempotency keys", () => {
  it("answer the same request the same way, and make one object", async () => {
    const first = await session({}, { idempotencyKey: "k1" });
    const again = await session({}, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(sandbox.sessions()).toHaveLength(1);
  });

  it("refuse other parameters", async () => {
    await session({}, { idempotencyKey: "k1" });
    expect(await refusal(session({ locale: "zh" }, { idempotencyKey: "k1" }))).toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
  });

  it("repeat a 500 that came after acting, and forget one that came before", async () => {
    const complete = await paid();
    const make = () => stripe.refunds.create({ charge: chargeIdOf(complete), amount: 1_000 }, { idempotencyKey: "r1" });
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/refunds", effect: "refuse", times: 1 }] });
    expect(await refusal(make())).toMatchObject({ type: "StripeAPIError", statusCode: 500 });
    expect(sandbox.truth().refunds.succeeded.count).toBe(0);
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/refunds", effect: "fail-after", times: 1 }] });
    await refusal(make());
    expect(await refusal(make())).toMatchObject({ statusCode: 500, headers: { "idempotent-replayed": "true" } });
    expect(sandbox.truth().refunds.succeeded.count).toBe(1);
  });

  it("do not remember what was refused for its form", async () => {
    await refusal(session({ line_items: [] }, { idempotencyKey: "k1" }));
    expect((await session({}, { idempotencyKey: "k1" })).status).toBe("open");
  });

  it("make one object when the connection is cut after acting and the library tries again", async () => {
    stripe = new Stripe("sk_test_sandbox", { httpClient: sandbox.httpClient(), maxNetworkRetries: 2 });
    sandbox.setApiFaults({ rules: [{ on: "POST /v1/checkout/sessions", effect: "cut-after", times: 1 }] });
    expect((await session()).status).toBe("open");
    expect(sandbox.sessions()).toHaveLength(1);
  });

  it("are held by the first of two requests at once", async () => {
    sandbox.setApiFaults({ delayMs: 20 });
    const both = await Promise.allSettled([session({}, { idempotencyKey: "k" }), session({}, { idempotencyKey: "k" })]);
    expect(both.map((one) => one.status)).toEqual(["fulfilled", "rejected"]);
    expect(both[1]).toMatchObject({ reason: { statusCode: 409, code: "idempotency_key_in_use" } });
  });
});

describe("the door", () => {
  it("refuses a wrong key and an unknown address as Stripe does", async () => {
    const stranger = new Stripe("sk_test_other", { httpClient: sandbox.httpClient() });
    expect(await refusal(stranger.charges.list())).toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
    });
    expect(await refusal(stripe.customers.list())).toMatchObject({ statusCode: 404 });
    expect(await refusal(stripe.charges.retrieve("ch_none"))).toMatchObject({
      code: "resource_missing",
      statusCode: 404,
    });
  });
});

describe("lists", () => {
  it("are cut into pages that the library walks, newest first", async () => {
    for (let i = 0; i < 12; i++) await paid();
    sandbox.settle();
    const page = await stripe.charges.list({ limit: 5 });
    expect([page.data.length, page.has_more]).toEqual([5, true]);
    const all = await stripe.balanceTransactions.list({ limit: 5, type: "charge" }).autoPagingToArray({ limit: 100 });
    expect(new Set(all.map((one) => one.id)).size).toBe(12);
    const events = await stripe.events.list({ types: ["checkout.session.completed"], limit: 100 });
    expect(events.data).toHaveLength(12);
  });
});

describe("webhooks", () => {
  it("are signed with every secret while one is rolled, and dropped ones come again", async () => {
    await sandbox.close();
    const seen: string[] = [];
    open({
      firstRetryMs: 1,
      seed: 7,
      deliver: async ({ rawBody, signature }) => {
        for (const secret of SECRETS) seen.push((await verified(rawBody, signature, secret)).id);
        await expect(verified(`${rawBody} `, signature, "whsec_new")).rejects.toThrow(/signature/i);
        return seen.length % 3 === 0 ? 500 : 200;
      },
    });
    sandbox.webhooks.setFaults({ dropFirst: 0.5, copies: [1, 5], shuffle: true });
    for (let i = 0; i < 10; i++) await paid();
    expect(await sandbox.flush()).toBe(0);
    expect(new Set(seen).size).toBe(40);
    expect(seen.length).toBeGreaterThan(80);
  });
});

describe("the state on disk", () => {
  it("is all there after the process was killed, with unfinished business taken up again", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-sandbox-"));
    folders.push(folder);
    await sandbox.close();
    open({ state: folder, deliver: () => Promise.resolve(500) });
    const { id } = await session({}, { idempotencyKey: "k1" });
    sandbox.pay(id);
    fs.appendFileSync(path.join(folder, "objects.jsonl"), '{"id":"ch_half","obj'); // killed while writing
    open({ state: folder });
    expect((await session({}, { idempotencyKey: "k1" })).id).toBe(id);
    expect(sandbox.truth()).toMatchObject({ charges: { count: 1, amount: 9_000 }, fees: 0 });
    await sandbox.flush();
    expect(types()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
      "charge.updated",
    ]);
    expect(sandbox.truth().fees).toBe(541);
  });
});

describe("the hosted page, over HTTP", () => {
  it("shows what is paid, refuses a card, takes the money and sends the shopper back", async () => {
    const url = await sandbox.listen();
    const overHttp = new Stripe("sk_test_sandbox", { host: "127.0.0.1", port: new URL(url).port, protocol: "http" });
    const created = await overHttp.checkout.sessions.create({
      mode: "payment",
      line_items: [
        { price_data: { currency: "cny", unit_amount: 123_456, product_data: { name: "<b>茶</b>" } }, quantity: 1 },
      ],
      success_url: "http://shop.test/paid?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://shop.test/cart",
    });
    const page = created.url ?? "";
    const html = await (await fetch(page)).text();
    expect(html).toContain("¥1,234.56");
    expect(html).toContain("&#60;b&#62;茶");
    expect(html).toContain("不产生真实扣款");
    expect(await (await fetch(`${page}?lang=en`)).text()).toContain("no real money");

    const send = (act: string) =>
      fetch(page, { method: "POST", body: new URLSearchParams({ act, method: "card" }), redirect: "manual" });
    expect((await send("decline")).status).toBe(402);
    const back = await send("pay");
    expect([back.status, back.headers.get("location")]).toEqual([303, `http://shop.test/paid?session=${created.id}`]);
    expect(sandbox.truth().charges).toEqual({ count: 1, amount: 123_456 });
    expect((await send("pay")).status).toBe(303);
    expect(sandbox.truth().charges.count).toBe(1);
  });

  it("has controls for people's acts, which a page of another site cannot use", async () => {
    const url = await sandbox.listen();
    const { id } = await session();
    const body = JSON.stringify({ session: id, method: "alipay" });
    const foreign = await fetch(`${url}/_sandbox/pay`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body,
    });
    expect(foreign.status).toBe(415);
    const own = await fetch(`${url}/_sandbox/pay`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(own.status).toBe(200);
    const truth = (await (await fetch(`${url}/_sandbox/truth`)).json()) as { charges: { amount: number } };
    expect(truth.charges.amount).toBe(9_000);
  });
});

function chargeIdOf(complete: Stripe.Checkout.Session): string {
  return chargeOf(complete).id;
}

function intentIdOf(complete: Stripe.Checkout.Session): string {
  const intent = complete.payment_intent;
  return typeof intent === "string" ? intent : (intent?.id ?? "");
}

async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error("nothing was refused");
    },
    (error: unknown) => error,
  );
}
