import Stripe from "stripe";
import { LedgerConflict } from "~/benefits/journal-store.server";
import { failed, succeeded, type Result } from "~/kernel/result";
import { db, withTransaction } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { log } from "~/platform/log.server";
import { isLiveStripe, stripe } from "~/platform/stripe.server";
import { raiseAlarm } from "./alarm-store.server";
import { applyEvent, prepareEvent, type PreparedEvent } from "./apply-event.server";
import { applyParkedFor } from "./apply-parked-events.server";
import { insertEvent, isSameEvent, objectIdOf, setOutcome, type Outcome } from "./event-store.server";
import { idOf } from "./stripe-facts";

export type ReceiveFailure = { readonly kind: "bad-signature" } | { readonly kind: "not-for-us" };
export type Received = { readonly outcome: Outcome["kind"] | "REPEATED" | "CONFLICT" };

/** Stripe's own advice: what was signed longer ago is a replay. */
const TOLERANCE_SECONDS = 300;

/**
 * Takes one delivery of Stripe: checks its signature over the raw body (each configured secret, so that one can be
 * rolled) and that it is of our account and mode, and applies it in the transaction that stores it. Answer 2xx only
 * after this returns: by then it is committed. Delivered again it changes nothing; under the same id with other content
 * it is an alarm. What throws is not stored, and Stripe delivers it again.
 */
export async function receiveStripeEvent({
  rawBody,
  signature,
  now,
}: {
  readonly rawBody: string;
  readonly signature: string | null;
  readonly now: Date;
}): Promise<Result<Received, ReceiveFailure>> {
  const event = verifiedEvent(rawBody, signature, now);
  if (!event) return failed({ kind: "bad-signature" });
  // `account` is set for other people's accounts only; a test event must never pay a real order, nor the other way.
  if (event.account !== undefined || event.livemode !== isLiveStripe()) return failed({ kind: "not-for-us" });

  const prepared = await prepareEvent(event);
  if (saysNothing(prepared)) {
    const stored = await insertEvent(db(), event, { now, outcome: { kind: "IGNORED" } });
    return stored ? succeeded({ outcome: "IGNORED" }) : repeated(event, now);
  }
  let outcome: Outcome | undefined;
  try {
    outcome = await withTransaction("receive stripe event", (tx) => storeAndApply(tx, prepared, now));
  } catch (error) {
    if (!(error instanceof LedgerConflict)) throw error;
    outcome = await storeConflict(event, error, now);
  }
  if (!outcome) return repeated(event, now);
  // Whatever was parked waits for a payment to become known, and these make one known.
  if (outcome.kind === "APPLIED" && event.type.startsWith("checkout.session.")) await applyParkedFor(namesIn(event));
  return succeeded({ outcome: outcome.kind });
}

/** They say nothing that another event does not say better; they are kept to answer questions. */
const UNINTERESTING: ReadonlySet<string> = new Set([
  "payment_intent.created",
  "payment_intent.processing",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
]);

/** Also a charge whose fee Stripe does not know yet: `charge.updated` will tell it. */
function saysNothing({ event, fee }: PreparedEvent): boolean {
  const isCharge = event.type === "charge.succeeded" || event.type === "charge.updated";
  return UNINTERESTING.has(event.type) || (isCharge && !fee);
}

async function storeAndApply(
  tx: Parameters<Parameters<typeof withTransaction>[1]>[0],
  prepared: PreparedEvent,
  now: Date,
): Promise<Outcome | undefined> {
  // The unique insert comes first: two deliveries at once wait for each other here, and the second finds it done.
  const stored = await insertEvent(tx, prepared.event, { now, outcome: { kind: "APPLIED" } });
  if (!stored) return undefined;
  // The shopper was back first and settled the session as this event would: there is no more to do.
  if (prepared.event.type === "checkout.session.completed" && stored.isSettled) return { kind: "APPLIED" };
  const outcome = await applyEvent(tx, prepared, now);
  if (outcome.kind !== "APPLIED") await setOutcome(tx, prepared.event.id, outcome, now);
  return outcome;
}

/** The ledger has this event with other figures: repeating it would never help, so a person has to look. */
async function storeConflict(event: Stripe.Event, error: LedgerConflict, now: Date): Promise<Outcome | undefined> {
  const outcome: Outcome = { kind: "ALARM", error: error.message };
  const stored = await withTransaction("store conflicting event", async (tx) => {
    if (!(await insertEvent(tx, event, { now, outcome }))) return false;
    await raiseAlarm(tx, { kind: "LEDGER_CONFLICT", subjectId: event.id, detail: error.message, now });
    return true;
  });
  return stored ? outcome : undefined;
}

async function repeated(event: Stripe.Event, now: Date): Promise<Result<Received, ReceiveFailure>> {
  if (await isSameEvent(db(), event)) return succeeded({ outcome: "REPEATED" });
  const detail = `event ${event.id} (${event.type}) arrived again with other content; the first one stands`;
  await raiseAlarm(db(), { kind: "EVENT_CONFLICT", subjectId: event.id, detail, now });
  return succeeded({ outcome: "CONFLICT" });
}

function verifiedEvent(rawBody: string, signature: string | null, now: Date): Stripe.Event | undefined {
  if (!signature) return undefined;
  for (const secret of env().STRIPE_WEBHOOK_SECRET.split(",")) {
    try {
      // The library counts in milliseconds here, and refuses only what is old; a stamp from the future is no better.
      const event = stripe().webhooks.constructEvent(
        rawBody,
        signature,
        secret.trim(),
        TOLERANCE_SECONDS,
        undefined,
        now.getTime(),
      );
      const stamped = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? 0);
      return stamped * 1000 > now.getTime() + TOLERANCE_SECONDS * 1000 ? undefined : event;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  log.warn({ length: rawBody.length }, "a webhook with a bad signature was refused");
  return undefined;
}

/** Under which of these names something may have been waiting. */
function namesIn(event: Stripe.Event): (string | undefined)[] {
  const object = event.data.object as { payment_intent?: string | { id: string } | null };
  return [objectIdOf(event), idOf(object.payment_intent)];
}
