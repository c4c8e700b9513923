import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

/** What a payment pays for: the line of an order, a delivery, or a payout. No shopper is named. */
export type PaymentItem = { readonly about: string; readonly number: string; readonly amountFen: Fen };

/** Empty until the bank has paid: before, it is what is payable at that moment. */
export async function paymentItems(db: Db, disbursementId: string): Promise<PaymentItem[]> {
  return db.$queryRaw<PaymentItem[]>`
    SELECT coalesce(l.title, product.name, concat_ws('，', basis.basis, basis.document), '') AS about,
      coalesce(o.number, i.number, basis.period, '') AS number, sum(p.amount_fen)::bigint AS "amountFen"
    FROM journal j JOIN posting p ON p.journal_id = j.id
    LEFT JOIN order_line l ON l.id = p.order_line_id LEFT JOIN customer_order o ON o.id = l.order_id
    LEFT JOIN intake i ON i.id = p.intake_id LEFT JOIN product ON product.id = i.product_id
    LEFT JOIN payout basis ON basis.id = p.payout_id
    WHERE j.kind = 'DISBURSEMENT' AND j.source_id = ${disbursementId}
    GROUP BY 1, 2 ORDER BY 2, 1 LIMIT 500`;
}
