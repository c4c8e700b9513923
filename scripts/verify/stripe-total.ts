import fs from "node:fs";
import path from "node:path";
import Stripe from "stripe";
import { stripeTotals } from "~/payments/stripe-totals.server";
import { differencesOf, totalsOfLedger, type MovedAtStripe } from "~/payments/stripe-totals";
import type { Check } from "./check";
import { ROOT } from "../infra/root.mjs";

/** Stripe's own total against the ledger's, to the fen: by Stripe's lists, or the sandbox's that runs. */
export const stripeTotal: Check = {
  name: "stripe_own_total",
  holds: "What Stripe says it holds, charged, kept and gave back is what the ledger says.",
  async find(client) {
    const account = stripeAccount();
    if (!account) return { notAsked: "no Stripe key is set and no sandbox runs" };
    const { rows } = await client.query<{ kind: string; moved_fen: string }>(
      "SELECT kind, moved_fen FROM money_at_stripe",
    );
    const moved = rows.map((row): MovedAtStripe => ({ kind: row.kind, movedFen: BigInt(row.moved_fen) }));
    try {
      return differencesOf(await stripeTotals(account), totalsOfLedger(moved));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError) return { notAsked: `Stripe does not answer: ${error.message}` };
      throw error;
    }
  },
};

/** The account of the environment, else the sandbox of the installation that runs. */
function stripeAccount(): Stripe | undefined {
  const { STRIPE_SECRET_KEY, STRIPE_API_URL } = process.env;
  if (STRIPE_SECRET_KEY) return connect(STRIPE_SECRET_KEY, STRIPE_API_URL);
  const at = process.argv.indexOf("--data");
  const dataDir = at >= 0 ? path.resolve(process.argv[at + 1] ?? ".data") : path.join(ROOT, ".data");
  const run = readJson(path.join(dataDir, "run.json"));
  const secrets = readJson(path.join(dataDir, "secrets.json"));
  const url = run?.["sandboxUrl"];
  const key = secrets?.["stripeKey"];
  return typeof url === "string" && typeof key === "string" ? connect(key, url) : undefined;
}

function connect(key: string, apiUrl: string | undefined): Stripe {
  const url = apiUrl ? new URL(apiUrl) : undefined;
  const place = url
    ? { host: url.hostname, port: url.port, protocol: url.protocol === "http:" ? "http" : "https" }
    : {};
  return new Stripe(key, { telemetry: false, timeout: 10_000, maxNetworkRetries: 1, ...place } as Stripe.StripeConfig);
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!fs.existsSync(file)) return undefined;
  return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
}
