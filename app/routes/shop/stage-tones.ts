import type { OrderStage } from "~/orders/order-state";
import type { StatusTone } from "~/ui/status-word";

export const STAGE_TONES = {
  TO_PAY: "waiting",
  TO_SHIP: "waiting",
  TO_RECEIVE: "waiting",
  DONE: "done",
  CANCELLED: "neutral",
  EXPIRED: "neutral",
} as const satisfies Record<OrderStage, StatusTone>;
