import { discountBack } from "~/benefits/refund-spread";
import { newId } from "~/kernel/ids";
import { sum, type Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import type { RefundBearer, RefundReason, RefundState, RefundableLine } from "./refund-rules";

export type RefundRow = {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly state: RefundState;
  readonly reason: RefundReason;
  readonly amountFen: Fen;
  readonly stripeRefundId: string | null;
  readonly failedStripeIds: readonly string[];
  readonly idempotencyKey: string;
  readonly requestedAt: Date;
};

const COLUMNS = Prisma.sql`r.id, r.order_id AS "orderId", r.payment_id AS "paymentId", r.state, r.reason,
  r.amount_fen AS "amountFen", r.stripe_refund_id AS "stripeRefundId", r.failed_stripe_ids AS "failedStripeIds",
  r.idempotency_key AS "idempotencyKey", r.requested_at AS "requestedAt"`;

/** Stores a refund with its lines in one statement; the platform's discount comes back in proportion. Answers its id. */
export async function insertRefund(
  tx: Db,
  refund: {
    readonly orderId: string;
    readonly paymentId: string;
    readonly reason: RefundReason;
    readonly bearer: RefundBearer;
    readonly amountFen: Fen;
    readonly lines: readonly (RefundableLine & { readonly amountFen: Fen })[];
    readonly note?: string | undefined;
    readonly requestKey?: string | undefined;
    readonly requestedById?: string | undefined;
    readonly now: Date;
  },
): Promise<string> {
  const id = newId(refund.now);
  const lines = refund.lines.map((line) => ({
    order_line_id: line.orderLineId,
    amount_fen: String(line.amountFen),
    discount_back_fen: String(
      discountBack({
        chargedFen: line.chargedFen,
        platformDiscountFen: line.platformDiscountFen,
        refundedBeforeFen: line.refundedFen,
        discountBackBeforeFen: line.discountBackFen,
        amountFen: line.amountFen,
      }),
    ),
  }));
  if (lines.length > 0 && sum(refund.lines.map((line) => line.amountFen)) !== refund.amountFen) {
    throw new Error("the lines of a refund do not add up to it");
  }
  await tx.$executeRaw`
    WITH stored AS (
      INSERT INTO refund (id, order_id, payment_id, state, reason, bearer, amount_fen, note, failed_stripe_ids,
        idempotency_key, request_key, requested_by_id, requested_at)
      VALUES (${id}::uuid, ${refund.orderId}::uuid, ${refund.paymentId}::uuid, 'REQUESTED', ${refund.reason},
        ${refund.bearer}, ${refund.amountFen}, ${refund.note ?? null}, '{}', ${`refund:${id}`},
        ${refund.requestKey ?? null}::uuid, ${refund.requestedById ?? null}::uuid, ${refund.now}::timestamptz)
      RETURNING id
    )
    INSERT INTO refund_line (refund_id, order_line_id, amount_fen, discount_back_fen)
    SELECT stored.id, line.order_line_id, line.amount_fen, line.discount_back_fen
    FROM stored, jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      AS line(order_line_id uuid, amount_fen bigint, discount_back_fen bigint)`;
  return id;
}

export type OrderLineToRefund = RefundableLine & {
  readonly shipmentId: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
};

/** The lines of an order with what was asked back of each: failed refunds count, because they stay owed. */
export async function linesToRefund(db: Db, orderId: string): Promise<OrderLineToRefund[]> {
  return db.$queryRaw<OrderLineToRefund[]>`
    SELECT l.id AS "orderLineId", l.shipment_id AS "shipmentId", l.charged_fen AS "chargedFen",
      l.platform_discount_fen AS "platformDiscountFen", s.seller_kind AS "sellerKind", s.seller_id AS "sellerId",
      s.service_point_id AS "servicePointId", coalesce(b.amount_fen, 0)::bigint AS "refundedFen",
      coalesce(b.discount_back_fen, 0)::bigint AS "discountBackFen"
    FROM order_line l
    JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN LATERAL (
      SELECT sum(rl.amount_fen) AS amount_fen, sum(rl.discount_back_fen) AS discount_back_fen
      FROM refund_line rl WHERE rl.order_line_id = l.id
    ) b ON true
    WHERE l.order_id = ${orderId}::uuid ORDER BY l.position`;
}

/** Locks the order against everything else that moves its money, and says whether it may be refunded now. */
export async function lockOrderToRefund(
  tx: Db,
  orderId: string,
): Promise<{ readonly state: string; readonly isDisputed: boolean } | undefined> {
  const [locked] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM customer_order WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`;
  if (!locked) return undefined;
  const [dispute] = await tx.$queryRaw<{ disputed: boolean }[]>`
    SELECT EXISTS (SELECT FROM dispute WHERE order_id = ${orderId}::uuid AND state <> 'WON') AS disputed`;
  return { state: locked.state, isDisputed: dispute?.disputed ?? false };
}

export async function findRefund(db: Db, refundId: string): Promise<RefundRow | undefined> {
  const rows = await db.$queryRaw<RefundRow[]>`SELECT ${COLUMNS} FROM refund r WHERE r.id = ${refundId}::uuid`;
  return rows[0];
}

export async function findRefundByRequestKey(db: Db, requestKey: string): Promise<RefundRow | undefined> {
  const rows = await db.$queryRaw<
    RefundRow[]
  >`SELECT ${COLUMNS} FROM refund r WHERE r.request_key = ${requestKey}::uuid`;
  return rows[0];
}

/** All refunds of a payment, oldest first. The caller holds the payment's lock. */
export async function refundsOfPayment(tx: Db, paymentId: string): Promise<RefundRow[]> {
  return tx.$queryRaw<RefundRow[]>`
    SELECT ${COLUMNS} FROM refund r WHERE r.payment_id = ${paymentId}::uuid ORDER BY r.id`;
}

export async function nameRefundAtStripe(tx: Db, refundId: string, stripeRefundId: string): Promise<void> {
  await tx.$executeRaw`UPDATE refund SET stripe_refund_id = ${stripeRefundId} WHERE id = ${refundId}::uuid`;
}

export async function moveRefund(
  tx: Db,
  move: { readonly refundId: string; readonly to: RefundState; readonly at: Date; readonly failureReason?: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE refund SET state = ${move.to},
      succeeded_at = CASE WHEN ${move.to} = 'SUCCEEDED' THEN ${move.at}::timestamptz END,
      failed_at = CASE WHEN ${move.to} = 'FAILED' THEN ${move.at}::timestamptz ELSE failed_at END,
      failure_reason = CASE WHEN ${move.to} = 'FAILED' THEN ${move.failureReason ?? "unknown"} ELSE failure_reason END
    WHERE id = ${move.refundId}::uuid`;
}

export async function markRefundPaidOtherwise(
  tx: Db,
  paid: { readonly refundId: string; readonly reference: string; readonly actorId: string; readonly at: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE refund SET state = 'PAID_OTHERWISE', paid_otherwise_at = ${paid.at}::timestamptz,
      paid_otherwise_reference = ${paid.reference}, paid_otherwise_by_id = ${paid.actorId}::uuid
    WHERE id = ${paid.refundId}::uuid`;
}

/** A failed refund is sent anew, under a new key; what Stripe made of the old one is remembered as failed. */
export async function restartRefund(tx: Db, refundId: string, key: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE refund SET state = 'REQUESTED', idempotency_key = ${key}, stripe_refund_id = NULL,
      failed_stripe_ids = CASE WHEN stripe_refund_id IS NULL THEN failed_stripe_ids
        ELSE array_append(failed_stripe_ids, stripe_refund_id) END
    WHERE id = ${refundId}::uuid`;
}

export async function renewRefundKey(db: Db, refundId: string, from: string, to: string): Promise<void> {
  await db.$executeRaw`
    UPDATE refund SET idempotency_key = ${to}
    WHERE id = ${refundId}::uuid AND idempotency_key = ${from} AND state = 'REQUESTED'`;
}

/** Refunds that were asked for and that Stripe has not answered for: an outbox row that was lost or is waiting long. */
export async function unsentRefunds(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM refund WHERE state = 'REQUESTED' AND requested_at < ${before}::timestamptz
    ORDER BY requested_at LIMIT ${limit}::int`;
  return rows.map((row) => row.id);
}
