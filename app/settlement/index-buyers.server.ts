import { phoneIndex } from "~/households/sensitive-fields.server";
import { db } from "~/platform/db.server";

const AT_ONCE = 500;

/**
 * Gives every paid order the blind index of the phone it was placed with: a rule compares it with the cards' own, and no
 * number leaves its row. Orders that have one are not looked at again.
 */
export async function indexBuyers(): Promise<{ readonly indexed: number }> {
  let indexed = 0;
  for (;;) {
    const orders = await db().$queryRaw<{ id: string; phone: string }[]>`
      SELECT o.id, o.buyer_phone AS phone FROM customer_order o
      WHERE o.state = 'PAID' AND NOT EXISTS (SELECT FROM order_buyer b WHERE b.order_id = o.id)
      ORDER BY o.id LIMIT ${AT_ONCE}`;
    const rows = orders.map(({ id, phone }) => ({ orderId: id, phoneIndex: phoneIndex(phone) }));
    await db().orderBuyer.createMany({ data: rows, skipDuplicates: true });
    indexed += orders.length;
    if (orders.length < AT_ONCE) return { indexed };
  }
}
