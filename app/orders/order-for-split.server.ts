import type { BasisPoints, Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";

/** Everything a split needs of an order, as frozen at placing. Lines in their order, picks and compositions in theirs. */
export type OrderForSplit = {
  readonly id: string;
  /** what the shopper pays */
  readonly totalFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly lines: readonly (GoodsLineForSplit | FreightLineForSplit)[];
};

type LineForSplit = {
  readonly id: string;
  readonly shipmentId: string;
  readonly netFen: Fen;
  readonly processingFen: Fen;
  readonly seller: { readonly kind: "COOPERATIVE" | "HOUSEHOLD"; readonly id: string };
};

export type GoodsLineForSplit = LineForSplit & {
  readonly kind: "GOODS";
  readonly platformBps: BasisPoints;
  readonly terms: {
    readonly cooperativeBps: BasisPoints;
    readonly reserveBps: BasisPoints;
    readonly servicePointBps: BasisPoints;
    readonly villageBps: BasisPoints;
  };
  readonly servicePointId: string | null;
  readonly areaCode: string;
  readonly picks: readonly PickForSplit[];
  /** pre-ordered, and not given a lot yet */
  readonly awaitsLots: boolean;
  readonly preordered: boolean;
};

export type FreightLineForSplit = LineForSplit & { readonly kind: "FREIGHT"; readonly shipperId: string };

export type PickForSplit = {
  readonly lotId: string;
  readonly quantity: number;
  readonly composition: readonly {
    readonly householdId: string | null;
    readonly settlementMode: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT";
    readonly weight: bigint;
  }[];
};

type LineRow = {
  totalFen: Fen;
  platformDiscountFen: Fen;
  id: string;
  shipmentId: string;
  kind: "GOODS" | "FREIGHT";
  netFen: Fen;
  processingFen: Fen;
  areaCode: string | null;
  sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  sellerId: string;
  servicePointId: string | null;
  shipperId: string;
  platformBps: number;
  cooperativeBps: number | null;
  reserveBps: number | null;
  servicePointBps: number | null;
  villageBps: number | null;
  picks: PickJson[];
  preordered: boolean;
  awaitsLots: boolean;
};

type PickJson = {
  lotId: string;
  quantity: number;
  composition: { householdId: string | null; settlementMode: "CONSIGNED" | "BOUGHT_OUT" | "DIRECT"; weight: string }[];
};

/** One statement, whatever the number of lines and households. Undefined when there is no such order. */
export async function orderForSplit(tx: Db, orderId: string): Promise<OrderForSplit | undefined> {
  const lines = await tx.$queryRaw<LineRow[]>`
    SELECT o.total_fen AS "totalFen", o.platform_discount_fen AS "platformDiscountFen",
      l.id, l.shipment_id AS "shipmentId", l.kind, l.net_fen AS "netFen", l.processing_fen AS "processingFen",
      l.area_code AS "areaCode", s.seller_kind AS "sellerKind", s.seller_id AS "sellerId",
      s.service_point_id AS "servicePointId", s.shipper_id AS "shipperId", f.platform_bps AS "platformBps",
      r.cooperative_bps AS "cooperativeBps", r.reserve_bps AS "reserveBps",
      r.service_point_bps AS "servicePointBps", r.village_bps AS "villageBps",
      w.shipment_id IS NOT NULL AS preordered, (w.shipment_id IS NOT NULL AND w.assigned_at IS NULL) AS "awaitsLots",
      -- released picks hold nothing
      (SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', p.lot_id, 'quantity', p.quantity, 'composition', (
          SELECT coalesce(jsonb_agg(jsonb_build_object('householdId', c.household_id, 'settlementMode', c.settlement_mode,
            'weight', c.weight::text) ORDER BY c.position), '[]')
          FROM lot_composition c WHERE c.lot_id = p.lot_id)) ORDER BY p.position), '[]')
        FROM lot_pick p WHERE p.order_line_id = l.id AND p.released_at IS NULL) AS picks
    FROM customer_order o
    JOIN fee_schedule f ON f.id = o.fee_schedule_id
    JOIN order_line l ON l.order_id = o.id
    JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN shipment_promise w ON w.shipment_id = l.shipment_id
    LEFT JOIN split_rule r ON r.id = l.split_rule_id
    WHERE o.id = ${orderId}::uuid
    ORDER BY l.position`;
  const [first] = lines;
  if (!first) return undefined;

  return {
    id: orderId,
    totalFen: first.totalFen,
    platformDiscountFen: first.platformDiscountFen,
    lines: lines.map(lineOf),
  };
}

function lineOf(row: LineRow): GoodsLineForSplit | FreightLineForSplit {
  const line = {
    id: row.id,
    shipmentId: row.shipmentId,
    netFen: row.netFen,
    processingFen: row.processingFen,
    seller: { kind: row.sellerKind, id: row.sellerId },
  };
  if (row.kind === "FREIGHT") return { ...line, kind: "FREIGHT", shipperId: row.shipperId };
  return {
    ...line,
    kind: "GOODS",
    platformBps: row.platformBps,
    terms: {
      cooperativeBps: frozen(row.cooperativeBps, row.id),
      reserveBps: frozen(row.reserveBps, row.id),
      servicePointBps: frozen(row.servicePointBps, row.id),
      villageBps: frozen(row.villageBps, row.id),
    },
    servicePointId: row.servicePointId,
    areaCode: frozen(row.areaCode, row.id),
    preordered: row.preordered,
    awaitsLots: row.awaitsLots,
    picks: row.picks.map((pick) => ({
      ...pick,
      composition: pick.composition.map((one) => ({ ...one, weight: BigInt(one.weight) })),
    })),
  };
}

function frozen<Value>(value: Value | null, orderLineId: string): Value {
  if (value === null) throw new Error(`goods line ${orderLineId} was placed without its frozen terms`);
  return value;
}
