import { receiveStripeEvent } from "~/payments/receive-stripe-event.server";
import { createSandbox, type Sandbox } from "../../../scripts/stripe-sandbox/sandbox";
import { sign } from "../../../scripts/stripe-sandbox/webhooks";
import { atOnce, accepted } from "../load/at-once";
import { momentOr } from "./moment";

type Event = { readonly id: string; readonly type: string; readonly created: number };
type Letter = { readonly event: Event; readonly rawBody: string };

/** What a shop asks Stripe to send it, in the order in which the letters of one payment are to be read. */
const SUBSCRIBED = [
  "checkout.session.completed",
  "checkout.session.expired",
  "charge.updated",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "charge.dispute.closed",
];

const AT_ONCE = 10;

export type Postman = {
  readonly sandbox: Sandbox;
  /** Hands every waiting event to the shop, at the time it was made, as a signed webhook. */
  deliver(): Promise<void>;
};

/** A sandbox in this process, of the moment its callers are in, with its webhooks kept until they are delivered. */
export function openSandbox(options: {
  readonly state: string | undefined;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly publicUrl: string | undefined;
  readonly now: Date;
}): Postman {
  const letters: Letter[] = [];
  const sandbox = createSandbox({
    clock: () => momentOr(options.now),
    secretKey: options.secretKey,
    webhookSecrets: [options.webhookSecret],
    state: options.state,
    ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    async deliver({ rawBody }) {
      letters.push({ event: JSON.parse(rawBody) as Event, rawBody });
      return 200;
    },
  });

  async function deliver(): Promise<void> {
    await sandbox.webhooks.flush();
    const waiting = letters.splice(0);
    for (const type of SUBSCRIBED) {
      const same = waiting.filter(({ event }) => event.type === type);
      await atOnce(AT_ONCE, same, async ({ event, rawBody }) => {
        const signature = sign(rawBody, [options.webhookSecret], event.created);
        const received = await receiveStripeEvent({ rawBody, signature, now: new Date(event.created * 1000) });
        accepted(`event ${event.type}`, received);
      });
    }
  }

  return { sandbox, deliver };
}
