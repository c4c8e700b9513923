import { JOURNAL_KINDS, type JournalKind } from "~/benefits/journal";

const JOURNAL_WORDS: Readonly<Record<JournalKind, string>> = {
  SALE: "售出",
  PREORDER_ASSIGNED: "预售分到批次",
  UNDELIVERABLE_PAYMENT: "无法发货的付款，全额退回",
  STRIPE_FEE: "支付机构手续费",
  REFUND_REQUESTED: "退款",
  REFUND_SUCCEEDED: "退款已到顾客",
  REFUND_RETURNED: "退款退回",
  REFUND_PAID_OTHERWISE: "退款改由银行转账",
  RELEASE: "确认收货，转为应付",
  DISPUTE_OPENED: "争议冻结",
  DISPUTE_WON: "争议胜诉",
  DISPUTE_LOST: "争议败诉",
  INTAKE: "交货入库",
  INTAKE_REVERSED: "入库冲正",
  PAYOUT: "发放项目",
  DEBT_NETTED: "抵扣欠款",
  DISBURSEMENT: "付款到户",
  DISBURSEMENT_RETURNED: "银行退回",
};

/** Every kind of business event, for a list to choose from. */
export const JOURNAL_CHOICES = JOURNAL_KINDS.map((value) => ({ value, label: JOURNAL_WORDS[value] }));

export function journalWords(kind: string): string {
  return JOURNAL_WORDS[kind as JournalKind] ?? kind;
}
