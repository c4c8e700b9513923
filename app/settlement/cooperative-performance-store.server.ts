import { sum, type Fen } from "~/kernel/money";
import { addHours, boundsOf } from "~/kernel/period";
import { ANSWER_HOURS } from "~/orders/claim-state";
import { FIRST_ANSWER } from "~/orders/response-time-store.server";
import { Prisma, type Db } from "~/platform/db.server";
import { areaWithin } from "~/regions/within-areas.server";
import { linkageClaims } from "./linkage-claims-store.server";
import type { LinkageFilter } from "./linkage-filter";

type Business = {
  readonly id: string;
  readonly name: string;
  /** on sale now */
  readonly listings: number;
  readonly orders: number;
  readonly soldFen: Fen;
  /** of what was sold in these months, whenever it was given back */
  readonly refundedFen: Fen;
  /** the households' parts of what was sold, less what refunds took of them */
  readonly sharedFen: Fen;
  /** what goods it had bought from households before came to: they were paid at the delivery, not by the sale */
  readonly boughtOutFen: Fen;
  /** claims opened in these months whose answer is there or due */
  readonly claims: number;
  readonly answeredInTime: number;
};

export type CooperativePerformance = Business & {
  readonly declared: number;
  /** households of the area, as the linkage ledger lists them */
  readonly paid: number;
  readonly paidFen: Fen;
};

/**
 * How the cooperatives at home in the area do business and whom they lead. What they sold is all of theirs; the households are the
 * area's, counted as on its page and in the linkage ledger.
 */
export async function cooperativePerformance(
  db: Db,
  filter: LinkageFilter,
  now: Date,
): Promise<CooperativePerformance[]> {
  const { prefixes, areaCode, from, to } = filter;
  const business = await db.$queryRaw<Business[]>`${businessRows(filter, now)}`;
  const claims = await linkageClaims(db, { areaPrefixes: prefixes, areaCode, from, to });
  return business.map((row) => {
    const claim = claims.find(({ id }) => id === row.id);
    return { ...row, declared: claim?.declared ?? 0, paid: claim?.paid ?? 0, paidFen: claim?.paidFen ?? 0n };
  });
}

export function performanceTotals(rows: readonly CooperativePerformance[]) {
  const fen = (of: (row: CooperativePerformance) => Fen) => sum(rows.map(of));
  return {
    soldFen: fen(({ soldFen }) => soldFen),
    refundedFen: fen(({ refundedFen }) => refundedFen),
    sharedFen: fen(({ sharedFen }) => sharedFen),
    boughtOutFen: fen(({ boughtOutFen }) => boughtOutFen),
    paidFen: fen(({ paidFen }) => paidFen),
  };
}

function businessRows({ prefixes, areaCode, from, to }: LinkageFilter, now: Date): Prisma.Sql {
  const within = areaWithin(prefixes, areaCode);
  const first = boundsOf(from).from;
  const end = boundsOf(to).to;
  const due = addHours(now, -ANSWER_HOURS);
  return Prisma.sql`
    WITH seat AS (SELECT c.id, c.name FROM cooperative c WHERE c.status = 'APPROVED' AND ${within(Prisma.sql`c.area_code`)}),
    sold AS (
      SELECT s.seller_id, l.order_id, l.net_fen,
        (SELECT sum(r.amount_fen + r.discount_back_fen) FROM refund_line r WHERE r.order_line_id = l.id) AS refunded,
        parts.shared, parts.bought_out
      FROM seat JOIN shipment s ON s.seller_kind = 'COOPERATIVE' AND s.seller_id = seat.id
      JOIN customer_order o ON o.id = s.order_id AND o.state = 'PAID' AND o.paid_at >= ${first}::timestamptz AND o.paid_at < ${end}::timestamptz
      JOIN order_line l ON l.shipment_id = s.id AND l.kind = 'GOODS'
      CROSS JOIN LATERAL (
        SELECT sum(p.given_fen - p.taken_fen) FILTER (WHERE p.part = 'HOUSEHOLD') AS shared,
          sum(p.given_fen - p.taken_fen) FILTER (WHERE p.flow = 'BOUGHT_OUT_GOODS') AS bought_out
        FROM line_part p WHERE p.order_line_id = l.id) parts),
    sales AS (
      SELECT seller_id, count(DISTINCT order_id)::int AS orders, sum(net_fen) AS net, sum(refunded) AS refunded, sum(shared) AS shared,
        sum(bought_out) AS bought_out
      FROM sold GROUP BY 1),
    asked AS (
      SELECT s.seller_id, count(*)::int AS claims,
        (count(*) FILTER (WHERE answer.at <= c.opened_at + make_interval(hours => ${ANSWER_HOURS}::int)))::int AS answered
      FROM claim c JOIN order_line l ON l.id = c.order_line_id JOIN shipment s ON s.id = l.shipment_id
      JOIN seat ON s.seller_kind = 'COOPERATIVE' AND s.seller_id = seat.id
      LEFT JOIN LATERAL ${FIRST_ANSWER} answer ON true
      WHERE c.opened_at >= ${first}::timestamptz AND c.opened_at < ${end}::timestamptz
        -- What was taken back before an answer was due asks for none.
        AND (answer.at IS NOT NULL OR (c.opened_at <= ${due}::timestamptz
          AND coalesce(c.closed_at, 'infinity') > c.opened_at + make_interval(hours => ${ANSWER_HOURS}::int)))
      GROUP BY 1)
    SELECT seat.id, seat.name,
      (SELECT count(*) FROM listing t WHERE t.seller_kind = 'COOPERATIVE' AND t.seller_id = seat.id AND t.status = 'PUBLISHED')::int AS listings,
      coalesce(sales.orders, 0) AS orders, coalesce(sales.net, 0)::bigint AS "soldFen", coalesce(sales.refunded, 0)::bigint AS "refundedFen",
      coalesce(sales.shared, 0)::bigint AS "sharedFen", coalesce(sales.bought_out, 0)::bigint AS "boughtOutFen", coalesce(asked.claims, 0) AS claims, coalesce(asked.answered, 0) AS "answeredInTime"
    FROM seat LEFT JOIN sales ON sales.seller_id = seat.id LEFT JOIN asked ON asked.seller_id = seat.id
    ORDER BY seat.name, seat.id`;
}
