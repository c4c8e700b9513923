import { household, payable } from "~/benefits/accounts";
import { checked, type Checked } from "~/benefits/household-income-store.server";
import { lineParts, type LinePart } from "~/benefits/line-part-store.server";
import type { PayoutFlow } from "~/benefits/flow";
import { sum, type Fen } from "~/kernel/money";
import { shiftPeriod, type Period } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import type { IntakeMode } from "~/supply/settlement-mode";
import type { DisbursementState } from "./batch-state";

/** One month of what a household is owed, from the payable account's own postings: each line is a kind of entry. */
export type MonthBalance = {
  readonly period: Period;
  /** owed at the end of the month before */
  readonly openingFen: Fen;
  /** bought out or advanced at the scale, less what was reversed */
  readonly deliveriesFen: Fen;
  /** sales whose claim window ended in the month */
  readonly salesFen: Fen;
  /** wages, rent, dividends, second settlements */
  readonly payoutsFen: Fen;
  /** taken back from what was owed, for refunds and lost disputes (not negative) */
  readonly takenBackFen: Fen;
  /** paid with voucher, less what the bank sent back */
  readonly paidFen: Fen;
  readonly closingFen: Fen;
  /** 待确认 at the end of the month */
  readonly pendingFen: Fen;
  /** the closing balance, summed anew by the name of the account alone */
  readonly check: Checked;
};

/** The month's equation: opening + deliveries + sales + payouts − taken back − paid = closing. */
export async function monthBalance(db: Db, householdId: string, period: Period): Promise<MonthBalance> {
  const account = payable(household(householdId));
  const [row] = await db.$queryRaw<
    [Omit<MonthBalance, "period" | "closingFen" | "check" | "takenBackFen"> & { otherFen: Fen; accountFen: Fen }]
  >`
    WITH moved AS (
      SELECT p.period, j.kind,
        CASE WHEN p.destination = ${account} THEN p.amount_fen WHEN p.source = ${account} THEN -p.amount_fen ELSE 0 END AS owed,
        CASE WHEN p.destination LIKE 'household:%:pending' THEN p.amount_fen
          WHEN p.source LIKE 'household:%:pending' THEN -p.amount_fen ELSE 0 END AS pending
      FROM posting p JOIN journal j ON j.id = p.journal_id
      WHERE p.household_id = ${householdId}::uuid AND p.period <= ${period}
    ), grouped AS (
      SELECT CASE WHEN period < ${period} THEN 'OPENING'
          WHEN kind IN ('INTAKE', 'INTAKE_REVERSED') THEN 'DELIVERIES' WHEN kind = 'RELEASE' THEN 'SALES'
          WHEN kind = 'PAYOUT' THEN 'PAYOUTS' WHEN kind IN ('DISBURSEMENT', 'DISBURSEMENT_RETURNED') THEN 'PAID'
          ELSE 'OTHER' END AS what, owed, pending
      FROM moved
    )
    SELECT coalesce(sum(owed) FILTER (WHERE what = 'OPENING'), 0)::bigint AS "openingFen",
      coalesce(sum(owed) FILTER (WHERE what = 'DELIVERIES'), 0)::bigint AS "deliveriesFen",
      coalesce(sum(owed) FILTER (WHERE what = 'SALES'), 0)::bigint AS "salesFen",
      coalesce(sum(owed) FILTER (WHERE what = 'PAYOUTS'), 0)::bigint AS "payoutsFen",
      coalesce(-sum(owed) FILTER (WHERE what = 'PAID'), 0)::bigint AS "paidFen",
      coalesce(sum(owed) FILTER (WHERE what = 'OTHER'), 0)::bigint AS "otherFen",
      coalesce(sum(pending), 0)::bigint AS "pendingFen",
      ((SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE destination = ${account}
          AND destination LIKE '%:payable' AND period <= ${period})
       - (SELECT coalesce(sum(amount_fen), 0) FROM posting WHERE source = ${account}
          AND source LIKE '%:payable' AND period <= ${period}))::bigint AS "accountFen"
    FROM grouped`;
  const { otherFen, accountFen, ...figures } = row;
  const { openingFen, deliveriesFen, salesFen, payoutsFen, paidFen } = figures;
  const closingFen = openingFen + deliveriesFen + salesFen + payoutsFen + otherFen - paidFen;
  return { period, ...figures, takenBackFen: -otherFen, closingFen, check: checked(closingFen, accountFen) };
}

export type MonthRow = {
  readonly period: Period;
  readonly deliveries: number;
  readonly accruedFen: Fen;
  readonly paidFen: Fen;
};

export type HouseholdSummary = {
  /** owed and not paid, now */
  readonly payableFen: Fen;
  /** 待确认, now */
  readonly pendingFen: Fen;
  readonly paidThisYearFen: Fen;
  /** months in which anything happened, newest first */
  readonly months: readonly MonthRow[];
};

const MONTHS_SHOWN = 12;

/** How a household stands today, and its last twelve months. */
export async function householdSummary(db: Db, householdId: string, period: Period): Promise<HouseholdSummary> {
  const first = shiftPeriod(period, 1 - MONTHS_SHOWN);
  const [totals] = await db.$queryRaw<[Omit<HouseholdSummary, "months">]>`
    SELECT coalesce(sum(accrued_fen - paid_fen), 0)::bigint AS "payableFen",
      coalesce(sum(pending_fen), 0)::bigint AS "pendingFen",
      coalesce(sum(paid_fen) FILTER (WHERE left(period, 4) = ${period.slice(0, 4)}), 0)::bigint AS "paidThisYearFen"
    FROM household_income WHERE household_id = ${householdId}::uuid`;
  const months = await db.$queryRaw<MonthRow[]>`
    WITH money AS (
      SELECT period, sum(accrued_fen)::bigint AS accrued, sum(paid_fen)::bigint AS paid
      FROM household_income WHERE household_id = ${householdId}::uuid GROUP BY period
    ), delivered AS (
      SELECT to_char(delivered_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS period, count(*)::int AS deliveries
      FROM intake i WHERE household_id = ${householdId}::uuid AND reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)
      GROUP BY 1
    )
    SELECT period, coalesce(deliveries, 0) AS deliveries, coalesce(accrued, 0)::bigint AS "accruedFen",
      coalesce(paid, 0)::bigint AS "paidFen"
    FROM money FULL JOIN delivered USING (period)
    WHERE period BETWEEN ${first} AND ${period} ORDER BY period DESC`;
  return { ...totals, months };
}

export type DeliveredRow = {
  readonly intakeId: string;
  readonly number: string;
  readonly deliveredAt: Date;
  readonly productName: string;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly grade: string;
  readonly baseUnit: BaseUnit;
  readonly net: number;
  readonly mode: IntakeMode;
  readonly unitPriceFen: Fen | null;
  readonly amountFen: Fen | null;
  readonly cooperativeName: string;
  readonly slipMediaId: string | null;
  readonly reversed: boolean;
};

/** What the household brought to the scale in a month (of one cooperative, when given), also what was taken back. */
export async function deliveriesOf(
  db: Db,
  householdId: string,
  period: Period,
  cooperativeId: string | null = null,
): Promise<DeliveredRow[]> {
  return db.$queryRaw<DeliveredRow[]>`
    SELECT i.id AS "intakeId", i.number, i.delivered_at AS "deliveredAt", p.name AS "productName",
      p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn", i.grade, i.base_unit AS "baseUnit", i.net,
      i.settlement_mode AS mode, i.unit_price_fen AS "unitPriceFen", i.amount_fen AS "amountFen",
      c.name AS "cooperativeName", i.slip_media_id AS "slipMediaId",
      EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id) AS reversed
    FROM intake i JOIN product p ON p.id = i.product_id JOIN cooperative c ON c.id = i.cooperative_id
    WHERE i.household_id = ${householdId}::uuid AND i.reverses_id IS NULL
      AND (${cooperativeId}::uuid IS NULL OR i.cooperative_id = ${cooperativeId}::uuid)
      AND to_char(i.delivered_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = ${period}
    ORDER BY i.delivered_at, i.id`;
}

export type SoldRow = {
  readonly orderLineId: string;
  readonly soldAt: Date;
  readonly title: string;
  readonly variantName: string;
  readonly sellerName: string;
  /** who stood behind the sale: of the price paid, the part for this household's goods */
  readonly attributedFen: Fen;
  /** this household's parts of the money, and where they are now; nothing where the goods were bought out at the scale */
  readonly givenFen: Fen;
  readonly takenFen: Fen;
  readonly waitingFen: Fen;
  readonly owedFen: Fen;
  readonly paidFen: Fen;
};

/** The sales of a month in which this household's goods were. Nothing of the shopper, nothing of other households. */
export async function soldLinesOf(db: Db, householdId: string, period: Period): Promise<SoldRow[]> {
  const lines = await db.$queryRaw<
    Pick<SoldRow, "orderLineId" | "soldAt" | "title" | "variantName" | "sellerName" | "attributedFen">[]
  >`
    SELECT l.id AS "orderLineId", min(j.occurred_at) AS "soldAt", l.title, l.variant_name AS "variantName",
      s.seller_name AS "sellerName", sum(a.amount_fen)::bigint AS "attributedFen"
    FROM attribution a JOIN journal j ON j.id = a.journal_id JOIN order_line l ON l.id = a.order_line_id
    JOIN shipment s ON s.id = l.shipment_id
    WHERE a.household_id = ${householdId}::uuid AND a.period = ${period} AND a.kind = 'SALE'
    GROUP BY l.id, s.seller_name ORDER BY min(j.occurred_at), l.id`;
  const parts = await lineParts(
    db,
    lines.map((line) => line.orderLineId),
  );
  const own = parts.filter((part) => part.kind === "HOUSEHOLD" && part.householdId === householdId);
  const total = (id: string, of: (part: LinePart) => Fen) => sum(own.filter((part) => part.orderLineId === id).map(of));
  return lines.map((line) => ({
    ...line,
    givenFen: total(line.orderLineId, (part) => part.givenFen),
    takenFen: total(line.orderLineId, (part) => part.takenFen),
    waitingFen: total(line.orderLineId, (part) => part.waitingFen),
    owedFen: total(line.orderLineId, (part) => part.releasedFen),
    paidFen: total(line.orderLineId, (part) => part.paidFen),
  }));
}

export type PayoutRow = {
  readonly payoutId: string;
  readonly flow: PayoutFlow;
  readonly basis: string;
  readonly amountFen: Fen;
  readonly cooperativeName: string;
  readonly enteredAt: Date;
  readonly forPeriod: Period;
};

/** Wages, rent, dividends and the like that were booked in a month, whichever month they are for. */
export async function payoutsOf(db: Db, householdId: string, period: Period): Promise<PayoutRow[]> {
  return db.$queryRaw<PayoutRow[]>`
    SELECT o.id AS "payoutId", o.flow, o.basis, o.amount_fen AS "amountFen", c.name AS "cooperativeName",
      j.occurred_at AS "enteredAt", o.period AS "forPeriod"
    FROM payout o JOIN journal j ON j.kind = 'PAYOUT' AND j.source_id = o.id::text
    JOIN cooperative c ON c.id = o.cooperative_id
    WHERE o.household_id = ${householdId}::uuid AND j.period = ${period} ORDER BY j.occurred_at, o.id`;
}

export type PaymentRow = {
  readonly disbursementId: string;
  readonly batchNumber: string;
  readonly payerName: string;
  readonly amountFen: Fen;
  readonly state: DisbursementState;
  readonly voucherNumber: string | null;
  readonly paidAt: Date | null;
  readonly at: Date;
  readonly failureReason: string | null;
};

/** Payments that were made, failed or came back in a month. */
export async function paymentsOf(db: Db, householdId: string, period: Period): Promise<PaymentRow[]> {
  return db.$queryRaw<PaymentRow[]>`
    ${SELECT_PAYMENT}
    WHERE d.payee_account = ${payable(household(householdId))} AND b.state <> 'CANCELLED' AND ${period} IN (
      SELECT j.period FROM journal j
      WHERE j.kind IN ('DISBURSEMENT', 'DISBURSEMENT_RETURNED') AND j.source_id = d.id::text
      UNION ALL
      SELECT to_char(coalesce(d.failed_at, b.prepared_at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') WHERE d.paid_at IS NULL)
    ORDER BY coalesce(d.paid_at, d.failed_at, b.prepared_at), d.id`;
}

/** One payment of the household; undefined when it is another's or is not there. */
export async function paymentOf(db: Db, householdId: string, disbursementId: string): Promise<PaymentRow | undefined> {
  const [row] = await db.$queryRaw<PaymentRow[]>`
    ${SELECT_PAYMENT}
    WHERE d.payee_account = ${payable(household(householdId))} AND d.id = ${disbursementId}::uuid AND b.state <> 'CANCELLED'`;
  return row;
}

const SELECT_PAYMENT = Prisma.sql`
  SELECT d.id AS "disbursementId", b.number AS "batchNumber", d.amount_fen AS "amountFen", d.state,
    coalesce(c.name, '平台') AS "payerName", d.voucher_number AS "voucherNumber", d.paid_at AS "paidAt",
    coalesce(d.paid_at, d.failed_at, b.prepared_at) AS at, d.failure_reason AS "failureReason"
  FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
  LEFT JOIN cooperative c ON b.payer_account = 'bank:cooperative:' || c.id::text`;
