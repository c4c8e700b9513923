import { formatYuan, type Fen } from "~/kernel/money";

/** Why a refund was not taken. Nothing changed in any of these. */
export type RequestRefundFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-paid" }
  /** the shopper's bank has asked the money back: Stripe refuses refunds until that is decided */
  | { readonly kind: "disputed" }
  | { readonly kind: "nothing" }
  | { readonly kind: "too-much"; readonly orderLineId: string; readonly remainingFen: Fen }
  | { readonly kind: "bearer-not-allowed" };

export function explainRequestRefundFailure(failure: RequestRefundFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这张订单。";
    case "not-paid":
      return "订单没有付款，没有可退的钱。";
    case "disputed":
      return "顾客的银行已就这笔付款提出争议，争议有结果之前不能退款。";
    case "nothing":
      return "请填写要退的金额。";
    case "too-much":
      return `这一行最多还能退 ¥${formatYuan(failure.remainingFen)}。`;
    case "bearer-not-allowed":
      return "由谁承担只能由平台运营更改。";
  }
}
