import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import type { Period } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

export type HouseholdBalance = {
  readonly householdId: string;
  readonly name: string;
  readonly number: string;
  /** 待确认: of sales still in the claim window */
  readonly pendingFen: Fen;
  /** 应付 of sales: the platform pays it */
  readonly fromSalesFen: Fen;
  /** 应付 of deliveries and payouts: the cooperative pays it */
  readonly fromCooperativeFen: Fen;
  readonly paidFen: Fen;
};

/**
 * What one cooperative's sales, deliveries and payouts gave each household, summed from postings: who is owed most first.
 * `total` counts households; the sums are of all of them.
 */
export async function householdBalances(
  db: Db,
  cooperativeId: string,
  page: PageRequest,
): Promise<Page<HouseholdBalance> & { readonly sums: Omit<HouseholdBalance, "householdId" | "name" | "number"> }> {
  const rows = await db.$queryRaw<
    (HouseholdBalance & { total: bigint; sumPending: Fen; sumSales: Fen; sumOwn: Fen; sumPaid: Fen })[]
  >`
    WITH moved AS (
      SELECT household_id, destination AS account, amount_fen AS amount, order_line_id IS NOT NULL AS of_sale
      FROM posting WHERE cooperative_id = ${cooperativeId}::uuid AND household_id IS NOT NULL
      UNION ALL
      SELECT household_id, source, -amount_fen, order_line_id IS NOT NULL
      FROM posting WHERE cooperative_id = ${cooperativeId}::uuid AND household_id IS NOT NULL
    ), balance AS (
      SELECT household_id,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'household:%:pending'), 0)::bigint AS pending,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'household:%:payable' AND of_sale), 0)::bigint AS sales,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'household:%:payable' AND NOT of_sale), 0)::bigint AS own,
        coalesce(sum(amount) FILTER (WHERE account LIKE 'bank:%'), 0)::bigint AS paid
      FROM moved GROUP BY household_id
    )
    SELECT h.id AS "householdId", h.head_name AS name, h.number, b.pending AS "pendingFen", b.sales AS "fromSalesFen",
      b.own AS "fromCooperativeFen", b.paid AS "paidFen", count(*) OVER () AS total,
      sum(b.pending) OVER ()::bigint AS "sumPending", sum(b.sales) OVER ()::bigint AS "sumSales",
      sum(b.own) OVER ()::bigint AS "sumOwn", sum(b.paid) OVER ()::bigint AS "sumPaid"
    FROM balance b JOIN household h ON h.id = b.household_id
    ORDER BY b.sales + b.own DESC, b.pending DESC, h.number LIMIT ${page.size} OFFSET ${offsetOf(page)}`;
  // beyond the last page there is no row that could carry the sums
  if (rows.length === 0 && page.number > 1) return householdBalances(db, cooperativeId, { ...page, number: 1 });
  const first = rows[0];
  return {
    rows,
    total: Number(first?.total ?? 0),
    number: page.number,
    size: page.size,
    sums: {
      pendingFen: first?.sumPending ?? 0n,
      fromSalesFen: first?.sumSales ?? 0n,
      fromCooperativeFen: first?.sumOwn ?? 0n,
      paidFen: first?.sumPaid ?? 0n,
    },
  };
}

export type HouseholdOfPeriod = {
  readonly cooperativeId: string;
  readonly name: string;
  readonly number: string;
  /** what the cooperative's sales, deliveries and payouts left owed at the end of the month before, and of this one */
  readonly openingFen: Fen;
  readonly closingFen: Fen;
};

/** A household that one of the cooperatives ever owed anything or took a delivery of; undefined for everybody else. */
export async function householdOfPeriod(
  db: Db,
  cooperativeIds: readonly string[],
  householdId: string,
  period: Period,
): Promise<HouseholdOfPeriod | undefined> {
  const [row] = await db.$queryRaw<HouseholdOfPeriod[]>`
    SELECT c.id AS "cooperativeId", h.head_name AS name, h.number, coalesce(m.opening, 0)::bigint AS "openingFen",
      coalesce(m.closing, 0)::bigint AS "closingFen"
    FROM household h CROSS JOIN unnest(${[...cooperativeIds]}::uuid[]) AS c(id)
    LEFT JOIN LATERAL (
      SELECT sum(owed) FILTER (WHERE period < ${period}) AS opening, sum(owed) FILTER (WHERE period <= ${period}) AS closing,
        count(*) AS entries
      FROM (
        SELECT p.period, CASE WHEN p.destination LIKE 'household:%:payable' THEN p.amount_fen
          WHEN p.source LIKE 'household:%:payable' THEN -p.amount_fen ELSE 0 END AS owed
        FROM posting p WHERE p.household_id = h.id AND p.cooperative_id = c.id
      ) own
    ) m ON true
    WHERE h.id = ${householdId}::uuid
      AND (m.entries > 0 OR EXISTS (SELECT FROM intake i WHERE i.household_id = h.id AND i.cooperative_id = c.id))
    ORDER BY m.entries DESC LIMIT 1`;
  return row;
}
