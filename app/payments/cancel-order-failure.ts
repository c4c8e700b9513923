/** Why an order was not cancelled. Nothing changed in any of these. */
export type CancelOrderFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "closed" }
  | { readonly kind: "being-packed" }
  | { readonly kind: "disputed" }
  | { readonly kind: "payment-under-way" }
  | { readonly kind: "stripe-unavailable" };

export function explainCancelOrderFailure(failure: CancelOrderFailure, locale: "zh" | "en"): string {
  return WORDS[failure.kind][locale];
}

const WORDS = {
  "not-found": { zh: "没有找到这张订单。", en: "There is no such order." },
  closed: { zh: "这张订单已经关闭，没有再扣款。", en: "This order is closed already; nothing more was charged." },
  "being-packed": {
    zh: "卖家已经开始打包，不能再取消。订单照常发货，没有退款。收到后如有问题，可以申请退款。",
    en: "The seller has begun to pack, so it cannot be cancelled any more. It will be sent as ordered, and nothing was refunded. If something is wrong when it arrives, ask for a refund.",
  },
  disputed: {
    zh: "您的银行已就这笔付款提出争议，有结果之前不能取消。我们没有退款，也没有再扣款。",
    en: "Your bank has disputed this payment; it cannot be cancelled until that is decided. We have refunded nothing and charged nothing more.",
  },
  "payment-under-way": {
    zh: "付款正在确认中，订单没有取消，也没有退款。请稍后再试。",
    en: "Your payment is being confirmed. The order was not cancelled and nothing was refunded. Please try again in a moment.",
  },
  "stripe-unavailable": {
    zh: "支付服务暂时没有回应，订单没有取消，也没有扣款。请稍后再试。",
    en: "The payment service is not answering. The order was not cancelled and nothing was charged. Please try again in a moment.",
  },
} as const satisfies Record<CancelOrderFailure["kind"], { zh: string; en: string }>;
