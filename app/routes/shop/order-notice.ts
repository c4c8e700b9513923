import { explainCancelOrderFailure, type CancelOrderFailure } from "~/payments/cancel-order-failure";
import { explainStartPaymentFailure, type StartPaymentFailure } from "~/payments/start-payment-failure";
import type { Locale } from "~/ui/locale";
import type { StatusTone } from "~/ui/status-word";
import type { Messages } from "./messages/messages";

const DONE_NOTICES: ReadonlySet<string> = new Set([
  "unshared",
  "reviewed",
  "cancelled",
  "confirmed",
  "accepted",
  "refunding",
]);
const PAY_FAILURES = [
  "not-found",
  "already-paid",
  "closed",
  "stripe-unavailable",
] as const satisfies readonly StartPaymentFailure["kind"][];
const CANCEL_FAILURES = [
  "not-found",
  "closed",
  "being-packed",
  "disputed",
  "payment-under-way",
  "stripe-unavailable",
] as const satisfies readonly CancelOrderFailure["kind"][];

/** The sentence a notice in the URL stands for; unknown ones say nothing. */
export function noticeWords(
  name: string | null,
  m: Messages,
  locale: Locale,
): { tone: StatusTone; text: string } | undefined {
  const words: Readonly<Record<string, string>> = m.order.notices;
  const own = name !== null && Object.hasOwn(words, name) ? words[name] : undefined;
  if (name !== null && own !== undefined) {
    return { tone: DONE_NOTICES.has(name) ? "done" : name === "earlier" ? "neutral" : "problem", text: own };
  }
  const pay = PAY_FAILURES.find((kind) => name === `pay-${kind}`);
  if (pay) return { tone: "problem", text: explainStartPaymentFailure({ kind: pay }, locale) };
  const cancel = CANCEL_FAILURES.find((kind) => name === `cancel-${kind}`);
  return cancel && { tone: "problem", text: explainCancelOrderFailure({ kind: cancel }, locale) };
}
