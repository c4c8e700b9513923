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
};

type PickRow = {
  orderLineId: string;
  lotId: string;
  quantity: number;
  householdIds: (string | null)[];
  settlementModes: ("CONSIGNED" | "BOUGHT_OUT" | "DIRECT")[];
  weights: string[];
};

/** Two statements, whatever the number of lines and households. Undefined when there is no such order. */
export async function orderForSplit(tx: Db, orderId: string): Promise<OrderForSplit | undefined> {
  const lines = await tx.$queryRaw<LineRow[]>`
    SELECT o.total_fen AS "totalFen", o.platform_discount_fen AS "platformDiscountFen",
      l.id, l.shipment_id AS "shipmentId", l.kind, l.net_fen AS "netFen", l.processing_fen AS "processingFen",
      l.area_code AS "areaCode", s.seller_kind AS "sellerKind", s.seller_id AS "sellerId",
      s.service_point_id AS "servicePointId", s.shipper_id AS "shipperId", f.platform_bps AS "platformBps",
      r.cooperative_bps AS "cooperativeBps", r.reserve_bps AS "reserveBps",
      r.service_point_bps AS "servicePointBps", r.village_bps AS "villageBps"
    FROM customer_order o
    JOIN fee_schedule f ON f.id = o.fee_schedule_id
    JOIN order_line l ON l.order_id = o.id
    JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN split_rule r ON r.id = l.split_rule_id
    WHERE o.id = ${orderId}::uuid
    ORDER BY l.position`;
  const [first] = lines;
  if (!first) return undefined;

  const picks = await picksOf(tx, orderId);
  return {
    id: orderId,
    totalFen: first.totalFen,
    platformDiscountFen: first.platformDiscountFen,
    lines: lines.map((row) =>
      lineOf(
        row,
        picks.filter((pick) => pick.orderLineId === row.id),
      ),
    ),
  };
}

/** What the order's lines hold of which lots (released picks hold nothing), each with its lot's frozen composition. */
async function picksOf(tx: Db, orderId: string): Promise<PickRow[]> {
  return tx.$queryRaw<PickRow[]>`
    SELECT p.order_line_id AS "orderLineId", p.lot_id AS "lotId", p.quantity,
      c.household_ids AS "householdIds", c.settlement_modes AS "settlementModes", c.weights
    FROM order_line l
    JOIN lot_pick p ON p.order_line_id = l.id AND p.released_at IS NULL
    CROSS JOIN LATERAL (
      SELECT array_agg(household_id::text ORDER BY position) AS household_ids,
        array_agg(settlement_mode ORDER BY position) AS settlement_modes,
        array_agg(weight::text ORDER BY position) AS weights
      FROM lot_composition WHERE lot_id = p.lot_id
    ) AS c
    WHERE l.order_id = ${orderId}::uuid
    ORDER BY l.position, p.position`;
}

function lineOf(row: LineRow, picks: readonly PickRow[]): GoodsLineForSplit | FreightLineForSplit {
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
    picks: picks.map((pick) => ({
      lotId: pick.lotId,
      quantity: pick.quantity,
      composition: (pick.householdIds ?? []).map((householdId, i) => ({
        householdId,
        settlementMode: frozen(pick.settlementModes[i] ?? null, row.id),
        weight: BigInt(pick.weights[i] ?? 0),
      })),
    })),
  };
}

function frozen<Value>(value: Value | null, orderLineId: string): Value {
  if (value === null) throw new Error(`goods line ${orderLineId} was placed without its frozen terms`);
  return value;
}
