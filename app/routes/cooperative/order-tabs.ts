import type { ShipmentState } from "~/orders/order-state";
import type { StatusTone } from "~/ui/status-word";

/** The seller's piles of work. Orders nobody has paid are nobody's work: sellers do not see them. */
export const ORDER_TABS = [
  { key: "to-pack", label: "待打包", empty: "没有待打包的订单", states: ["PENDING"] },
  { key: "preorder", label: "预售等货", empty: "没有在等货的预售", states: ["PENDING"] },
  { key: "to-ship", label: "待发货", empty: "没有待发货的包裹", states: ["PACKED", "PART_SHIPPED"] },
  { key: "shipped", label: "已发货", empty: "没有在路上的包裹", states: ["SHIPPED"] },
  { key: "delivered", label: "已送达", empty: "没有还在售后期里的包裹", states: ["DELIVERED"] },
  { key: "claims", label: "售后", empty: "没有要处理的售后", states: ["PART_SHIPPED", "SHIPPED", "DELIVERED"] },
  { key: "done", label: "已完成", empty: "还没有完成的订单", states: ["DELIVERED"] },
  { key: "cancelled", label: "已取消", empty: "没有取消的订单", states: ["CANCELLED"] },
] as const satisfies readonly {
  key: string;
  label: string;
  empty: string;
  states: readonly ShipmentState[];
}[];

export type OrderTab = (typeof ORDER_TABS)[number]["key"];

/** The piles where something is still to be done: what waits longest comes first. */
export function inWaitingOrder(tab: OrderTab): boolean {
  return tab === "to-pack" || tab === "preorder" || tab === "to-ship";
}

export function orderTab(text: string | null): OrderTab {
  return ORDER_TABS.find(({ key }) => key === text)?.key ?? "to-pack";
}

/** Pre-ordered, and no lot yet: it lies on a pile of its own until it can be packed. */
export const AWAITS_LOTS = { tone: "waiting", word: "等货（预售）", tab: "preorder" } as const satisfies {
  tone: StatusTone;
  word: string;
  tab: OrderTab;
};

/** A shipment's state in the seller's word, and the pile it lies on. */
export const SHIPMENT_STATES = {
  PENDING: { tone: "waiting", word: "待打包", tab: "to-pack" },
  PACKED: { tone: "waiting", word: "待发货", tab: "to-ship" },
  PART_SHIPPED: { tone: "waiting", word: "发了一部分", tab: "to-ship" },
  SHIPPED: { tone: "waiting", word: "已发货，待签收", tab: "shipped" },
  DELIVERED: { tone: "done", word: "已签收", tab: "delivered" },
  CANCELLED: { tone: "neutral", word: "已取消", tab: "cancelled" },
} as const satisfies Record<ShipmentState, { tone: StatusTone; word: string; tab: OrderTab }>;
