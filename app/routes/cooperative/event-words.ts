import type { OrderEventKind } from "~/orders/order-state";

/** What happened to an order, in the seller's words. */
export const EVENT_WORDS = {
  PLACED: "顾客下单，按批次留货",
  PAID: "顾客付款，货已从批次留出",
  EXPIRED: "超时未付款",
  CANCELLED: "已取消",
  REVIVED: "款项到账，订单恢复",
  LOTS_ASSIGNED: "预售到货，已分到批次",
  SHIPMENT_PACKED: "打包完成",
  PARCEL_SHIPPED: "发出一个包裹，还有没发的",
  SHIPMENT_SHIPPED: "全部发出",
  PARCEL_DELIVERED: "一个包裹签收",
  SHIPMENT_DELIVERED: "全部签收",
  ACCEPTANCE_RECORDED: "单位上传验收单",
  SHIPMENT_CANCELLED: "打包前取消，货放回批次",
  SHIPMENT_RELEASED: "售后期结束，转为应付",
  RESTOCKED: "货放回批次",
  CLAIM_OPENED: "顾客提出售后",
  RETURN_AGREED: "同意退货，等顾客寄回",
  RETURN_SENT: "顾客寄出退货",
  RETURN_RECEIVED: "收到退货",
  CLAIM_ACCEPTED: "同意退款",
  CLAIM_REFUSED: "没有同意售后",
  CLAIM_ESCALATED: "顾客请平台处理",
  CLAIM_REJECTED: "平台处理：不退款",
  CLAIM_WITHDRAWN: "顾客撤回售后",
  CLAIM_LAPSED: "顾客没有寄回，售后关闭",
  REFUND_REQUESTED: "退款提交",
  REFUND_SUCCEEDED: "退款到账",
  REFUND_FAILED: "退款没有成功，平台在处理",
  REFUND_PAID_OTHERWISE: "平台用银行转账退给顾客",
  DISPUTE_OPENED: "顾客的银行提出争议",
  DISPUTE_WON: "争议结束，付款有效",
  DISPUTE_LOST: "争议结束，钱退给顾客",
} as const satisfies Record<OrderEventKind, string>;

/** Of a pre-ordered shipment, where no lot had set anything aside. */
const PREORDER_EVENT_WORDS: Partial<Record<OrderEventKind, string>> = {
  PAID: "顾客付款，预订一份",
  SHIPMENT_CANCELLED: "取消，没有发货",
};

export function eventWords(kind: OrderEventKind, of: { readonly preordered: boolean }): string {
  return (of.preordered && PREORDER_EVENT_WORDS[kind]) || EVENT_WORDS[kind];
}

export const PROBLEM_EVENTS: ReadonlySet<OrderEventKind> = new Set([
  "CLAIM_OPENED",
  "CLAIM_ESCALATED",
  "REFUND_FAILED",
  "DISPUTE_OPENED",
  "DISPUTE_LOST",
  "SHIPMENT_CANCELLED",
]);
