/** Payment side of an order. PAID stays PAID: refunds and disputes stand beside it, they do not undo the sale. */
export type OrderState = "PLACED" | "PAID" | "CANCELLED" | "EXPIRED";

/** Goods side, per shipment. PART_SHIPPED: some of it is in a parcel that left. */
export type ShipmentState = "PENDING" | "PACKED" | "PART_SHIPPED" | "SHIPPED" | "DELIVERED" | "CANCELLED";

/**
 * A late payment may revive what expired or was cancelled unpaid, if the goods are still there. Closing the payment page
 * for a shopper who gives up makes Stripe report it as expired: told first or second, the order was cancelled.
 */
export const ORDER_MOVES = {
  PLACED: ["PAID", "EXPIRED", "CANCELLED"],
  EXPIRED: ["PLACED", "CANCELLED"],
  CANCELLED: ["PLACED"],
  PAID: [],
} as const satisfies Record<OrderState, readonly OrderState[]>;

export const SHIPMENT_MOVES = {
  PENDING: ["PACKED", "PART_SHIPPED", "SHIPPED", "CANCELLED"],
  PACKED: ["PART_SHIPPED", "SHIPPED", "CANCELLED"],
  PART_SHIPPED: ["PART_SHIPPED", "SHIPPED"],
  SHIPPED: ["DELIVERED"],
  DELIVERED: [],
  CANCELLED: [],
} as const satisfies Record<ShipmentState, readonly ShipmentState[]>;

export function canOrderMove(from: OrderState, to: OrderState): boolean {
  return (ORDER_MOVES[from] as readonly OrderState[]).includes(to);
}

export function canShipmentMove(from: ShipmentState, to: ShipmentState): boolean {
  return (SHIPMENT_MOVES[from] as readonly ShipmentState[]).includes(to);
}

/** The states a shipment may be in before it goes to `to`: what a conditional UPDATE names. */
export function shipmentStatesBefore(to: ShipmentState): ShipmentState[] {
  return (Object.keys(SHIPMENT_MOVES) as ShipmentState[]).filter((from) => canShipmentMove(from, to));
}

/** Where an order stands in a shopper's words: 待付款 · 待发货 · 待收货 · 已完成 · 已取消 · 已过期. */
export type OrderStage = "TO_PAY" | "TO_SHIP" | "TO_RECEIVE" | "DONE" | "CANCELLED" | "EXPIRED";

/** One word for an order with several shipments: the one that still asks for most patience. */
export function stageOf(state: OrderState, shipments: readonly ShipmentState[]): OrderStage {
  if (state === "PLACED") return "TO_PAY";
  if (state === "EXPIRED") return "EXPIRED";
  if (state === "CANCELLED") return "CANCELLED";
  const alive = shipments.filter((shipment) => shipment !== "CANCELLED");
  if (alive.length === 0) return "CANCELLED";
  if (alive.some((shipment) => canShipmentMove(shipment, "SHIPPED"))) return "TO_SHIP";
  return alive.some((shipment) => shipment === "SHIPPED") ? "TO_RECEIVE" : "DONE";
}

/** What the shopper may do now; buttons and refusals both come from here. */
export type ShopperMoves = {
  readonly pay: boolean;
  readonly cancelUnpaid: boolean;
  /** paid, and nobody has begun to pack: cancelling gives all money back */
  readonly cancelPaid: boolean;
};

export function shopperMoves(state: OrderState, shipments: readonly ShipmentState[]): ShopperMoves {
  return {
    pay: state === "PLACED",
    cancelUnpaid: state === "PLACED",
    cancelPaid: state === "PAID" && shipments.length > 0 && shipments.every((shipment) => shipment === "PENDING"),
  };
}

/** What the seller may do with a shipment now. */
export type SellerMoves = { readonly pack: boolean; readonly ship: boolean; readonly split: boolean };

export function sellerMoves(order: OrderState, shipment: ShipmentState): SellerMoves {
  const paid = order === "PAID";
  return {
    pack: paid && canShipmentMove(shipment, "PACKED"),
    ship: paid && canShipmentMove(shipment, "SHIPPED"),
    split: paid && canShipmentMove(shipment, "PART_SHIPPED"),
  };
}

/** Somebody still has to deliver it: until then, and no longer, its seller sees where the shopper lives. */
export function needsAddress(shipment: ShipmentState): boolean {
  return canShipmentMove(shipment, "SHIPPED") || canShipmentMove(shipment, "DELIVERED");
}

/** What is held for an unpaid order: Stripe's session lives at least 30 minutes and is expired before the goods are given back. */
export const HOLD_MINUTES = 35;

/** A shopper who says nothing has received the goods this many days after shipping (自动确认收货). */
export const AUTO_CONFIRM_DAYS = 10;

/** 鲜活易腐: a quality claim instead of the seven-day return. */
export const FRESH_CLAIM_HOURS = 48;
export const RETURN_DAYS = 7;

/** The end of one line's own claim window, counted from the arrival of the parcel it lay in. */
export function lineClaimEnds(deliveredAt: Date, line: { readonly perishable: boolean }): Date {
  return claimWindowEnds(deliveredAt, [line]);
}

/** The end of a parcel's claim window: as long as the most patient line in it needs. */
export function claimWindowEnds(deliveredAt: Date, lines: readonly { readonly perishable: boolean }[]): Date {
  const allFresh = lines.every((line) => line.perishable);
  const hours = allFresh ? FRESH_CLAIM_HOURS : RETURN_DAYS * 24;
  return new Date(deliveredAt.getTime() + hours * 3_600_000);
}

/** The order's timeline. Payments and benefits write their own kinds into it. */
export const ORDER_EVENTS = [
  "PLACED",
  "PAID",
  "EXPIRED",
  "CANCELLED",
  "REVIVED",
  "LOTS_ASSIGNED",
  "SHIPMENT_PACKED",
  "PARCEL_SHIPPED",
  "SHIPMENT_SHIPPED",
  "PARCEL_DELIVERED",
  "SHIPMENT_DELIVERED",
  "ACCEPTANCE_RECORDED",
  "SHIPMENT_CANCELLED",
  "SHIPMENT_RELEASED",
  "RESTOCKED",
  "CLAIM_OPENED",
  "RETURN_AGREED",
  "RETURN_SENT",
  "RETURN_RECEIVED",
  "CLAIM_ACCEPTED",
  "CLAIM_REFUSED",
  "CLAIM_ESCALATED",
  "CLAIM_REJECTED",
  "CLAIM_WITHDRAWN",
  "CLAIM_LAPSED",
  "REFUND_REQUESTED",
  "REFUND_SUCCEEDED",
  "REFUND_FAILED",
  "REFUND_PAID_OTHERWISE",
  "DISPUTE_OPENED",
  "DISPUTE_WON",
  "DISPUTE_LOST",
] as const;
export type OrderEventKind = (typeof ORDER_EVENTS)[number];

/** Stripe tells times in whole seconds: within one, what must come first comes first (placed, then paid). */
export function byEventTime(
  a: { readonly at: Date; readonly kind: OrderEventKind },
  b: { readonly at: Date; readonly kind: OrderEventKind },
): number {
  const seconds = Math.floor(a.at.getTime() / 1000) - Math.floor(b.at.getTime() / 1000);
  return seconds !== 0 ? seconds : ORDER_EVENTS.indexOf(a.kind) - ORDER_EVENTS.indexOf(b.kind);
}
