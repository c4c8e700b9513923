/** CREATING: Stripe was asked and has not answered. SUCCEEDED: money came, whether or not it can be delivered for. */
export type PaymentState = "CREATING" | "OPEN" | "SUCCEEDED" | "EXPIRED";

/** A session that Stripe called expired may still turn out paid: whoever hears of the money believes the money. */
export const PAYMENT_MOVES = {
  CREATING: ["OPEN", "SUCCEEDED", "EXPIRED"],
  OPEN: ["SUCCEEDED", "EXPIRED"],
  EXPIRED: ["SUCCEEDED"],
  SUCCEEDED: [],
} as const satisfies Record<PaymentState, readonly PaymentState[]>;

/** Stripe keeps a session at least 30 minutes; one more, so that a slow clock is not refused. The goods are held longer. */
export const SESSION_MINUTES = 31;

/** Below this much life left, a session that is being made again gets a new end, and a new key with it. */
export const SHORTEST_SESSION_MINUTES = 30;

export const CURRENCY = "cny";
