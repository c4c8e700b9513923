import http from "node:http";
import https from "node:https";
import Stripe from "stripe";
import { env } from "./env.server";
import { perProcess } from "./per-process.server";

/** Longer than Stripe usually takes, shorter than a shopper waits. */
const TIMEOUT_MS = 10_000;
const RETRIES = 1;

const client = perProcess(connect);

/**
 * Stripe's official client: Stripe itself, or whoever speaks its protocol at STRIPE_API_URL. Never call it inside a
 * transaction, and give every call that makes something an idempotency key that is stored.
 */
export function stripe(): Stripe {
  return client.get();
}

/** Another client for this process: one that talks to a sandbox in the same process. Undefined goes back to the environment's. */
export function useStripe(other: Stripe | undefined): void {
  client.set(other);
}

/** Whether our key moves real money; what Stripe sends has to agree. */
export function isLiveStripe(): boolean {
  return /^[a-z]+_live_/.test(env().STRIPE_SECRET_KEY);
}

function connect(): Stripe {
  const { STRIPE_SECRET_KEY, STRIPE_API_URL } = env();
  const url = STRIPE_API_URL ? new URL(STRIPE_API_URL) : undefined;
  const protocol = url?.protocol === "http:" ? "http" : "https";
  const agentOptions = { keepAlive: true, maxSockets: 50 };
  return new Stripe(STRIPE_SECRET_KEY, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    appInfo: { name: "huhui" },
    httpAgent: protocol === "http" ? new http.Agent(agentOptions) : new https.Agent(agentOptions),
    ...(url ? { host: url.hostname, port: url.port || (protocol === "http" ? 80 : 443), protocol } : {}),
  });
}
