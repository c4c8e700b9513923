import type { StatusTone } from "~/ui/status-word";

const REFUND_STATES: Readonly<Record<string, { readonly word: string; readonly tone: StatusTone }>> = {
  REQUESTED: { word: "待发出", tone: "waiting" },
  PENDING: { word: "处理中", tone: "waiting" },
  SUCCEEDED: { word: "已退回", tone: "done" },
  FAILED: { word: "失败，仍欠顾客", tone: "problem" },
  PAID_OTHERWISE: { word: "已由银行转账退还", tone: "done" },
};

const REFUND_REASONS: Readonly<Record<string, string>> = {
  CANCELLED: "取消订单",
  QUALITY: "质量问题",
  DAMAGE: "运输损坏",
  NOT_DELIVERED: "未送达",
  GOODWILL: "平台关怀",
  RETURNED: "退货",
  UNDELIVERABLE: "无法发货",
  DASHBOARD: "支付后台发起",
};

const REFUND_BEARERS: Readonly<Record<string, string>> = { SELLER: "卖家", SHIPPER: "承运方", PLATFORM: "平台" };

export function refundState(state: string): { readonly word: string; readonly tone: StatusTone } {
  return REFUND_STATES[state] ?? { word: state, tone: "neutral" };
}

export function refundReason(reason: string): string {
  return REFUND_REASONS[reason] ?? reason;
}

export function refundBearer(bearer: string): string {
  return REFUND_BEARERS[bearer] ?? bearer;
}
