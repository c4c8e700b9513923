import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { Prisma, type Db } from "~/platform/db.server";
import type { OrderState, ShipmentState } from "./order-state";

export type MyOrder = {
  readonly id: string;
  readonly number: string;
  readonly state: OrderState;
  readonly isInstitution: boolean;
  readonly shipmentStates: readonly ShipmentState[];
  readonly placedAt: Date;
  readonly totalFen: Fen;
  readonly goods: readonly { readonly title: string; readonly titleEn: string; readonly quantity: number }[];
};

/** An account's orders, newest first: those it placed, and those a guest placed with its proven telephone or e-mail. */
export async function myOrders(db: Db, userId: string, page: PageRequest): Promise<Page<MyOrder>> {
  const [[counted], rows] = await Promise.all([
    db.$queryRaw<[{ total: number }]>`SELECT count(*)::int AS total FROM customer_order o WHERE ${isMine(userId)}`,
    db.$queryRaw<MyOrder[]>`
      SELECT o.id, o.number, o.state, o.invoice_kind IS NOT DISTINCT FROM 'INSTITUTION' AS "isInstitution", o.placed_at AS "placedAt", o.total_fen AS "totalFen",
        (SELECT coalesce(array_agg(s.state ORDER BY s.position), '{}') FROM shipment s WHERE s.order_id = o.id)
          AS "shipmentStates",
        (SELECT coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en, 'quantity', l.quantity)
            ORDER BY l.position), '[]') FROM order_line l WHERE l.order_id = o.id AND l.kind = 'GOODS') AS goods
      FROM customer_order o WHERE ${isMine(userId)}
      ORDER BY o.placed_at DESC, o.id DESC LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`,
  ]);
  return { ...page, total: counted.total, rows };
}

/** Whether an order is the account's: by its own id, or by a contact that it has proven. */
export function isMine(userId: string): Prisma.Sql {
  return Prisma.sql`(o.user_id = ${userId}::uuid OR (o.user_id IS NULL AND (
    o.buyer_phone = (SELECT address FROM user_contact WHERE user_id = ${userId}::uuid AND channel = 'SMS')
    OR o.buyer_email = (SELECT address FROM user_contact WHERE user_id = ${userId}::uuid AND channel = 'EMAIL'))))`;
}
