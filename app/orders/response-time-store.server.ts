import { addDays } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import { RESPONSE_DAYS, responseTime, type ResponseTime } from "./response-time";

/** Of a claim `c`: the seller's own first word, before it was brought to the operator; a lateral join with one column, `at`. */
export const FIRST_ANSWER = Prisma.sql`(
  SELECT e.at FROM order_event e WHERE e.order_id = c.order_id AND e.data->>'claimId' = c.id::text
    AND e.kind IN ('CLAIM_ACCEPTED', 'CLAIM_REFUSED', 'RETURN_AGREED')
    AND e.at < coalesce(c.escalated_at, 'infinity')
  ORDER BY e.at LIMIT 1)`;

/**
 * How fast a seller answers claims and reviews. A claim waits from the day it was opened to the seller's own first word, before it
 * was brought to the operator; a review from the hour it was shown.
 */
export async function sellerResponseTime(
  db: Db,
  seller: { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string },
  now: Date,
): Promise<ResponseTime | undefined> {
  const since = addDays(now, -RESPONSE_DAYS);
  const [row] = await db.$queryRaw<[{ answers: number; medianMinutes: number | null }]>`
    SELECT count(*)::int AS answers,
      ceil(percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM waited)) / 60)::int AS "medianMinutes"
    FROM (
      SELECT answer.at - c.opened_at AS waited
      FROM claim c JOIN order_line l ON l.id = c.order_line_id JOIN shipment s ON s.id = l.shipment_id
      CROSS JOIN LATERAL ${FIRST_ANSWER} answer
      WHERE s.seller_kind = ${seller.kind} AND s.seller_id = ${seller.id}::uuid AND answer.at >= ${since}::timestamptz
      UNION ALL
      SELECT greatest(r.answered_at - r.decided_at, '0'::interval) FROM review r
      WHERE r.seller_kind = ${seller.kind} AND r.seller_id = ${seller.id}::uuid AND r.answered_at >= ${since}::timestamptz
    ) answers`;
  return responseTime(row);
}
