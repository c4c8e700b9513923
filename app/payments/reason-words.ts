/** Why a bank disputes a payment and why a refund did not arrive, in Stripe's codes; what is not listed is shown as it came. */
const REASONS: Readonly<Record<string, string>> = {
  bank_cannot_process: "银行无法处理",
  charge_for_pending_refund_disputed: "该笔付款已有争议",
  check_returned: "支票被退回",
  credit_not_processed: "应退的款没有退",
  customer_initiated: "买家主动发起",
  debit_not_authorized: "扣款未经授权",
  declined: "被银行拒绝",
  duplicate: "重复扣款",
  expired_or_canceled_card: "银行卡已过期或注销",
  fraudulent: "持卡人称不是本人付款",
  general: "未说明原因",
  incorrect_account_details: "账户信息有误",
  insufficient_funds: "账户余额不足",
  lost_or_stolen_card: "银行卡已挂失",
  merchant_request: "商家要求取消",
  product_not_received: "称没有收到货",
  product_unacceptable: "称货不对或有质量问题",
  subscription_canceled: "称已取消订购",
  unknown: "原因不明",
  unrecognized: "持卡人不认得这笔付款",
};

export function reasonWords(code: string): string {
  return REASONS[code] ?? code;
}
