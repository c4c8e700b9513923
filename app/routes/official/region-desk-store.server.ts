import type { Period } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

/** Whether a posting is on an account of the household: the address of an entry names both. */
export async function isEntryOf(db: Db, householdId: string, journalId: string, position: number): Promise<boolean> {
  const found = await db.posting.count({ where: { journalId, position, householdId } });
  return found === 1;
}

/** Whether the household stood behind the sold line. */
export async function isLineOf(db: Db, householdId: string, orderLineId: string): Promise<boolean> {
  const found = await db.attribution.findFirst({ where: { orderLineId, householdId }, select: { orderLineId: true } });
  return found !== null;
}

export type AttributedLine = {
  readonly orderLineId: string;
  readonly title: string;
  readonly orderNumber: string;
  readonly kind: string;
  readonly amountFen: bigint;
  readonly occurredAt: Date;
};

/** What stood behind a month's attributed sales of a household: sold lines, and what refunds took back. */
export async function attributedLines(db: Db, householdId: string, period: Period): Promise<AttributedLine[]> {
  return db.$queryRaw<AttributedLine[]>`
    SELECT a.order_line_id AS "orderLineId", l.title || ' ' || l.variant_name || ' ×' || l.quantity AS title,
      o.number AS "orderNumber", a.kind, sum(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END)::bigint AS "amountFen",
      j.occurred_at AS "occurredAt"
    FROM attribution a
    JOIN journal j ON j.id = a.journal_id
    JOIN order_line l ON l.id = a.order_line_id
    JOIN customer_order o ON o.id = l.order_id
    WHERE a.household_id = ${householdId}::uuid AND a.period = ${period}
    GROUP BY a.journal_id, a.order_line_id, a.kind, l.title, l.variant_name, l.quantity, o.number, j.occurred_at
    ORDER BY j.occurred_at, a.order_line_id`;
}

/** What a payout beside sales rests on: wages, rent, dividends. */
export async function payoutOf(
  db: Db,
  payoutId: string,
): Promise<{ readonly basis: string; readonly amountFen: bigint; readonly period: Period } | undefined> {
  const payout = await db.payout.findUnique({
    where: { id: payoutId },
    select: { basis: true, amountFen: true, period: true },
  });
  return payout ?? undefined;
}
