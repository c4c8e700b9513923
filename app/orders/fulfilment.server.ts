import type { Actor } from "~/access/actor";
import { can, type Subject } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { carrierOf } from "./carriers";
import { canShipmentMove, type ShipmentState } from "./order-state";
import { lockShipment, type ShipmentForUpdate } from "./order-store.server";
import type { ContentFailure } from "./parcel-content";

export type FulfilFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-paid" }
  | { readonly kind: "wrong-state"; readonly state: ShipmentState }
  /** pre-ordered, and not given a lot yet */
  | { readonly kind: "awaits-lots" }
  | { readonly kind: "tracking-number"; readonly carrier: string }
  | ContentFailure;

/** The shipment, locked, when the actor may move it to `to` now. Not yours and not there are the same refusal. */
export async function shipmentToMove(
  tx: Db,
  actor: Actor,
  shipmentId: string,
  to: ShipmentState,
): Promise<Result<ShipmentForUpdate, FulfilFailure>> {
  const shipment = await lockShipment(tx, shipmentId);
  if (!shipment || !can(actor, "order:fulfil", sellerOf(shipment))) return failed({ kind: "not-found" });
  if (shipment.orderState !== "PAID") return failed({ kind: "not-paid" });
  if (!canShipmentMove(shipment.state, to)) return failed({ kind: "wrong-state", state: shipment.state });
  if (shipment.awaitsLots) return failed({ kind: "awaits-lots" });
  return succeeded(shipment);
}

/** Whose goods a shipment holds, for `can`. */
export function sellerOf(shipment: {
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
}): Subject {
  const servicePoint = shipment.servicePointId === null ? {} : { servicePointId: shipment.servicePointId };
  return shipment.sellerKind === "COOPERATIVE"
    ? { cooperativeId: shipment.sellerId, ...servicePoint }
    : { householdId: shipment.sellerId, ...servicePoint };
}

export function explainFulfilFailure(failure: FulfilFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有找到这个包裹。";
    case "not-paid":
      return "订单还没有付款，不能发货。";
    case "wrong-state":
      return `包裹当前是“${SHIPMENT_WORDS[failure.state]}”，不能再做这一步。`;
    case "awaits-lots":
      return "预售的货还没有分到批次，不能打包：收成封批后，在商品里选好批次就会按付款先后分给订单。";
    case "tracking-number":
      return `快递单号不像${carrierOf(failure.carrier).name}的单号：应为 ${carrierOf(failure.carrier).looksLike}。`;
    case "nothing-to-send":
      return "请至少给一种货填上件数。";
    case "not-in-shipment":
      return "这种货不在本单里，请重新打开页面。";
    case "more-than-left":
      return failure.left === 0 ? "这种货已经全部发出。" : `这种货只剩 ${failure.left} 份没有发。`;
  }
}

export const SHIPMENT_WORDS = {
  PENDING: "待打包",
  PACKED: "已打包",
  PART_SHIPPED: "部分已发货",
  SHIPPED: "已发货",
  DELIVERED: "已签收",
  CANCELLED: "已取消",
} as const satisfies Record<ShipmentState, string>;
