import { createHmac } from "node:crypto";
import type Stripe from "stripe";
import { between, type Random } from "./random";
import type { Store } from "./store";

/** Hands one signed event over; answers the HTTP status. Throws when nobody answered. */
export type Deliver = (delivery: {
  readonly eventId: string;
  readonly type: string;
  readonly rawBody: string;
  readonly signature: string;
}) => Promise<number>;

export type WebhookFaults = {
  /** the share of events whose first delivery is lost on the way */
  readonly dropFirst: number;
  /** every event is delivered this many times */
  readonly copies: readonly [number, number];
  /** events overtake each other */
  readonly shuffle: boolean;
  readonly delayMs: readonly [number, number];
  /** the share of answers that come after we stopped waiting: the event is delivered again */
  readonly lateAnswer: number;
  /** nothing is sent at all until this is off again */
  readonly hold: boolean;
};

export const NO_WEBHOOK_FAULTS: WebhookFaults = {
  dropFirst: 0,
  copies: [1, 1],
  shuffle: false,
  delayMs: [0, 0],
  lateAnswer: 0,
  hold: false,
};

type Waiting = { readonly eventId: string; readonly main: boolean; dueAt: number; attempts: number };

export type Webhooks = ReturnType<typeof openWebhooks>;

/** Sends every event until somebody answers 2xx, as Stripe does, only faster: after 1 s, 2 s, 4 s … a minute. */
export function openWebhooks(given: {
  readonly store: Store;
  readonly deliver: Deliver | undefined;
  readonly secrets: readonly string[];
  /** for the signature: seconds */
  readonly signingTime: () => number;
  readonly random: Random;
  readonly concurrency: number;
  readonly firstRetryMs: number;
  /** deliver by itself, or only when told to flush */
  readonly automatic: boolean;
}) {
  const { store, deliver, random } = given;
  const waiting: Waiting[] = [];
  const wakers = new Set<() => void>();
  let faults = NO_WEBHOOK_FAULTS;
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  for (const delivery of store.all("delivery")) {
    if (!delivery.delivered) waiting.push({ eventId: delivery.id, main: true, dueAt: 0, attempts: delivery.attempts });
  }

  function add(event: Stripe.Event): void {
    store.put({
      id: event.id,
      object: "delivery",
      created: event.created,
      attempts: 0,
      delivered: deliver === undefined,
    });
    if (!deliver) return;
    const copies = between(random, faults.copies);
    for (let copy = 0; copy < copies; copy++) {
      const delay = between(random, faults.delayMs);
      waiting.push({ eventId: event.id, main: copy === 0, dueAt: Date.now() + delay, attempts: 0 });
    }
    if (given.automatic) pump();
  }

  function pump(): void {
    clearTimeout(timer);
    if (closed || faults.hold) return;
    while (inFlight < given.concurrency) {
      const next = take();
      if (!next) break;
      void send(next);
    }
    if (inFlight === 0 && waiting.length === 0) for (const wake of wakers) wake();
    const soonest = waiting.reduce((least, one) => Math.min(least, one.dueAt), Infinity);
    if (soonest < Infinity && inFlight < given.concurrency) {
      timer = setTimeout(pump, Math.max(1, soonest - Date.now()));
      if (given.automatic) timer.unref();
    }
  }

  function take(): Waiting | undefined {
    const now = Date.now();
    if (!faults.shuffle) {
      const at = waiting.findIndex((one) => one.dueAt <= now);
      return at < 0 ? undefined : waiting.splice(at, 1)[0];
    }
    const due = waiting.flatMap((one, at) => (one.dueAt <= now ? [at] : []));
    const at = due[Math.floor(random() * due.length)];
    return at === undefined ? undefined : waiting.splice(at, 1)[0];
  }

  async function send(one: Waiting): Promise<void> {
    const event = store.get("event", one.eventId);
    if (!event || !deliver) return;
    inFlight++;
    one.attempts++;
    const lost = one.main && one.attempts === 1 && random() < faults.dropFirst;
    let status = 0;
    if (!lost) {
      const rawBody = JSON.stringify(event, null, 2);
      const signature = sign(rawBody, given.secrets, given.signingTime());
      status = await deliver({ eventId: event.id, type: event.type, rawBody, signature }).catch(() => 0);
      if (random() < faults.lateAnswer) status = 0;
    }
    inFlight--;
    const delivered = status >= 200 && status < 300;
    if (one.main) {
      store.put({ id: event.id, object: "delivery", created: event.created, attempts: one.attempts, delivered });
      if (delivered) store.put({ ...event, pending_webhooks: 0 });
    }
    if (!delivered && (one.main || lost)) {
      one.dueAt = Date.now() + Math.min(60_000, given.firstRetryMs * 2 ** Math.min(one.attempts - 1, 10));
      waiting.push(one);
    }
    pump();
  }

  return {
    add,
    pump,
    setFaults(changed: Partial<WebhookFaults>) {
      faults = { ...faults, ...changed };
      pump();
    },
    /** Sends everything that waits, without waiting for retry times; answers how many are still undelivered. */
    async flush(timeoutMs = 30_000): Promise<number> {
      const until = Date.now() + timeoutMs;
      while (deliver && (waiting.length > 0 || inFlight > 0) && Date.now() < until && !faults.hold) {
        for (const one of waiting) one.dueAt = 0;
        const idle = new Promise<void>((resolve) => wakers.add(resolve));
        pump();
        await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, 20))]);
        wakers.clear();
      }
      return waiting.length + inFlight;
    },
    /** Sends an event once more, as the dashboard's "resend". */
    resend(eventId: string) {
      if (store.get("event", eventId)) waiting.push({ eventId, main: false, dueAt: 0, attempts: 0 });
      pump();
    },
    undelivered: () => waiting.filter((one) => one.main).length + inFlight,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Stripe's scheme: t=seconds, and one v1 per secret while a secret is being rolled. */
export function sign(rawBody: string, secrets: readonly string[], seconds: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${rawBody}`).digest("hex")}`,
  );
  return [`t=${seconds}`, ...signatures].join(",");
}
