import type { StatusTone } from "~/ui/status-word";

export const EVENT_TABS = [
  { key: "", label: "全部" },
  { key: "waiting", label: "未处理" },
  { key: "APPLIED", label: "已入账" },
  { key: "IGNORED", label: "无需处理" },
  { key: "alarms", label: "告警" },
] as const;

export type EventTab = (typeof EVENT_TABS)[number]["key"];

const OUTCOMES: Readonly<Record<string, { readonly word: string; readonly tone: StatusTone }>> = {
  APPLIED: { word: "已入账", tone: "done" },
  IGNORED: { word: "无需处理", tone: "neutral" },
  PARKED: { word: "等待相关对象", tone: "waiting" },
  ALARM: { word: "告警", tone: "problem" },
};

export function eventOutcome(outcome: string): { readonly word: string; readonly tone: StatusTone } {
  return OUTCOMES[outcome] ?? { word: outcome, tone: "neutral" };
}

const ALARM_WORDS: Readonly<Record<string, string>> = {
  AMOUNT_MISMATCH: "金额与订单不符",
  EVENT_CONFLICT: "同一编号的通知内容不同",
  REFUND_FAILED: "退款失败，仍欠顾客",
  REFUND_UNKNOWN: "支付后台有一笔不认识的退款",
  UNKNOWN_OBJECT: "通知所指的对象一直不存在",
  LEDGER_CONFLICT: "与账簿已有记录不符",
};

export function alarmWords(kind: string): string {
  return ALARM_WORDS[kind] ?? kind;
}
