import { sum, type Fen } from "~/kernel/money";
import { boundsOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import type { LinkageFilter } from "./linkage-filter";

/** What a budget unit (预算单位) bought of the area's goods; whoever signs or answers for it is left out. */
export type InstitutionPurchases = {
  readonly unit: string;
  readonly orders: number;
  readonly boughtFen: Fen;
  readonly refundedFen: Fen;
  /** of parcels with a signed acceptance, less refunds */
  readonly acceptedFen: Fen;
  /** the households' parts, less what refunds took of them */
  readonly sharedFen: Fen;
};

/** A row a unit that bought goods from the area's villages, the most first. A unit is its name and tax number together. */
export async function institutionPurchases(
  db: Db,
  { prefixes, areaCode, from, to }: LinkageFilter,
): Promise<InstitutionPurchases[]> {
  const within = areaWithin(prefixes, areaCode);
  return db.$queryRaw<InstitutionPurchases[]>`
    WITH sold AS (
      SELECT coalesce(o.invoice_title, '—') AS unit, o.invoice_tax_number AS tax_number, o.id AS order_id, l.net_fen,
        coalesce((SELECT sum(r.amount_fen + r.discount_back_fen) FROM refund_line r WHERE r.order_line_id = l.id), 0) AS refunded,
        coalesce((SELECT sum(p.given_fen - p.taken_fen) FROM line_part p WHERE p.order_line_id = l.id AND p.part = 'HOUSEHOLD'), 0) AS shared,
        EXISTS (SELECT FROM acceptance a WHERE a.shipment_id = l.shipment_id) AS accepted
      FROM customer_order o JOIN order_line l ON l.order_id = o.id AND l.kind = 'GOODS'
      WHERE o.state = 'PAID' AND o.invoice_kind = 'INSTITUTION' AND ${within(Prisma.sql`l.area_code`)}
        AND o.paid_at >= ${boundsOf(from).from}::timestamptz AND o.paid_at < ${boundsOf(to).to}::timestamptz)
    SELECT unit, count(DISTINCT order_id)::int AS orders, sum(net_fen)::bigint AS "boughtFen", sum(refunded)::bigint AS "refundedFen",
      coalesce(sum(net_fen - refunded) FILTER (WHERE accepted), 0)::bigint AS "acceptedFen", sum(shared)::bigint AS "sharedFen"
    FROM sold GROUP BY unit, tax_number ORDER BY sum(net_fen) DESC, unit, tax_number`;
}

/** An order is one unit's: orders add up like money. */
export function purchaseTotals(rows: readonly InstitutionPurchases[]): Omit<InstitutionPurchases, "unit"> {
  const fen = (of: (row: InstitutionPurchases) => Fen) => sum(rows.map(of));
  return {
    orders: rows.reduce((total, { orders }) => total + orders, 0),
    boughtFen: fen(({ boughtFen }) => boughtFen),
    refundedFen: fen(({ refundedFen }) => refundedFen),
    acceptedFen: fen(({ acceptedFen }) => acceptedFen),
    sharedFen: fen(({ sharedFen }) => sharedFen),
  };
}
