import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { byEventTime, type OrderEventKind, type OrderState, type ShipmentState } from "./order-state";

/** What the order page shows. Of the buyer only what is needed to recognise one's own parcel. */
export type ShopperOrder = {
  readonly id: string;
  readonly number: string;
  readonly state: OrderState;
  readonly locale: string;
  /** 张* */
  readonly buyerName: string;
  /** 138****0000 */
  readonly buyerPhone: string;
  readonly provinceName: string;
  /** hears when the households were paid */
  readonly impactConsent: boolean;
  /** 预算单位: the goods are accepted on paper */
  readonly isInstitution: boolean;
  readonly goodsFen: Fen;
  readonly freightFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly totalFen: Fen;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly closedAt: Date | null;
  readonly holdExpiresAt: Date;
  readonly shipments: readonly ShopperShipment[];
  readonly events: readonly { readonly at: Date; readonly kind: OrderEventKind }[];
};

export type ShopperShipment = {
  readonly id: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly shipperName: string;
  readonly state: ShipmentState;
  /** pre-ordered: the last day to ship, and whether its lot is set aside */
  readonly promise: { readonly shipBy: string; readonly assigned: boolean; readonly released: boolean } | null;
  readonly parcels: readonly ShopperParcel[];
  readonly lines: readonly ShopperLine[];
};

export type ShopperParcel = {
  readonly id: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly deliveredAt: Date | null;
  readonly claimUntil: Date | null;
  readonly lines: readonly { readonly orderLineId: string; readonly quantity: number }[];
};

export type ShopperLine = {
  readonly id: string;
  readonly kind: "GOODS" | "FREIGHT";
  readonly slug: string | null;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly areaCode: string | null;
  readonly villageName: string | null;
  readonly villageNameEn: string | null;
  readonly perishable: boolean;
  readonly quantity: number;
  readonly grossFen: Fen;
  readonly chargedFen: Fen;
};

type Row = Omit<ShopperOrder, "shipments" | "events"> & { shipments: ShipmentJson[]; events: EventJson[] };
type ShipmentJson = Omit<ShopperShipment, "lines" | "parcels"> & {
  parcels: (Omit<ShopperParcel, "claimUntil" | "deliveredAt"> & {
    claimUntil: string | null;
    deliveredAt: string | null;
  })[];
  lines: (Omit<ShopperLine, "grossFen" | "chargedFen"> & { grossFen: number; chargedFen: number })[];
};
type EventJson = { at: string; kind: OrderEventKind };

/** The order that a link's token opens, in one statement; undefined when no order has it. */
export async function findOrderByToken(db: Db, tokenHash: string): Promise<ShopperOrder | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT o.id, o.number, o.state, o.locale,
      left(o.buyer_name, 1) || repeat('*', greatest(1, length(o.buyer_name) - 1)) AS "buyerName",
      left(o.buyer_phone, 3) || '****' || right(o.buyer_phone, 4) AS "buyerPhone",
      o.province_name AS "provinceName", o.impact_consent AS "impactConsent",
      o.invoice_kind IS NOT DISTINCT FROM 'INSTITUTION' AS "isInstitution", o.goods_fen AS "goodsFen", o.freight_fen AS "freightFen",
      o.seller_discount_fen AS "sellerDiscountFen", o.platform_discount_fen AS "platformDiscountFen",
      o.total_fen AS "totalFen", o.placed_at AS "placedAt", o.paid_at AS "paidAt", o.closed_at AS "closedAt",
      o.hold_expires_at AS "holdExpiresAt",
      (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'sellerName', s.seller_name, 'sellerNameEn', s.seller_name_en,
          'shipperName', s.shipper_name, 'state', s.state,
          'promise', (SELECT jsonb_build_object('shipBy', w.ship_by, 'assigned', w.assigned_at IS NOT NULL,
              'released', w.released_at IS NOT NULL)
            FROM shipment_promise w WHERE w.shipment_id = s.id),
          'parcels', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'carrier', p.carrier,
              'trackingNumber', p.tracking_number, 'deliveredAt', p.delivered_at, 'claimUntil', p.claim_until,
              'lines', (SELECT jsonb_agg(jsonb_build_object('orderLineId', pl.order_line_id, 'quantity', pl.quantity))
                FROM parcel_line pl WHERE pl.parcel_id = p.id)) ORDER BY p.position), '[]')
            FROM parcel p WHERE p.shipment_id = s.id),
          'lines', (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'slug', g.slug, 'title', l.title,
              'titleEn', l.title_en, 'variantName', l.variant_name, 'variantNameEn', l.variant_name_en,
              'areaCode', l.area_code, 'villageName', a.short_name, 'villageNameEn', a.name_en,
              'perishable', l.perishable, 'quantity', l.quantity, 'grossFen', l.gross_fen,
              'chargedFen', l.charged_fen) ORDER BY l.position)
            FROM order_line l LEFT JOIN listing g ON g.id = l.listing_id LEFT JOIN area a ON a.code = l.area_code
            WHERE l.shipment_id = s.id)) ORDER BY s.position)
        FROM shipment s WHERE s.order_id = o.id) AS shipments,
      (SELECT jsonb_agg(jsonb_build_object('at', e.at, 'kind', e.kind) ORDER BY e.at, e.id)
        FROM order_event e WHERE e.order_id = o.id) AS events
    FROM customer_order o WHERE o.access_token_hash = ${tokenHash}`;
  if (!row) return undefined;
  return {
    ...row,
    shipments: row.shipments.map((shipment) => ({
      ...shipment,
      parcels: shipment.parcels.map((parcel) => ({
        ...parcel,
        claimUntil: dateOf(parcel.claimUntil),
        deliveredAt: dateOf(parcel.deliveredAt),
      })),
      lines: shipment.lines.map((line) => ({
        ...line,
        grossFen: BigInt(line.grossFen),
        chargedFen: BigInt(line.chargedFen),
      })),
    })),
    events: row.events.map((event) => ({ kind: event.kind, at: new Date(event.at) })).sort(byEventTime),
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
