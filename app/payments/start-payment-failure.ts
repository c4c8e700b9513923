/** Why there is no payment page to go to. In none of these has money moved. */
export type StartPaymentFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "already-paid" }
  | { readonly kind: "closed" }
  /** Stripe does not answer: the order is kept, and paying can be tried again from its page */
  | { readonly kind: "stripe-unavailable" };

export function explainStartPaymentFailure(failure: StartPaymentFailure, locale: "zh" | "en"): string {
  return WORDS[failure.kind][locale];
}

const WORDS = {
  "not-found": { zh: "没有找到这张订单。", en: "There is no such order." },
  "already-paid": {
    zh: "这张订单已经付过款了，不需要再付。",
    en: "This order has been paid already; there is nothing left to pay.",
  },
  closed: {
    zh: "这张订单已关闭，不能再付款。没有扣款，请重新下单。",
    en: "This order is closed and can no longer be paid. Nothing was charged; please place it again.",
  },
  "stripe-unavailable": {
    zh: "支付服务暂时没有回应，没有扣款。订单和货都为您留着，请稍后在订单页再试一次。",
    en: "The payment service is not answering. Nothing was charged; your order and goods are kept. Please try again from the order page in a moment.",
  },
} as const satisfies Record<StartPaymentFailure["kind"], { zh: string; en: string }>;
