import type { OrderStage } from "~/orders/order-state";
import type { Locale } from "~/ui/locale";
import { acceptanceWords } from "./acceptance-words";
import { messagesOf } from "./messages/messages";

/** Where an order stands, in its buyer's words: an institution accepts what others receive (待验货、验票). */
export function stageWords(stage: OrderStage, of: { readonly byAcceptance: boolean }, locale: Locale): string {
  return of.byAcceptance && stage === "TO_RECEIVE"
    ? acceptanceWords(locale).stage
    : messagesOf(locale).order.stages[stage];
}
