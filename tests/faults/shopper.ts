import { setTimeout } from "node:timers/promises";
import { newId } from "~/kernel/ids";
import type { Shop } from "./processes";

export type Placed =
  | { readonly kind: "page"; readonly sessionId: string }
  /** the order stands, but there is no page to pay on yet */
  | { readonly kind: "order" }
  | { readonly kind: "sold-out" }
  | { readonly kind: "refused"; readonly status: number; readonly text: string }
  | { readonly kind: "error"; readonly status: number };

export type Purchase = {
  readonly variantId: string;
  readonly quantity: number;
  readonly totalFen: bigint;
  /** the form's nonce: the same purchase sent again is the same order */
  readonly checkoutKey?: string;
};

/** A guest fills in the checkout form of one of the two servers, without JavaScript; told to come back later, comes back. */
export async function buy(shop: Shop, server: 0 | 1, purchase: Purchase, timeoutMs = 60_000): Promise<Placed> {
  const base = shop.urls[server];
  const form = new URLSearchParams({
    intent: "place",
    checkoutKey: purchase.checkoutKey ?? newId(),
    shownTotal: String(purchase.totalFen),
    variant: purchase.variantId,
    quantity: String(purchase.quantity),
    name: "张三",
    phone: "13800000000",
    province: "31",
    addressLine: "浦东新区测试路 1 号",
  });
  // "Buy now" names the goods in the address, and the form is sent back to it.
  const goods = new URLSearchParams({ variant: purchase.variantId, quantity: String(purchase.quantity) });
  const signal = AbortSignal.timeout(timeoutMs);
  const send = () =>
    fetch(`${base}/checkout?${goods.toString()}`, {
      method: "POST",
      body: form,
      headers: { origin: base, "sec-fetch-site": "same-origin" },
      redirect: "manual",
      signal,
    });
  let answer = await send();
  while (answer.status === 503 && answer.headers.has("retry-after")) {
    await setTimeout(Number(answer.headers.get("retry-after")) * 1000, undefined, { signal });
    answer = await send();
  }
  const text = await answer.text();
  const to = answer.headers.get("location") ?? "";
  const sessionId = /\/c\/pay\/(cs_test_\w+)/.exec(to)?.[1];
  if (sessionId) return { kind: "page", sessionId };
  if (answer.status >= 300 && answer.status < 400) return { kind: "order" };
  if (answer.status >= 500) return { kind: "error", status: answer.status };
  if (/已售罄|只剩/.test(text)) return { kind: "sold-out" };
  return {
    kind: "refused",
    status: answer.status,
    text: text
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .slice(0, 300),
  };
}

/** Where the shopper lands after Stripe's page. */
export async function comeBack(shop: Shop, server: 0 | 1, sessionId: string): Promise<{ status: number; to: string }> {
  const answer = await fetch(`${shop.urls[server]}/checkout/paid?session=${sessionId}`, {
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  await answer.arrayBuffer();
  return { status: answer.status, to: answer.headers.get("location") ?? "" };
}

/** An act of people or of Stripe itself, at the sandbox. */
export async function atStripe<Answer = unknown>(shop: Shop, act: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${shop.sandboxUrl}/_sandbox/${act}`, {
    ...(body ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
    signal: AbortSignal.timeout(120_000),
  });
  if (!answer.ok) throw new Error(`${act}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Runs `work` for every item, so many at once. */
export async function atOnce<Item, Answer>(
  items: readonly Item[],
  many: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      const item = items[index];
      if (item !== undefined) answers[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: many }, one));
  return answers;
}
