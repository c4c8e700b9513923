/** Outbox: a refund that Stripe has to be asked for. Key: the refund's id. Handler: sendRefund. */
export const SEND_REFUND = "refund.send";
