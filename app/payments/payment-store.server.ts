import { newId } from "~/kernel/ids";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import { CURRENCY, type PaymentState } from "./payment-state";

export type PaymentRow = {
  readonly id: string;
  readonly orderId: string;
  readonly state: PaymentState;
  readonly amountFen: Fen;
  readonly currency: string;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly feeFen: Fen | null;
  readonly returnedAt: Date | null;
};

export type PaymentName =
  | { readonly sessionId: string }
  | { readonly paymentId: string }
  | { readonly paymentIntentId: string | undefined; readonly chargeId?: string | undefined };

const COLUMNS = Prisma.sql`id, order_id AS "orderId", state, amount_fen AS "amountFen", currency, session_id AS "sessionId",
  payment_intent_id AS "paymentIntentId", fee_fen AS "feeFen", returned_at AS "returnedAt"`;

/**
 * A payment's row, locked until the transaction ends. Whatever moves money of a payment comes through here first and
 * locks its order afterwards: the webhook, the shopper's return and refunds wait for each other and never deadlock.
 */
export async function lockPayment(tx: Db, name: PaymentName): Promise<PaymentRow | undefined> {
  const rows = await tx.$queryRaw<PaymentRow[]>`
    SELECT ${COLUMNS} FROM payment WHERE ${named(name)} FOR NO KEY UPDATE`;
  return rows[0];
}

export async function findPayment(db: Db, name: PaymentName): Promise<PaymentRow | undefined> {
  const rows = await db.$queryRaw<PaymentRow[]>`SELECT ${COLUMNS} FROM payment WHERE ${named(name)}`;
  return rows[0];
}

function named(name: PaymentName): Prisma.Sql {
  if ("sessionId" in name) return Prisma.sql`session_id = ${name.sessionId}`;
  if ("paymentId" in name) return Prisma.sql`id = ${name.paymentId}::uuid`;
  return Prisma.sql`(payment_intent_id = ${name.paymentIntentId ?? null} OR charge_id = ${name.chargeId ?? null})`;
}

/** All payments of an order, locked in the order of their ids. */
export async function lockPaymentsOfOrder(tx: Db, orderId: string): Promise<PaymentRow[]> {
  return tx.$queryRaw<PaymentRow[]>`
    SELECT ${COLUMNS} FROM payment WHERE order_id = ${orderId}::uuid ORDER BY id FOR NO KEY UPDATE`;
}

export async function insertPayment(
  tx: Db,
  payment: {
    readonly orderId: string;
    readonly amountFen: Fen;
    readonly expiresAt: Date;
    readonly now: Date;
    readonly sessionId?: string;
    readonly state?: "CREATING" | "EXPIRED";
  },
): Promise<string> {
  const id = newId(payment.now);
  await tx.$executeRaw`
    INSERT INTO payment (id, order_id, state, amount_fen, currency, idempotency_key, session_id, expires_at, created_at)
    VALUES (${id}::uuid, ${payment.orderId}::uuid, ${payment.state ?? "CREATING"}, ${payment.amountFen}, ${CURRENCY},
      ${`session:${id}`}, ${payment.sessionId ?? null}, ${payment.expiresAt}::timestamptz, ${payment.now}::timestamptz)`;
  return id;
}

/** Money came. `returnedAt` says that it goes back in full. */
export async function markPaymentSucceeded(
  tx: Db,
  payment: {
    readonly id: string;
    readonly sessionId: string;
    readonly paymentIntentId: string;
    readonly chargeId: string | undefined;
    readonly at: Date;
    readonly returned: boolean;
  },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE payment SET state = 'SUCCEEDED', session_id = ${payment.sessionId}, payment_intent_id = ${payment.paymentIntentId},
      charge_id = coalesce(charge_id, ${payment.chargeId ?? null}), succeeded_at = ${payment.at}::timestamptz,
      returned_at = ${payment.returned ? payment.at : null}::timestamptz
    WHERE id = ${payment.id}::uuid`;
}

/** Answers whether it was still waiting: nothing that succeeded is ever called expired. */
export async function markPaymentExpired(tx: Db, paymentId: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE payment SET state = 'EXPIRED' WHERE id = ${paymentId}::uuid AND state IN ('CREATING', 'OPEN')`;
  return count === 1;
}

/** Notes the fee of a payment that has none yet, and keeps its row locked; undefined when there is none such. */
export async function takeFee(
  tx: Db,
  fee: { readonly paymentIntentId: string; readonly chargeId: string; readonly feeFen: Fen; readonly at: Date },
): Promise<string | undefined> {
  const { paymentIntentId, chargeId } = fee;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE payment SET fee_fen = ${fee.feeFen}, fee_posted_at = ${fee.at}::timestamptz, charge_id = ${chargeId}
    WHERE ${named({ paymentIntentId, chargeId })} AND state = 'SUCCEEDED' AND fee_fen IS NULL
    RETURNING id`;
  return rows[0]?.id;
}

export type PayableOrder = {
  readonly id: string;
  readonly number: string;
  readonly state: "PLACED" | "PAID" | "CANCELLED" | "EXPIRED";
  readonly locale: "zh" | "en";
  readonly buyerEmail: string | null;
  readonly totalFen: Fen;
  readonly lines: readonly {
    readonly title: string;
    readonly variantName: string;
    readonly quantity: number;
    readonly chargedFen: string;
  }[];
  readonly paymentId: string | null;
  readonly paymentState: PaymentState | null;
  readonly idempotencyKey: string | null;
  readonly checkoutUrl: string | null;
  readonly expiresAt: Date | null;
};

const PAYABLE = Prisma.sql`o.id, o.number, o.state, o.locale, o.buyer_email AS "buyerEmail", o.total_fen AS "totalFen",
  (SELECT jsonb_agg(jsonb_build_object(
      'title', CASE o.locale WHEN 'en' THEN l.title_en ELSE l.title END,
      'variantName', CASE o.locale WHEN 'en' THEN l.variant_name_en ELSE l.variant_name END,
      'quantity', l.quantity, 'chargedFen', l.charged_fen::text) ORDER BY l.position)
    FROM order_line l WHERE l.order_id = o.id) AS lines,
  p.id AS "paymentId", p.state AS "paymentState", p.idempotency_key AS "idempotencyKey",
  p.checkout_url AS "checkoutUrl", p.expires_at AS "expiresAt"`;

/** Stores the payment that a placed order waits for, and answers what its payment page needs: one statement. */
export async function insertFirstPayment(
  tx: Db,
  payment: { readonly orderId: string; readonly expiresAt: Date; readonly now: Date },
): Promise<PayableOrder> {
  const id = newId(payment.now);
  const [row] = await tx.$queryRaw<PayableOrder[]>`
    WITH p AS (
      INSERT INTO payment (id, order_id, state, amount_fen, currency, idempotency_key, expires_at, created_at)
      SELECT ${id}::uuid, o.id, 'CREATING', o.total_fen, ${CURRENCY}, ${`session:${id}`},
        ${payment.expiresAt}::timestamptz, ${payment.now}::timestamptz
      FROM customer_order o WHERE o.id = ${payment.orderId}::uuid
      RETURNING *
    )
    SELECT ${PAYABLE} FROM p JOIN customer_order o ON o.id = p.order_id`;
  if (!row) throw new Error(`there is no order ${payment.orderId} to pay`);
  return row;
}

/** An order with its live payment, and what the payment page shows of it: one statement. */
export async function orderToPay(db: Db, orderId: string): Promise<PayableOrder | undefined> {
  const rows = await db.$queryRaw<PayableOrder[]>`
    SELECT ${PAYABLE}
    FROM customer_order o
    LEFT JOIN payment p ON p.order_id = o.id AND p.state IN ('CREATING', 'OPEN')
    WHERE o.id = ${orderId}::uuid`;
  return rows[0];
}

/** A session is asked for anew, with another end and so under another key; answers whether it was still being made. */
export async function renewAttempt(
  db: Db,
  attempt: {
    readonly paymentId: string;
    readonly key: string;
    /** the key it takes the place of */
    readonly instead: string;
    readonly expiresAt: Date;
  },
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE payment SET idempotency_key = ${attempt.key}, expires_at = ${attempt.expiresAt}::timestamptz
    WHERE id = ${attempt.paymentId}::uuid AND state = 'CREATING' AND idempotency_key = ${attempt.instead}`;
  return count === 1;
}

/** Stripe has made the session; answers false when the payment is not waiting for it any more. */
export async function markPaymentOpen(
  db: Db,
  open: { readonly paymentId: string; readonly sessionId: string; readonly url: string; readonly expiresAt: Date },
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE payment SET state = 'OPEN', session_id = ${open.sessionId}, checkout_url = ${open.url},
      expires_at = ${open.expiresAt}::timestamptz
    WHERE id = ${open.paymentId}::uuid
      AND (state = 'CREATING' OR (state = 'OPEN' AND session_id = ${open.sessionId}))`;
  return count === 1;
}

export type LivePayment = {
  readonly id: string;
  readonly orderId: string;
  readonly orderState: string;
  readonly sessionId: string | null;
  readonly expiresAt: Date | null;
};

/** Payments that still wait although their order does not, or although its hold and their own time are over. */
export async function stalePayments(db: Db, now: Date, limit: number): Promise<LivePayment[]> {
  return db.$queryRaw<LivePayment[]>`
    SELECT p.id, p.order_id AS "orderId", o.state AS "orderState", p.session_id AS "sessionId", p.expires_at AS "expiresAt"
    FROM payment p JOIN customer_order o ON o.id = p.order_id
    WHERE p.state IN ('CREATING', 'OPEN')
      AND (o.state <> 'PLACED' OR (o.hold_expires_at <= ${now}::timestamptz AND coalesce(p.expires_at, ${now}) <= ${now}::timestamptz))
    ORDER BY p.created_at LIMIT ${limit}::int`;
}

/** The waiting payment of an order, for whoever closes the order. */
export async function livePaymentOf(db: Db, orderId: string): Promise<LivePayment | undefined> {
  const rows = await db.$queryRaw<LivePayment[]>`
    SELECT p.id, p.order_id AS "orderId", o.state AS "orderState", p.session_id AS "sessionId", p.expires_at AS "expiresAt"
    FROM payment p JOIN customer_order o ON o.id = p.order_id
    WHERE p.order_id = ${orderId}::uuid AND p.state IN ('CREATING', 'OPEN')`;
  return rows[0];
}
