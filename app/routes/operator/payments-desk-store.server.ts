import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";

// What the operator reads of payments: no shopper's name, phone or address is selected anywhere here.

export type StuckOrder = {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly totalFen: bigint;
  readonly placedAt: Date;
  readonly holdExpiresAt: Date;
  readonly paymentState: string | null;
  readonly sessionId: string | null;
};

/** Orders that wait for their payment, the longest overdue first: past their hold they should have been decided. */
export async function waitingOrders(db: Db, limit: number): Promise<StuckOrder[]> {
  return db.$queryRaw<StuckOrder[]>`
    SELECT o.id, o.number, o.state, o.total_fen AS "totalFen", o.placed_at AS "placedAt",
      o.hold_expires_at AS "holdExpiresAt", p.state AS "paymentState", p.session_id AS "sessionId"
    FROM customer_order o LEFT JOIN payment p ON p.order_id = o.id AND p.state IN ('CREATING', 'OPEN')
    WHERE o.state = 'PLACED' OR p.id IS NOT NULL
    ORDER BY o.hold_expires_at LIMIT ${limit}::int`;
}

export type EventFilter = "waiting" | "APPLIED" | "IGNORED" | "PARKED" | "ALARM" | undefined;

export type EventRow = {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  readonly receivedAt: Date;
  readonly appliedAt: Date | null;
  readonly outcome: string;
  readonly attempts: number;
};

/** Stripe's events, newest first. */
export async function listEvents(db: Db, filter: EventFilter, page: PageRequest): Promise<Page<EventRow>> {
  const outcomes = filter === "waiting" ? ["PARKED", "ALARM"] : filter === undefined ? undefined : [filter];
  const where: Prisma.StripeEventWhereInput = outcomes ? { outcome: { in: outcomes } } : {};
  const [total, rows] = await Promise.all([
    db.stripeEvent.count({ where }),
    db.stripeEvent.findMany({
      where,
      select: {
        id: true,
        type: true,
        objectId: true,
        receivedAt: true,
        appliedAt: true,
        outcome: true,
        attempts: true,
      },
      orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
      skip: offsetOf(page),
      take: page.size,
    }),
  ]);
  return { total, rows, ...page };
}

/** One event with what it says, stored without the shopper's personal data. */
export async function findEvent(
  db: Db,
  id: string,
): Promise<
  | (EventRow & {
      readonly createdAt: Date;
      readonly waitsFor: string | null;
      readonly error: string | null;
      readonly payload: string;
    })
  | undefined
> {
  const event = await db.stripeEvent.findUnique({
    where: { id },
    select: {
      id: true,
      type: true,
      objectId: true,
      createdAt: true,
      receivedAt: true,
      appliedAt: true,
      outcome: true,
      waitsFor: true,
      error: true,
      attempts: true,
      payload: true,
    },
  });
  return event ? { ...event, payload: JSON.stringify(event.payload, null, 2) } : undefined;
}

export type RefundDeskRow = {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: string;
  readonly reason: string;
  readonly bearer: string;
  readonly amountFen: bigint;
  readonly requestedAt: Date;
  readonly succeededAt: Date | null;
  readonly failedAt: Date | null;
  readonly failureReason: string | null;
  readonly stripeRefundId: string | null;
  readonly paidOtherwiseAt: Date | null;
  readonly paidOtherwiseReference: string | null;
};

/** Refunds, those that failed or wait first. `states` undefined = all. */
export async function listRefunds(
  db: Db,
  states: readonly string[] | undefined,
  page: PageRequest,
): Promise<Page<RefundDeskRow>> {
  const wanted = states ? Prisma.sql`r.state = ANY (${[...states]}::text[])` : Prisma.sql`true`;
  const [counted] = await db.$queryRaw<
    { total: number }[]
  >`SELECT count(*)::int AS total FROM refund r WHERE ${wanted}`;
  const rows = await db.$queryRaw<RefundDeskRow[]>`
    SELECT r.id, o.number AS "orderNumber", r.state, r.reason, r.bearer, r.amount_fen AS "amountFen",
      r.requested_at AS "requestedAt", r.succeeded_at AS "succeededAt", r.failed_at AS "failedAt",
      r.failure_reason AS "failureReason", r.stripe_refund_id AS "stripeRefundId",
      r.paid_otherwise_at AS "paidOtherwiseAt", r.paid_otherwise_reference AS "paidOtherwiseReference"
    FROM refund r JOIN customer_order o ON o.id = r.order_id
    WHERE ${wanted}
    ORDER BY r.state <> 'FAILED', r.state = 'SUCCEEDED', r.requested_at DESC, r.id
    LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`;
  return { total: counted?.total ?? 0, rows, ...page };
}

export type DisputeDeskRow = {
  readonly id: string;
  readonly orderNumber: string;
  readonly stripeDisputeId: string;
  readonly amountFen: bigint;
  readonly feeFen: bigint;
  readonly reason: string;
  readonly state: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
};

export async function listDisputes(db: Db, limit: number): Promise<DisputeDeskRow[]> {
  return db.$queryRaw<DisputeDeskRow[]>`
    SELECT d.id, o.number AS "orderNumber", d.stripe_dispute_id AS "stripeDisputeId", d.amount_fen AS "amountFen",
      d.fee_fen AS "feeFen", d.reason, d.state, d.opened_at AS "openedAt", d.closed_at AS "closedAt"
    FROM dispute d JOIN customer_order o ON o.id = d.order_id
    ORDER BY d.state <> 'OPEN', d.opened_at DESC LIMIT ${limit}::int`;
}
