import { formatYuan, type Fen } from "~/kernel/money";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { paidOutLetter } from "~/orders/order-letters";
import { orderUrl, writeOrderLetter } from "~/orders/write-order-letter.server";
import { db, withTransaction } from "~/platform/db.server";

type PaidOut = {
  readonly orderId: string;
  readonly number: string;
  readonly locale: "zh" | "en";
  readonly email: string | null;
  readonly phone: string;
  readonly paidFen: Fen;
  readonly households: number;
  readonly villages: readonly { readonly name: string; readonly nameEn: string | null }[];
};

/**
 * The buyers who asked to hear of it are told that all of the households' part of their order has been paid by the bank:
 * once an order, never to somebody who did not ask or took it back.
 */
export async function tellPaidOut({ now, limit = 100 }: { now: Date; limit?: number }): Promise<{ told: number }> {
  const due = await db().$queryRaw<PaidOut[]>`
    SELECT o.id AS "orderId", o.number, o.locale, o.buyer_email AS email, o.buyer_phone AS phone,
      part.paid AS "paidFen", part.households,
      (SELECT jsonb_agg(DISTINCT jsonb_build_object('name', a.short_name, 'nameEn', a.name_en))
        FROM order_line l JOIN area a ON a.code = l.area_code WHERE l.order_id = o.id) AS villages
    FROM customer_order o
    CROSS JOIN LATERAL (
      SELECT sum(p.paid_fen)::bigint AS paid, sum(p.given_fen - p.taken_fen)::bigint AS due,
        count(DISTINCT p.household_id)::int AS households
      FROM order_line l JOIN line_part p ON p.order_line_id = l.id
      WHERE l.order_id = o.id AND p.part = 'HOUSEHOLD') part
    WHERE o.impact_consent AND o.state = 'PAID' AND part.paid > 0 AND part.paid >= part.due
      AND NOT EXISTS (SELECT FROM shipment s JOIN shipment_promise t ON t.shipment_id = s.id
        WHERE s.order_id = o.id AND t.assigned_at IS NULL AND t.released_at IS NULL)
      AND NOT EXISTS (SELECT FROM order_letter w WHERE w.order_id = o.id AND w.kind = 'PAID_OUT')
    ORDER BY o.id LIMIT ${limit}::int`;
  let told = 0;
  for (const order of due) {
    const { orderId, number, locale } = order;
    const letter = paidOutLetter(locale, {
      number,
      link: orderUrl(orderId, locale),
      yuan: formatYuan(order.paidFen),
      villages: order.villages.map(({ name, nameEn }) => (locale === "en" && nameEn ? nameEn : name)),
      households: order.households >= SMALLEST_PUBLIC_COUNT ? order.households : null,
    });
    const written = await withTransaction("tell paid out", (tx) =>
      writeOrderLetter(tx, { ...order, kind: "PAID_OUT", subjectId: orderId, letter, now }),
    );
    if (written) told += 1;
  }
  return { told };
}
