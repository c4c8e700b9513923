import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import type { RefundState } from "~/payments/refund-rules";
import type { BaseUnit } from "~/kernel/quantity";
import type { ShipmentState } from "~/orders/order-state";
import { Prisma, type Db } from "~/platform/db.server";
import type { SellerScope } from "~/supply/lot-store.server";

/** Shipments `s` of paid orders that the scope's sellers send. */
function sentBy(scope: SellerScope): Prisma.Sql {
  return Prisma.sql`o.state = 'PAID' AND (
    (s.seller_kind = 'COOPERATIVE' AND s.seller_id = ANY (${[...scope.cooperativeIds]}::uuid[]))
    OR s.service_point_id = ANY (${[...scope.servicePointIds]}::uuid[]))`;
}

export type ShipmentRow = {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: ShipmentState;
  readonly sellerName: string;
  readonly goods: string;
  readonly packs: number;
  readonly goodsFen: Fen;
  readonly provinceName: string;
  readonly paidAt: Date;
  /** the day it was promised to leave */
  readonly dueAt: Date;
  readonly trackingNumber: string | null;
};

/** The scope's shipments in one state: what waits longest comes first, what is done newest first. */
export async function listShipments(
  db: Db,
  scope: SellerScope,
  state: ShipmentState,
  page: PageRequest,
): Promise<Page<ShipmentRow>> {
  const where = Prisma.sql`${sentBy(scope)} AND s.state = ${state}`;
  const order =
    state === "PENDING" || state === "PACKED" ? Prisma.sql`o.paid_at, s.id` : Prisma.sql`o.paid_at DESC, s.id DESC`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`
      SELECT count(*) AS total FROM shipment s JOIN customer_order o ON o.id = s.order_id WHERE ${where}`,
    db.$queryRaw<ShipmentRow[]>`
      SELECT s.id, o.number AS "orderNumber", s.state, s.seller_name AS "sellerName", g.goods, g.packs::int AS packs,
        g.goods_fen AS "goodsFen", o.province_name AS "provinceName", o.paid_at AS "paidAt",
        o.paid_at + make_interval(days => coalesce(g.days, 3)) AS "dueAt", s.tracking_number AS "trackingNumber"
      FROM shipment s JOIN customer_order o ON o.id = s.order_id
      CROSS JOIN LATERAL (
        SELECT string_agg(l.title || ' ' || l.variant_name || ' × ' || l.quantity, '、' ORDER BY l.position) AS goods,
          sum(l.quantity) AS packs, sum(l.net_fen)::bigint AS goods_fen, min(li.ships_within_days) AS days
        FROM order_line l LEFT JOIN listing li ON li.id = l.listing_id
        WHERE l.shipment_id = s.id AND l.kind = 'GOODS') g
      WHERE ${where} ORDER BY ${order} LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

export async function countShipments(db: Db, scope: SellerScope): Promise<Record<ShipmentState, number>> {
  const rows = await db.$queryRaw<{ state: ShipmentState; count: number }[]>`
    SELECT s.state, count(*)::int AS count FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE ${sentBy(scope)} GROUP BY s.state`;
  const counts: Record<ShipmentState, number> = { PENDING: 0, PACKED: 0, SHIPPED: 0, DELIVERED: 0, CANCELLED: 0 };
  for (const row of rows) counts[row.state] = row.count;
  return counts;
}

export type ShipmentDetail = {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly state: ShipmentState;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
  readonly sellerName: string;
  readonly shipperName: string;
  readonly trackingNumber: string | null;
  readonly paidAt: Date;
  readonly packedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly claimUntil: Date | null;
  readonly releasedAt: Date | null;
  /** what shipping needs of the shopper, and no more */
  readonly buyerName: string;
  readonly buyerPhone: string;
  readonly provinceName: string;
  readonly addressLine: string;
  readonly note: string | null;
  readonly lines: readonly ShipmentLine[];
  readonly refunds: readonly ShipmentRefund[];
};

export type ShipmentLine = {
  readonly id: string;
  readonly kind: "GOODS" | "FREIGHT";
  readonly title: string;
  readonly variantName: string;
  readonly quantity: number;
  readonly packQuantity: number;
  readonly chargedFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly refundedFen: Fen;
  readonly discountBackFen: Fen;
  readonly baseUnit: BaseUnit | null;
  readonly pieceName: string | null;
  readonly pieceNameEn: string | null;
  readonly picks: readonly { readonly lotId: string; readonly code: string; readonly quantity: number }[];
};

export type ShipmentRefund = {
  readonly id: string;
  readonly state: RefundState;
  readonly reason: string;
  /** of this shipment's lines */
  readonly amountFen: Fen;
  readonly requestedAt: Date;
};

/** One shipment of the scope; undefined when it is not there or not theirs. */
export async function findShipment(
  db: Db,
  scope: SellerScope,
  shipmentId: string,
): Promise<ShipmentDetail | undefined> {
  const [shipment] = await db.$queryRaw<Omit<ShipmentDetail, "lines" | "refunds">[]>`
    SELECT s.id, s.order_id AS "orderId", o.number AS "orderNumber", s.state, s.seller_kind AS "sellerKind",
      s.seller_id AS "sellerId", s.service_point_id AS "servicePointId", s.seller_name AS "sellerName",
      s.shipper_name AS "shipperName", s.tracking_number AS "trackingNumber", o.paid_at AS "paidAt",
      s.packed_at AS "packedAt", s.shipped_at AS "shippedAt", s.delivered_at AS "deliveredAt",
      s.claim_until AS "claimUntil", s.released_at AS "releasedAt", o.buyer_name AS "buyerName",
      o.buyer_phone AS "buyerPhone", o.province_name AS "provinceName", o.address_line AS "addressLine", o.note
    FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE s.id = ${shipmentId}::uuid AND ${sentBy(scope)}`;
  if (!shipment) return undefined;
  const [lines, refunds] = await Promise.all([
    db.$queryRaw<ShipmentLine[]>`
      SELECT l.id, l.kind, l.title, l.variant_name AS "variantName", l.quantity, l.pack_quantity AS "packQuantity",
        l.charged_fen AS "chargedFen", l.platform_discount_fen AS "platformDiscountFen", p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
        p.piece_name_en AS "pieceNameEn",
        back.amount_fen AS "refundedFen", back.discount_fen AS "discountBackFen",
        (SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', k.lot_id, 'code', lot.code, 'quantity', k.quantity)
            ORDER BY k.position), '[]')
          FROM lot_pick k JOIN lot ON lot.id = k.lot_id
          WHERE k.order_line_id = l.id AND k.released_at IS NULL) AS picks
      FROM order_line l LEFT JOIN product p ON p.id = l.product_id
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(rl.amount_fen), 0)::bigint AS amount_fen,
          coalesce(sum(rl.discount_back_fen), 0)::bigint AS discount_fen
        FROM refund_line rl WHERE rl.order_line_id = l.id) AS back
      WHERE l.shipment_id = ${shipmentId}::uuid ORDER BY l.position`,
    db.$queryRaw<ShipmentRefund[]>`
      SELECT r.id, r.state, r.reason, sum(rl.amount_fen)::bigint AS "amountFen", r.requested_at AS "requestedAt"
      FROM refund r JOIN refund_line rl ON rl.refund_id = r.id JOIN order_line l ON l.id = rl.order_line_id
      WHERE l.shipment_id = ${shipmentId}::uuid GROUP BY r.id ORDER BY r.requested_at`,
  ]);
  return { ...shipment, lines, refunds };
}
