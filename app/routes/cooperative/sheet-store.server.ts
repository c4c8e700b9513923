import type { BaseUnit } from "~/kernel/quantity";
import type { ShipmentState } from "~/orders/order-state";
import type { Db } from "~/platform/db.server";
import type { SellerScope } from "~/supply/lot-store.server";
import { sentBy } from "./shipment-store.server";

/** A shipment as the packing table needs it: of the shopper what stands on a parcel. */
export type SheetShipment = {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: ShipmentState;
  readonly sellerName: string;
  readonly sellerPhone: string | null;
  readonly shipperName: string;
  readonly paidAt: Date;
  readonly buyerName: string;
  readonly buyerPhone: string;
  readonly provinceName: string;
  readonly addressLine: string;
  readonly note: string | null;
  readonly trackingNumbers: readonly string[];
  readonly lines: readonly SheetLine[];
};

export type SheetLine = {
  readonly productId: string;
  readonly productName: string;
  readonly title: string;
  readonly variantName: string;
  readonly perishable: boolean;
  readonly quantity: number;
  readonly sent: number;
  readonly packQuantity: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly picks: readonly {
    readonly lotCode: string;
    readonly grade: string;
    readonly expiresOn: string;
    readonly quantity: number;
  }[];
};

/** The scope's shipments among those named, in the order they were paid, in one statement. */
export async function sheetShipments(db: Db, scope: SellerScope, ids: readonly string[]): Promise<SheetShipment[]> {
  return db.$queryRaw<SheetShipment[]>`
    SELECT s.id, o.number AS "orderNumber", s.state, s.seller_name AS "sellerName", c.phone AS "sellerPhone",
      s.shipper_name AS "shipperName", o.paid_at AS "paidAt", o.buyer_name AS "buyerName", o.buyer_phone AS "buyerPhone",
      o.province_name AS "provinceName", o.address_line AS "addressLine", o.note,
      ARRAY(SELECT p.tracking_number FROM parcel p WHERE p.shipment_id = s.id ORDER BY p.position) AS "trackingNumbers",
      (SELECT jsonb_agg(jsonb_build_object('productId', l.product_id, 'productName', pr.name, 'title', l.title,
          'variantName', l.variant_name, 'perishable', l.perishable, 'quantity', l.quantity,
          'sent', coalesce((SELECT sum(pl.quantity) FROM parcel_line pl WHERE pl.order_line_id = l.id), 0),
          'packQuantity', l.pack_quantity, 'baseUnit', pr.base_unit, 'pieceName', coalesce(pr.piece_name, ''),
          'pieceNameEn', coalesce(pr.piece_name_en, ''),
          'picks', (SELECT coalesce(jsonb_agg(jsonb_build_object('lotCode', lot.code, 'grade', lot.grade,
              'expiresOn', to_char(lot.expires_on, 'YYYY-MM-DD'), 'quantity', k.quantity) ORDER BY k.position), '[]')
            FROM lot_pick k JOIN lot ON lot.id = k.lot_id
            WHERE k.order_line_id = l.id AND k.released_at IS NULL)) ORDER BY l.position)
        FROM order_line l JOIN product pr ON pr.id = l.product_id
        WHERE l.shipment_id = s.id AND l.kind = 'GOODS') AS lines
    FROM shipment s JOIN customer_order o ON o.id = s.order_id
    LEFT JOIN cooperative c ON s.seller_kind = 'COOPERATIVE' AND c.id = s.seller_id
    WHERE ${sentBy(scope)} AND s.id = ANY (${[...ids]}::uuid[]) ORDER BY o.paid_at, s.id`;
}
