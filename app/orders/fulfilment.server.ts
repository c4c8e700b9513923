import type { Actor } from "~/access/actor";
import { can, type Subject } from "~/access/permissions";
import { failed, succeeded, type Result } from "~/kernel/result";
import type { Db } from "~/platform/db.server";
import { canShipmentMove, type ShipmentState } from "./order-state";
import { lockShipment, type ShipmentForUpdate } from "./order-store.server";

export type FulfilFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-paid" }
  | { readonly kind: "wrong-state"; readonly state: ShipmentState }
  | { readonly kind: "tracking-number" };

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
    case "tracking-number":
      return "快递单号应为 6 到 30 位字母或数字。";
  }
}

const SHIPMENT_WORDS = {
  PENDING: "待打包",
  PACKED: "已打包",
  SHIPPED: "已发货",
  DELIVERED: "已签收",
  CANCELLED: "已取消",
} as const satisfies Record<ShipmentState, string>;
