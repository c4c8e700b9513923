import type Stripe from "stripe";
import type { Fen } from "~/kernel/money";
import { db } from "~/platform/db.server";
import { stripe } from "~/platform/stripe.server";
import {
  differencesOf,
  totalsOfLedger,
  type MovedAtStripe,
  type StripeDifference,
  type StripeTotals,
} from "./stripe-totals";

/** Stripe's own total, by its own lists: the same calls for Stripe and for the sandbox. */
export async function stripeTotals(client: Stripe = stripe()): Promise<StripeTotals> {
  const [charges, transactions, refunds] = await Promise.all([
    all(client.charges.list({ limit: 100 })),
    all(client.balanceTransactions.list({ limit: 100 })),
    all(client.refunds.list({ limit: 100 })),
  ]);
  const ofCharges = transactions.filter((one) => one.type === "charge" || one.type === "payment");
  const ofDisputes = transactions.filter((one) => one.type === "adjustment");
  const chargedFen = total(
    charges.filter((one) => one.paid && one.status === "succeeded").map((one) => one.amount_captured),
  );
  const feesFen = total(ofCharges.map((one) => one.fee));
  const refundedFen = total(refunds.filter((one) => one.status === "succeeded").map((one) => one.amount));
  const disputedFen = -total(ofDisputes.map((one) => one.net));
  return { chargedFen, feesFen, refundedFen, disputedFen, netFen: chargedFen - feesFen - refundedFen - disputedFen };
}

/** The ledger's total of its account at Stripe, summed from postings alone. */
export async function ledgerStripeTotals(): Promise<StripeTotals> {
  return totalsOfLedger(
    await db().$queryRaw<MovedAtStripe[]>`SELECT kind, moved_fen AS "movedFen" FROM money_at_stripe`,
  );
}

/** Where ledger and Stripe disagree: empty when all is well and nothing is under way. */
export async function compareWithStripe(): Promise<StripeDifference[]> {
  return differencesOf(await stripeTotals(), await ledgerStripeTotals());
}

async function all<Item>(list: Stripe.ApiListPromise<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}

function total(amounts: readonly number[]): Fen {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
}
