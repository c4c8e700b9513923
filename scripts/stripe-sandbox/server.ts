// The sandbox as a program of its own; `npm start` runs it beside the shop. Loopback only: its controls have no lock.
import { createSandbox } from "./sandbox";
import type { Deliver } from "./webhooks";

const ANSWER_WITHIN_MS = 10_000;

async function main(): Promise<void> {
  const { SANDBOX_PORT, SANDBOX_STATE, SANDBOX_SECRET_KEY, SANDBOX_WEBHOOK_SECRET, SANDBOX_WEBHOOK_URL } = process.env;
  const { SANDBOX_PUBLIC_URL, SANDBOX_LATER_MS, SANDBOX_RETRY_MS, SANDBOX_SEED, SANDBOX_CONCURRENCY } = process.env;
  const urls = split(SANDBOX_WEBHOOK_URL);
  const sandbox = createSandbox({
    automatic: true,
    deliver: urls.length > 0 ? overHttp(urls) : undefined,
    webhookSecrets: split(SANDBOX_WEBHOOK_SECRET ?? "whsec_sandbox"),
    secretKey: SANDBOX_SECRET_KEY || "sk_test_sandbox",
    state: SANDBOX_STATE || undefined,
    ...(SANDBOX_PUBLIC_URL ? { publicUrl: SANDBOX_PUBLIC_URL } : {}),
    ...(SANDBOX_LATER_MS ? { laterMs: Number(SANDBOX_LATER_MS) } : {}),
    ...(SANDBOX_RETRY_MS ? { firstRetryMs: Number(SANDBOX_RETRY_MS) } : {}),
    ...(SANDBOX_SEED ? { seed: Number(SANDBOX_SEED) } : {}),
    ...(SANDBOX_CONCURRENCY ? { concurrency: Number(SANDBOX_CONCURRENCY) } : {}),
  });
  const url = await sandbox.listen(Number(SANDBOX_PORT || 4242));
  console.log(`Stripe sandbox on ${url}: no real money. Controls: ${url}/_sandbox`);
  process.send?.("listening");

  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    sandbox.cutConnections();
    void sandbox.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.on("disconnect", end);
}

/** Several addresses take turns: two servers of one shop share the events. */
function overHttp(urls: readonly string[]): Deliver {
  let turn = 0;
  return async ({ rawBody, signature }) => {
    const url = urls[turn++ % urls.length] ?? "";
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature,
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
      body: rawBody,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
}

function split(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((part) => (part.trim() ? [part.trim()] : []));
}

main().catch((error: unknown) => {
  const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(busy ? "The sandbox's port is in use by another program." : error);
  process.exit(1);
});
