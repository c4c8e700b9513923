import type { Fen } from "~/kernel/money";
import type { RefundState } from "~/payments/refund-rules";
import type { BaseUnit } from "~/kernel/quantity";
import type { ShipmentState } from "~/orders/order-state";
import type { InvoiceKind } from "~/orders/order-store.server";
import { Prisma, type Db } from "~/platform/db.server";
import type { SellerScope } from "~/supply/lot-store.server";

/** Shipments `s` of paid orders that the scope's sellers send. */
export function sentBy(scope: SellerScope): Prisma.Sql {
  return Prisma.sql`o.state = 'PAID' AND (
    (s.seller_kind = 'COOPERATIVE' AND s.seller_id = ANY (${[...scope.cooperativeIds]}::uuid[]))
    OR s.service_point_id = ANY (${[...scope.servicePointIds]}::uuid[]))`;
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
  readonly paidAt: Date;
  readonly packedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly claimUntil: Date | null;
  readonly releasedAt: Date | null;
  /** pre-ordered: the last day to ship, "2026-12-20" */
  readonly shipBy: string | null;
  /** pre-ordered, and not given a lot yet */
  readonly awaitsLots: boolean;
  /** what shipping needs of the shopper, and no more */
  readonly buyerName: string;
  readonly buyerPhone: string;
  readonly provinceName: string;
  readonly addressLine: string;
  readonly note: string | null;
  /** null: none wanted */
  readonly invoiceKind: InvoiceKind | null;
  readonly invoiceTitle: string | null;
  readonly invoiceTaxNumber: string | null;
  readonly acceptanceContact: string | null;
  readonly transferCode: string | null;
  readonly lines: readonly ShipmentLine[];
  readonly parcels: readonly ShipmentParcel[];
  readonly refunds: readonly ShipmentRefund[];
};

export type ShipmentParcel = {
  readonly id: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shippedAt: Date;
  readonly deliveredAt: Date | null;
  readonly claimUntil: Date | null;
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number }[];
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
  /** packs of it that lie in parcels */
  readonly sent: number;
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
  const [shipment] = await db.$queryRaw<Omit<ShipmentDetail, "lines" | "parcels" | "refunds">[]>`
    SELECT s.id, s.order_id AS "orderId", o.number AS "orderNumber", s.state, s.seller_kind AS "sellerKind",
      s.seller_id AS "sellerId", s.service_point_id AS "servicePointId", s.seller_name AS "sellerName",
      s.shipper_name AS "shipperName", o.paid_at AS "paidAt",
      s.packed_at AS "packedAt", s.shipped_at AS "shippedAt", s.delivered_at AS "deliveredAt",
      s.claim_until AS "claimUntil", s.released_at AS "releasedAt", w.ship_by::text AS "shipBy",
      (w.shipment_id IS NOT NULL AND w.assigned_at IS NULL) AS "awaitsLots", o.buyer_name AS "buyerName",
      o.buyer_phone AS "buyerPhone", o.province_name AS "provinceName", o.address_line AS "addressLine", o.note,
      o.invoice_kind AS "invoiceKind", o.invoice_title AS "invoiceTitle", o.invoice_tax_number AS "invoiceTaxNumber",
      o.acceptance_contact AS "acceptanceContact", o.transfer_code AS "transferCode"
    FROM shipment s JOIN customer_order o ON o.id = s.order_id LEFT JOIN shipment_promise w ON w.shipment_id = s.id
    WHERE s.id = ${shipmentId}::uuid AND ${sentBy(scope)}`;
  if (!shipment) return undefined;
  const [lines, parcels, refunds] = await Promise.all([
    db.$queryRaw<ShipmentLine[]>`
      SELECT l.id, l.kind, l.title, l.variant_name AS "variantName", l.quantity, l.pack_quantity AS "packQuantity",
        l.charged_fen AS "chargedFen", l.platform_discount_fen AS "platformDiscountFen", p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
        p.piece_name_en AS "pieceNameEn",
        back.amount_fen AS "refundedFen", back.discount_fen AS "discountBackFen",
        coalesce((SELECT sum(pl.quantity)::int FROM parcel_line pl WHERE pl.order_line_id = l.id), 0) AS sent,
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
    shipmentParcels(db, shipmentId),
    db.$queryRaw<ShipmentRefund[]>`
      SELECT r.id, r.state, r.reason, sum(rl.amount_fen)::bigint AS "amountFen", r.requested_at AS "requestedAt"
      FROM refund r JOIN refund_line rl ON rl.refund_id = r.id JOIN order_line l ON l.id = rl.order_line_id
      WHERE l.shipment_id = ${shipmentId}::uuid GROUP BY r.id ORDER BY r.requested_at`,
  ]);
  return { ...shipment, lines, parcels, refunds };
}

async function shipmentParcels(db: Db, shipmentId: string): Promise<ShipmentParcel[]> {
  return db.$queryRaw<ShipmentParcel[]>`
    SELECT p.id, p.carrier, p.tracking_number AS "trackingNumber", p.shipped_at AS "shippedAt",
      p.delivered_at AS "deliveredAt", p.claim_until AS "claimUntil",
      (SELECT jsonb_agg(jsonb_build_object('orderLineId', pl.order_line_id, 'quantity', pl.quantity))
        FROM parcel_line pl WHERE pl.parcel_id = p.id) AS lines
    FROM parcel p WHERE p.shipment_id = ${shipmentId}::uuid ORDER BY p.position`;
}
