import { allocate, sum, type Fen } from "~/kernel/money";

/** FAILED is not the end of it: what a refund could not bring stays owed to the shopper. */
export type RefundState = "REQUESTED" | "PENDING" | "SUCCEEDED" | "FAILED" | "PAID_OTHERWISE";

/** Stripe's events overtake each other: a refund never goes back to an earlier state because of an older one. */
export const REFUND_MOVES = {
  REQUESTED: ["PENDING", "SUCCEEDED", "FAILED"],
  PENDING: ["SUCCEEDED", "FAILED"],
  // the shopper's bank may send it back
  SUCCEEDED: ["FAILED"],
  // by people, not by Stripe: sent anew, or paid in another way
  FAILED: [],
  PAID_OTHERWISE: [],
} as const satisfies Record<RefundState, readonly RefundState[]>;

export function canRefundMove(from: RefundState, to: RefundState): boolean {
  return (REFUND_MOVES[from] as readonly RefundState[]).includes(to);
}

/** Reasons a person can choose. */
export const ASKED_REASONS = ["QUALITY", "DAMAGE", "NOT_DELIVERED", "RETURNED", "GOODWILL"] as const;
export type AskedReason = (typeof ASKED_REASONS)[number];

export type RefundReason = AskedReason | "CANCELLED" | "UNDELIVERABLE" | "DASHBOARD" | "LATE";
export type RefundBearer = "SELLER" | "SHIPPER" | "PLATFORM";

/** Who bears what cannot be taken back from the parties. The operator may decide otherwise. */
export const BEARER_OF_REASON = {
  QUALITY: "SELLER",
  RETURNED: "SELLER",
  DAMAGE: "SHIPPER",
  NOT_DELIVERED: "SHIPPER",
  CANCELLED: "PLATFORM",
  GOODWILL: "PLATFORM",
  UNDELIVERABLE: "PLATFORM",
  DASHBOARD: "PLATFORM",
  LATE: "SELLER",
} as const satisfies Record<RefundReason, RefundBearer>;

export const REASON_WORDS = {
  QUALITY: { zh: "商品质量问题", en: "Quality of the goods" },
  RETURNED: { zh: "退货", en: "Goods returned" },
  DAMAGE: { zh: "运输损坏", en: "Damaged on the way" },
  NOT_DELIVERED: { zh: "没有送达", en: "Never arrived" },
  CANCELLED: { zh: "发货前取消", en: "Cancelled before packing" },
  GOODWILL: { zh: "协商退款", en: "Goodwill" },
  UNDELIVERABLE: { zh: "订单无法履行，全额退回", en: "The order could not be fulfilled" },
  DASHBOARD: { zh: "平台直接退款", en: "Refunded by the platform" },
  LATE: { zh: "预售到期没有发货", en: "The pre-order was not shipped by its day" },
} as const satisfies Record<RefundReason, { zh: string; en: string }>;

export const REFUND_STATE_WORDS = {
  REQUESTED: { zh: "退款已提交", en: "Refund requested" },
  PENDING: { zh: "退款处理中", en: "Refund on its way" },
  SUCCEEDED: { zh: "已退款", en: "Refunded" },
  FAILED: { zh: "退款未成功，仍欠顾客", en: "The refund failed; it is still owed" },
  PAID_OTHERWISE: { zh: "已由银行转账退还", en: "Refunded by bank transfer" },
} as const satisfies Record<RefundState, { zh: string; en: string }>;

/** What one line can still give back. */
export type RefundableLine = {
  readonly orderLineId: string;
  readonly chargedFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly refundedFen: Fen;
  readonly discountBackFen: Fen;
};

export function remainingOf(line: Pick<RefundableLine, "chargedFen" | "refundedFen">): Fen {
  return line.chargedFen - line.refundedFen;
}

/** The platform's discount paid for all of the line: the shopper gets nothing of it back, the platform its discount. */
export function isPaidByPlatform(line: Pick<RefundableLine, "chargedFen" | "platformDiscountFen">): boolean {
  return line.chargedFen === 0n && line.platformDiscountFen > 0n;
}

/** Whether anything of the line can still be given back, to the shopper or to the platform. */
export function canBeRefunded(line: Omit<RefundableLine, "orderLineId">): boolean {
  return remainingOf(line) > 0n || (isPaidByPlatform(line) && line.discountBackFen === 0n);
}

/**
 * Spreads a refund that names no lines over what remains of each, in proportion. The parts add up to `amountFen`;
 * undefined when it is more than remains of all lines together.
 */
export function spreadOverLines(
  amountFen: Fen,
  lines: readonly RefundableLine[],
): { readonly orderLineId: string; readonly amountFen: Fen }[] | undefined {
  const remaining = lines.map(remainingOf);
  if (amountFen <= 0n || amountFen > sum(remaining)) return undefined;
  // A part never passes what remains of its line: its exact share is at most that whole number.
  const parts = allocate(amountFen, remaining);
  return lines
    .map((line, i) => ({ orderLineId: line.orderLineId, amountFen: parts[i] ?? 0n }))
    .filter((part) => part.amountFen > 0n);
}
