import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

/** What one seller sends of an order, as it is checked against on paper. */
export type ShipmentToAccept = {
  readonly id: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly trackingNumbers: readonly string[];
  readonly lines: readonly {
    readonly title: string;
    readonly titleEn: string;
    readonly variantName: string;
    readonly variantNameEn: string;
    readonly place: string;
    readonly placeEn: string;
    readonly quantity: number;
    readonly unitPriceFen: number;
    readonly grossFen: number;
  }[];
  readonly freightFen: Fen;
  readonly discountFen: Fen;
  readonly chargedFen: Fen;
};

export function shipmentsToAccept(db: Db, orderId: string): Promise<ShipmentToAccept[]> {
  return db.$queryRaw<ShipmentToAccept[]>`
    SELECT s.id, s.seller_name AS "sellerName", s.seller_name_en AS "sellerNameEn",
      ARRAY(SELECT p.tracking_number FROM parcel p WHERE p.shipment_id = s.id ORDER BY p.position) AS "trackingNumbers",
      jsonb_agg(jsonb_build_object('title', l.title, 'titleEn', l.title_en, 'variantName', l.variant_name,
          'variantNameEn', l.variant_name_en, 'place', coalesce(a.short_name, ''), 'placeEn', coalesce(a.name_en, ''),
          'quantity', l.quantity, 'unitPriceFen', l.unit_price_fen, 'grossFen', l.gross_fen) ORDER BY l.position)
        FILTER (WHERE l.kind = 'GOODS') AS lines,
      coalesce(sum(l.gross_fen) FILTER (WHERE l.kind = 'FREIGHT'), 0)::bigint AS "freightFen",
      sum(l.gross_fen - l.charged_fen)::bigint AS "discountFen", sum(l.charged_fen)::bigint AS "chargedFen"
    FROM shipment s JOIN order_line l ON l.shipment_id = s.id LEFT JOIN area a ON a.code = l.area_code
    WHERE s.order_id = ${orderId}::uuid AND s.state <> 'CANCELLED'
    GROUP BY s.id ORDER BY s.position`;
}
