import { createHash } from "node:crypto";
import { checked, type Checked } from "~/benefits/household-income-store.server";
import { PREORDER_MOVED } from "~/benefits/flow";
import type { JournalKind } from "~/benefits/journal";
import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

/** Where the money of a cooperative's sales of one month went, and what was taken back of earlier ones, by postings. */
export type PeriodEquation = {
  readonly salesFen: Fen;
  readonly refundsFen: Fen;
  readonly freightFen: Fen;
  /** platform and processing */
  readonly feesFen: Fen;
  readonly villageFen: Fen;
  /** charge, bought-out goods, reserve and unregistered suppliers, less what it bore of refunds */
  readonly cooperativeFen: Fen;
  /** pre-ordered this month, and waiting for a lot to say whose it is; less what moved on or went back of earlier ones */
  readonly preorderFen: Fen;
  readonly householdsFen: Fen;
  /** what the platform bore of refunds beside what it had earned */
  readonly platformBoreFen: Fen;
  readonly checks: {
    /** sales − refunds is what everybody has */
    readonly whole: Checked;
    /** the same sales, summed from the orders' lines */
    readonly sales: Checked;
    /** the same refunds, summed from the refunds' lines */
    readonly refunds: Checked;
  };
};

type EquationRow = Omit<PeriodEquation, "checks"> & { otherFen: Fen; linesFen: Fen; refundLinesFen: Fen };

/** The equation of one cooperative's month: sales − refunds − freight − fees (− village) = cooperative + households. */
export async function periodEquation(db: Db, cooperativeId: string, period: Period): Promise<PeriodEquation> {
  const [row] = await db.$queryRaw<[EquationRow]>`
    WITH moved AS (
      -- a waiting pre-order that moves on to its lots' parts is neither sold again nor refunded
      SELECT p.journal_id, p.order_line_id, (p.source LIKE 'order:%' OR p.flow IS NOT DISTINCT FROM ${PREORDER_MOVED}) AS given,
        CASE WHEN p.part = 'PREORDER' THEN 'preorder' WHEN p.source LIKE 'order:%' THEN p.destination ELSE p.source END AS account,
        CASE WHEN p.source LIKE 'order:%' THEN p.amount_fen ELSE -p.amount_fen END AS amount
      FROM posting p
      WHERE p.cooperative_id = ${cooperativeId}::uuid AND p.period = ${period} AND p.order_line_id IS NOT NULL
        AND (p.source LIKE 'order:%' OR p.destination LIKE 'order:%')
    ), journals AS (
      SELECT j.id, j.kind, j.source_id FROM journal j WHERE j.id IN (SELECT journal_id FROM moved)
    ), sides AS (
      SELECT coalesce(sum(amount) FILTER (WHERE given), 0)::bigint AS sales,
        coalesce(-sum(amount) FILTER (WHERE NOT given), 0)::bigint AS refunds,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'freight:%' OR account LIKE 'funds:freight:%'), 0)::bigint AS freight,
        coalesce(sum(amount) FILTER (WHERE account IN ('platform:fees', 'platform:processing')), 0)::bigint AS fees,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'village:%' OR account LIKE 'service-point:%'), 0)::bigint AS village,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'cooperative:%' OR account LIKE 'funds:cooperative:%'), 0)::bigint AS cooperative,
        coalesce(sum(amount) FILTER (WHERE account = 'preorder'), 0)::bigint AS preorder,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'household:%'), 0)::bigint AS households,
        coalesce(-sum(amount) FILTER (WHERE account = 'funds:platform'), 0)::bigint AS platform_bore
      FROM moved
    )
    SELECT sales AS "salesFen", refunds AS "refundsFen", freight AS "freightFen", fees AS "feesFen",
      village AS "villageFen", cooperative AS "cooperativeFen", households AS "householdsFen",
      preorder AS "preorderFen", platform_bore AS "platformBoreFen",
      (freight + fees + village + cooperative + preorder + households - platform_bore)::bigint AS "otherFen",
      (SELECT coalesce(sum(l.net_fen), 0) FROM journals j JOIN order_line l ON l.order_id::text = j.source_id
        JOIN shipment s ON s.id = l.shipment_id
        WHERE j.kind = 'SALE' AND s.seller_kind = 'COOPERATIVE' AND s.seller_id = ${cooperativeId}::uuid)::bigint AS "linesFen",
      ((SELECT coalesce(sum(r.amount_fen + r.discount_back_fen), 0) FROM journals j
          JOIN refund_line r ON r.refund_id::text = j.source_id JOIN order_line l ON l.id = r.order_line_id
          JOIN shipment s ON s.id = l.shipment_id
          WHERE j.kind = 'REFUND_REQUESTED' AND s.seller_kind = 'COOPERATIVE' AND s.seller_id = ${cooperativeId}::uuid)
        + (SELECT coalesce(-sum(m.amount), 0) FROM moved m JOIN journals j ON j.id = m.journal_id
          WHERE j.kind = 'DISPUTE_LOST'))::bigint AS "refundLinesFen"
    FROM sides`;
  const { otherFen, linesFen, refundLinesFen, ...equation } = row;
  return {
    ...equation,
    checks: {
      whole: checked(equation.salesFen - equation.refundsFen, otherFen),
      sales: checked(equation.salesFen, linesFen),
      refunds: checked(equation.refundsFen, refundLinesFen),
    },
  };
}

/** Zero when every fen of the month is explained. */
export function unexplained({ checks }: PeriodEquation): Fen {
  const gap = ({ shownFen, recomputedFen }: Checked) => {
    const fen = shownFen - recomputedFen;
    return fen < 0n ? -fen : fen;
  };
  return gap(checks.whole) + gap(checks.sales) + gap(checks.refunds);
}

export type PeriodHousehold = {
  readonly householdId: string;
  readonly number: string;
  readonly name: string;
  readonly deliveries: number;
  readonly grams: bigint;
  readonly pieces: bigint;
  /** became payable in the month */
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  /** owed at the end of the month */
  readonly balanceFen: Fen;
};

export type PeriodSums = Pick<PeriodHousehold, "deliveries" | "dueFen" | "paidFen" | "balanceFen">;

/** What one month of a cooperative was for each household, in the order of their numbers; the sums are of all of them. */
export async function periodHouseholds(
  db: Db,
  cooperativeId: string,
  period: Period,
  page: PageRequest,
): Promise<Page<PeriodHousehold> & { readonly sums: PeriodSums }> {
  const rows = await db.$queryRaw<
    (PeriodHousehold & { total: bigint; allDeliveries: bigint; allDue: Fen; allPaid: Fen; allBalance: Fen })[]
  >`
    WITH moved AS (
      SELECT household_id, period,
        CASE WHEN destination LIKE 'household:%:payable' THEN amount_fen WHEN source LIKE 'household:%:payable' THEN -amount_fen ELSE 0 END AS owed,
        CASE WHEN destination LIKE 'bank:%' THEN amount_fen WHEN source LIKE 'bank:%' THEN -amount_fen ELSE 0 END AS paid
      FROM posting
      WHERE cooperative_id = ${cooperativeId}::uuid AND period <= ${period} AND household_id IS NOT NULL
        AND (destination LIKE 'household:%:payable' OR source LIKE 'household:%:payable')
    ), money AS (
      SELECT household_id,
        coalesce(sum(owed + paid) FILTER (WHERE period = ${period}), 0)::bigint AS due,
        coalesce(sum(paid) FILTER (WHERE period = ${period}), 0)::bigint AS paid, sum(owed)::bigint AS balance
      FROM moved GROUP BY household_id
    ), delivered AS (
      SELECT i.household_id, count(*)::int AS deliveries, coalesce(sum(net) FILTER (WHERE base_unit = 'GRAM'), 0)::bigint AS grams,
        coalesce(sum(net) FILTER (WHERE base_unit = 'PIECE'), 0)::bigint AS pieces
      FROM intake i
      WHERE i.cooperative_id = ${cooperativeId}::uuid AND i.household_id IS NOT NULL AND i.reverses_id IS NULL
        AND i.delivered_at >= (${`${period}-01`}::date::timestamp AT TIME ZONE 'Asia/Shanghai')
        AND i.delivered_at < ((${`${period}-01`}::date + interval '1 month') AT TIME ZONE 'Asia/Shanghai')
        AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)
      GROUP BY i.household_id
    ), joined AS (
      SELECT household_id, coalesce(deliveries, 0) AS deliveries, coalesce(grams, 0)::bigint AS grams,
        coalesce(pieces, 0)::bigint AS pieces, coalesce(due, 0)::bigint AS due, coalesce(paid, 0)::bigint AS paid,
        coalesce(balance, 0)::bigint AS balance
      FROM money FULL JOIN delivered USING (household_id)
    )
    SELECT h.id AS "householdId", h.number, h.head_name AS name, deliveries, grams, pieces, due AS "dueFen", paid AS "paidFen",
      balance AS "balanceFen", count(*) OVER () AS total, sum(deliveries) OVER () AS "allDeliveries",
      sum(due) OVER ()::bigint AS "allDue", sum(paid) OVER ()::bigint AS "allPaid", sum(balance) OVER ()::bigint AS "allBalance"
    FROM joined JOIN household h ON h.id = joined.household_id
    WHERE deliveries > 0 OR due <> 0 OR paid <> 0 OR balance <> 0
    ORDER BY h.number LIMIT ${page.size} OFFSET ${offsetOf(page)}`;
  if (rows.length === 0 && page.number > 1) return periodHouseholds(db, cooperativeId, period, { ...page, number: 1 });
  const first = rows[0];
  return {
    rows,
    total: Number(first?.total ?? 0),
    number: page.number,
    size: page.size,
    sums: {
      deliveries: Number(first?.allDeliveries ?? 0),
      dueFen: first?.allDue ?? 0n,
      paidFen: first?.allPaid ?? 0n,
      balanceFen: first?.allBalance ?? 0n,
    },
  };
}

export type PeriodEntry = {
  readonly journalId: string;
  readonly position: number;
  readonly occurredAt: Date;
  readonly kind: JournalKind;
  readonly title: string;
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  readonly intakeId: string | null;
  readonly disbursementId: string | null;
  readonly batchId: string | null;
  readonly memo: string | null;
};

/** The entries that one household's month with one cooperative is made of, oldest first. */
export async function periodEntries(
  db: Db,
  of: { readonly cooperativeId: string; readonly householdId: string; readonly period: Period },
): Promise<PeriodEntry[]> {
  return db.$queryRaw<PeriodEntry[]>`
    SELECT p.journal_id AS "journalId", p.position, j.occurred_at AS "occurredAt", j.kind, j.memo,
      coalesce(l.title || ' ' || l.variant_name || ' ×' || l.quantity, product.name || ' ' || i.number, payout.basis, '') AS title,
      (CASE WHEN p.source LIKE 'bank:%' OR p.destination LIKE 'bank:%' THEN 0
        WHEN p.destination LIKE 'household:%:payable' THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS "dueFen",
      (CASE WHEN p.destination LIKE 'bank:%' THEN p.amount_fen WHEN p.source LIKE 'bank:%' THEN -p.amount_fen ELSE 0 END)::bigint AS "paidFen",
      p.intake_id AS "intakeId", d.id AS "disbursementId", b.id AS "batchId"
    FROM posting p JOIN journal j ON j.id = p.journal_id
    LEFT JOIN order_line l ON l.id = p.order_line_id
    LEFT JOIN intake i ON i.id = p.intake_id LEFT JOIN product ON product.id = i.product_id
    LEFT JOIN payout ON payout.id = p.payout_id
    LEFT JOIN disbursement d ON j.kind IN ('DISBURSEMENT', 'DISBURSEMENT_RETURNED') AND d.id::text = j.source_id
    LEFT JOIN disbursement_batch b ON b.id = d.batch_id AND b.payer_account = 'bank:cooperative:' || p.cooperative_id::text
    WHERE p.cooperative_id = ${of.cooperativeId}::uuid AND p.household_id = ${of.householdId}::uuid AND p.period = ${of.period}
      AND (p.destination LIKE 'household:%:payable' OR p.source LIKE 'household:%:payable')
    ORDER BY j.occurred_at, j.id, p.position`;
}

export type ClosedPeriod = {
  readonly closedAt: Date;
  readonly closedBy: string | null;
  readonly reportHash: string | null;
};

export async function closedPeriod(db: Db, cooperativeId: string, period: Period): Promise<ClosedPeriod | undefined> {
  const [row] = await db.$queryRaw<ClosedPeriod[]>`
    SELECT c.closed_at AS "closedAt", u.display_name AS "closedBy", c.report_hash AS "reportHash"
    FROM period_close c LEFT JOIN app_user u ON u.id = c.closed_by_id
    WHERE c.scope_kind = 'COOPERATIVE' AND c.scope_id = ${cooperativeId} AND c.period = ${period} AND c.state = 'CLOSED'`;
  return row;
}

export type PeriodState = { readonly period: Period; readonly closed: boolean };

/** The months in which a cooperative had any money moved, newest first. */
export async function settlementPeriods(db: Db, cooperativeId: string): Promise<PeriodState[]> {
  return db.$queryRaw<PeriodState[]>`
    SELECT p.period, c.id IS NOT NULL AS closed
    FROM (SELECT DISTINCT period FROM posting WHERE cooperative_id = ${cooperativeId}::uuid) p
    LEFT JOIN period_close c ON c.scope_kind = 'COOPERATIVE' AND c.scope_id = ${cooperativeId} AND c.period = p.period
      AND c.state = 'CLOSED'
    ORDER BY p.period DESC LIMIT 36`;
}

const EVERYBODY = { number: 1, size: 1_000_000 };

/** The hash of what a month's report says, to the fen: a closed month computed anew gives the same. */
export async function periodReportHash(db: Db, cooperativeId: string, period: Period): Promise<string> {
  const equation = await periodEquation(db, cooperativeId, period);
  const { rows } = await periodHouseholds(db, cooperativeId, period, EVERYBODY);
  const lines = rows.map((row) => [row.householdId, row.dueFen, row.paidFen, row.balanceFen].join(" "));
  const { salesFen, refundsFen, freightFen, feesFen, villageFen, cooperativeFen, householdsFen } = equation;
  const { preorderFen } = equation;
  const figures = [
    ...[salesFen, refundsFen, freightFen, feesFen, villageFen, cooperativeFen, householdsFen],
    // months that were closed before there were pre-orders keep their hash
    ...(preorderFen === 0n ? [] : [preorderFen]),
  ].join(" ");
  return createHash("sha256")
    .update([cooperativeId, period, figures, ...lines].join("\n"))
    .digest("hex");
}
