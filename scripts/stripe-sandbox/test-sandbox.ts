// What the sandbox's own tests share: a new one before each test, its events as a shop would verify them.
import Stripe from "stripe";
import { afterEach, beforeEach } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox";

export const SECRETS = ["whsec_old", "whsec_new"];
export const NOON = new Date("2026-03-01T04:00:00Z");

export let sandbox: Sandbox;
export let stripe: Stripe;
export let received: Stripe.Event[];

/** To be called once by each test file. */
export function sandboxForEachTest(): void {
  beforeEach(() => open());
  afterEach(() => sandbox.close());
}

export function open(options: SandboxOptions = {}, { maxNetworkRetries = 0 } = {}): void {
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
  stripe = new Stripe("sk_test_sandbox", { httpClient: sandbox.httpClient(), maxNetworkRetries });
}

export function verified(rawBody: string, signature: string, secret: string): Promise<Stripe.Event> {
  const seconds = NOON.getTime();
  return stripe.webhooks.constructEventAsync(rawBody, signature, secret, 300, undefined, seconds);
}

export function session(more: Partial<Stripe.Checkout.SessionCreateParams> = {}, options: Stripe.RequestOptions = {}) {
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

export async function paid(method = "card") {
  const { id } = await session();
  sandbox.pay(id, method);
  return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent.latest_charge.balance_transaction"] });
}

export function chargeOf(complete: Stripe.Checkout.Session): Stripe.Charge {
  const intent = complete.payment_intent;
  if (typeof intent !== "object" || typeof intent?.latest_charge !== "object" || !intent.latest_charge) {
    throw new Error("the charge was not expanded");
  }
  return intent.latest_charge;
}

export function types(): string[] {
  return received.map((event) => event.type);
}

export function chargeIdOf(complete: Stripe.Checkout.Session): string {
  return chargeOf(complete).id;
}

export function intentIdOf(complete: Stripe.Checkout.Session): string {
  const intent = complete.payment_intent;
  return typeof intent === "string" ? intent : (intent?.id ?? "");
}

export async function refusal(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error("nothing was refused");
    },
    (error: unknown) => error,
  );
}
