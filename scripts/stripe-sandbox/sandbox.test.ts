import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import {
  chargeOf,
  NOON,
  paid,
  received,
  refusal,
  sandbox,
  sandboxForEachTest,
  session,
  stripe,
  types,
} from "./test-sandbox";

sandboxForEachTest();

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
