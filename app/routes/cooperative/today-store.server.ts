import { addDays, dayOf, startOfDay } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";
import { ownedBy, type SellerScope } from "~/supply/lot-store.server";

export type TodayCounts = {
  /** slips recorded today */
  readonly slips: number;
  /** deliveries in no lot yet */
  readonly openIntakes: number;
  /** of them without a price */
  readonly unpriced: number;
  readonly toPack: number;
  /** pre-ordered, and waiting for a lot */
  readonly preordered: number;
  readonly toShip: number;
  /** paid orders past the day they were promised to leave */
  readonly late: number;
  readonly soldOut: number;
};

/** The counts a working day begins with, in one statement. */
export async function todayCounts(db: Db, scope: SellerScope, now: Date): Promise<TodayCounts> {
  const from = startOfDay(dayOf(now));
  const cooperatives = [...scope.cooperativeIds];
  const points = [...scope.servicePointIds];
  const [counts] = await db.$queryRaw<TodayCounts[]>`
    WITH own AS (
      SELECT s.state, (w.shipment_id IS NOT NULL AND w.assigned_at IS NULL) AS waits,
        coalesce(w.ship_by, ((o.paid_at AT TIME ZONE 'Asia/Shanghai')::date + coalesce((
          SELECT min(l.ships_within_days) FROM order_line ol JOIN listing l ON l.id = ol.listing_id
          WHERE ol.shipment_id = s.id), 3))) AS ship_by
      FROM shipment s JOIN customer_order o ON o.id = s.order_id
      LEFT JOIN shipment_promise w ON w.shipment_id = s.id
      WHERE o.state = 'PAID' AND s.state IN ('PENDING', 'PACKED', 'PART_SHIPPED')
        AND ((s.seller_kind = 'COOPERATIVE' AND s.seller_id = ANY (${cooperatives}::uuid[]))
          OR s.service_point_id = ANY (${points}::uuid[])))
    SELECT
      (SELECT count(*)::int FROM intake WHERE cooperative_id = ANY (${cooperatives}::uuid[]) AND reverses_id IS NULL
        AND delivered_at >= ${from} AND delivered_at < ${addDays(from, 1)}) AS slips,
      (SELECT count(*)::int FROM intake WHERE cooperative_id = ANY (${cooperatives}::uuid[]) AND remaining > 0) AS "openIntakes",
      (SELECT count(*)::int FROM intake WHERE cooperative_id = ANY (${cooperatives}::uuid[]) AND remaining > 0
        AND unit_price_fen IS NULL) AS unpriced,
      (SELECT count(*)::int FROM own WHERE state = 'PENDING' AND NOT waits) AS "toPack",
      (SELECT count(*)::int FROM own WHERE waits) AS "preordered",
      (SELECT count(*)::int FROM own WHERE state IN ('PACKED', 'PART_SHIPPED')) AS "toShip",
      (SELECT count(*)::int FROM own WHERE ship_by < ${dayOf(now)}::date) AS late,
      (SELECT count(*)::int FROM listing t WHERE t.status = 'PUBLISHED' AND ${ownedBy(scope)} AND t.preorder_id IS NULL AND NOT EXISTS (
        SELECT FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id WHERE ll.listing_id = t.id AND ll.removed_at IS NULL
          AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(now)}::date)) AS "soldOut"`;
  return counts ?? { slips: 0, openIntakes: 0, unpriced: 0, toPack: 0, toShip: 0, preordered: 0, late: 0, soldOut: 0 };
}

export type LowStock = {
  readonly listingId: string;
  readonly title: string;
  readonly stock: number;
  /** the smallest pack on sale */
  readonly pack: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
};

const FEW_PACKS = 10;

/** Published listings with stock for few packs only, scarcest first. */
export async function lowStock(db: Db, scope: SellerScope, now: Date): Promise<LowStock[]> {
  return db.$queryRaw<LowStock[]>`
    SELECT t.id AS "listingId", t.title, stock.quantity AS stock, pack.quantity AS pack, p.base_unit AS "baseUnit",
      p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn"
    FROM listing t JOIN product p ON p.id = t.product_id
    CROSS JOIN LATERAL (SELECT min(quantity) AS quantity FROM variant WHERE listing_id = t.id AND active) pack
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(lot.available), 0)::int AS quantity FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id = t.id AND ll.removed_at IS NULL AND lot.status = 'SEALED'
        AND lot.expires_on >= ${dayOf(now)}::date) stock
    WHERE t.status = 'PUBLISHED' AND ${ownedBy(scope)} AND t.preorder_id IS NULL AND stock.quantity < pack.quantity * ${FEW_PACKS}
    ORDER BY stock.quantity::float / greatest(pack.quantity, 1), t.title LIMIT 8`;
}

export type DayOfSales = { readonly day: string; readonly orders: number; readonly goodsFen: bigint };

/** What was paid for the scope's goods on each of the last 14 Shanghai days, oldest first. */
export async function lastFortnight(db: Db, scope: SellerScope, now: Date): Promise<DayOfSales[]> {
  const from = addDays(startOfDay(dayOf(now)), -13);
  const rows = await db.$queryRaw<DayOfSales[]>`
    SELECT to_char(o.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, count(DISTINCT s.id)::int AS orders,
      sum(ol.net_fen)::bigint AS "goodsFen"
    FROM shipment s JOIN customer_order o ON o.id = s.order_id JOIN order_line ol ON ol.shipment_id = s.id
    WHERE o.state = 'PAID' AND ol.kind = 'GOODS' AND o.paid_at >= ${from}
      AND ((s.seller_kind = 'COOPERATIVE' AND s.seller_id = ANY (${[...scope.cooperativeIds]}::uuid[]))
        OR s.service_point_id = ANY (${[...scope.servicePointIds]}::uuid[]))
    GROUP BY 1`;
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return Array.from({ length: 14 }, (_, i) => {
    const day = dayOf(addDays(from, i));
    return byDay.get(day) ?? { day, orders: 0, goodsFen: 0n };
  });
}
