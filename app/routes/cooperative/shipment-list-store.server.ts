import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { addDays, dayOf, startOfDay } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import type { ShipmentState } from "~/orders/order-state";
import { Prisma, type Db } from "~/platform/db.server";
import { ownedBy, type SellerScope } from "~/supply/lot-store.server";
import type { OrderFilter } from "./order-filter";
import { inWaitingOrder, ORDER_TABS, type OrderTab } from "./order-tabs";
import { sentBy } from "./shipment-store.server";

export type ShipmentRow = {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: ShipmentState;
  readonly sellerName: string;
  readonly goods: string;
  readonly goodsFen: Fen;
  readonly provinceName: string;
  readonly paidAt: Date;
  /** the day it was promised to leave */
  readonly dueAt: Date;
  readonly trackingNumber: string | null;
  readonly claimId: string | null;
  /** pre-ordered, and not given a lot yet */
  readonly awaitsLots: boolean;
};

/** A claim that still asks something of somebody at this moment. */
const claimedAt = (now: Date) => Prisma.sql`EXISTS (
  SELECT FROM open_claim c JOIN order_line cl ON cl.id = c.order_line_id
  WHERE cl.shipment_id = s.id AND (c.state <> 'REFUSED' OR c.waits_until > ${now}::timestamptz))`;

const AWAITS = Prisma.sql`EXISTS (
  SELECT FROM shipment_promise w WHERE w.shipment_id = s.id AND w.assigned_at IS NULL)`;

function onTab(tab: OrderTab, now: Date): Prisma.Sql {
  const states = ORDER_TABS.find(({ key }) => key === tab)?.states ?? [];
  const inState = Prisma.sql`s.state = ANY (${[...states]}::text[])`;
  if (tab === "preorder") return Prisma.sql`${inState} AND ${AWAITS}`;
  if (tab === "to-pack") return Prisma.sql`${inState} AND NOT ${AWAITS}`;
  if (tab === "claims") return Prisma.sql`${inState} AND ${claimedAt(now)}`;
  if (tab === "delivered") return Prisma.sql`${inState} AND s.released_at IS NULL`;
  if (tab === "done") return Prisma.sql`${inState} AND s.released_at IS NOT NULL`;
  return inState;
}

/** The shipments `s` of paid orders `o` that the scope's sellers send and the filter lets through. */
function matching(scope: SellerScope, filter: OrderFilter, now: Date): Prisma.Sql {
  const parts = [
    sentBy(scope),
    onTab(filter.tab, now),
    ...(filter.from ? [Prisma.sql`o.paid_at >= ${startOfDay(filter.from)}::timestamptz`] : []),
    ...(filter.to ? [Prisma.sql`o.paid_at < ${addDays(startOfDay(filter.to), 1)}::timestamptz`] : []),
    ...(filter.province ? [Prisma.sql`o.province_code = ${filter.province}`] : []),
    ...(filter.number ? [Prisma.sql`o.number LIKE ${`%${filter.number}%`}`] : []),
    ...(filter.productId
      ? [
          Prisma.sql`EXISTS (SELECT FROM order_line f WHERE f.shipment_id = s.id AND f.product_id = ${filter.productId}::uuid)`,
        ]
      : []),
  ];
  return Prisma.join(parts, " AND ");
}

/** The scope's shipments of one pile: what waits longest comes first, what is done newest first. */
export async function listShipments(
  db: Db,
  scope: SellerScope,
  filter: OrderFilter,
  page: PageRequest,
  now: Date,
): Promise<Page<ShipmentRow>> {
  const where = matching(scope, filter, now);
  const order = inWaitingOrder(filter.tab) ? Prisma.sql`o.paid_at, s.id` : Prisma.sql`o.paid_at DESC, s.id DESC`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`
      SELECT count(*) AS total FROM shipment s JOIN customer_order o ON o.id = s.order_id WHERE ${where}`,
    db.$queryRaw<ShipmentRow[]>`
      SELECT s.id, o.number AS "orderNumber", s.state, s.seller_name AS "sellerName", g.goods,
        g.goods_fen AS "goodsFen", o.province_name AS "provinceName", o.paid_at AS "paidAt",
        coalesce((SELECT w.ship_by::timestamp AT TIME ZONE 'Asia/Shanghai' FROM shipment_promise w WHERE w.shipment_id = s.id),
          o.paid_at + make_interval(days => coalesce(g.days, 3))) AS "dueAt", ${AWAITS} AS "awaitsLots",
        (SELECT string_agg(p.tracking_number, '、' ORDER BY p.position) FROM parcel p WHERE p.shipment_id = s.id)
          AS "trackingNumber",
        (SELECT c.claim_id FROM open_claim c JOIN order_line cl ON cl.id = c.order_line_id WHERE cl.shipment_id = s.id
          ORDER BY c.claim_id LIMIT 1) AS "claimId"
      FROM shipment s JOIN customer_order o ON o.id = s.order_id
      CROSS JOIN LATERAL (
        SELECT string_agg(l.title || ' ' || l.variant_name || ' × ' || l.quantity, '、' ORDER BY l.position) AS goods,
          sum(l.net_fen)::bigint AS goods_fen, min(li.ships_within_days) AS days
        FROM order_line l LEFT JOIN listing li ON li.id = l.listing_id
        WHERE l.shipment_id = s.id AND l.kind = 'GOODS') g
      WHERE ${where} ORDER BY ${order} LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

/** What of a listing's pre-orders waits, against what its chosen lots hold. */
export type WaitingPreorder = {
  readonly listingId: string;
  readonly title: string;
  readonly shipments: number;
  readonly quantity: number;
  readonly onStock: number;
  /** the earliest last day to ship, "2026-12-20" */
  readonly shipBy: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
};

/** The scope's listings that somebody waits for, the most urgent first. */
export async function waitingPreorders(db: Db, scope: SellerScope, now: Date): Promise<WaitingPreorder[]> {
  return db.$queryRaw<WaitingPreorder[]>`
    SELECT l.id AS "listingId", l.title, count(*)::int AS shipments, sum(w.quantity)::int AS quantity,
      min(w.ship_by)::text AS "shipBy", p.base_unit AS "baseUnit", coalesce(p.piece_name, '') AS "pieceName",
      coalesce(p.piece_name_en, '') AS "pieceNameEn",
      (SELECT coalesce(sum(lot.available), 0)::int FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND lot.status = 'SEALED'
          AND lot.expires_on >= ${dayOf(now)}::date) AS "onStock"
    FROM shipment_promise w
    JOIN shipment s ON s.id = w.shipment_id JOIN customer_order o ON o.id = s.order_id
    JOIN preorder po ON po.id = w.preorder_id JOIN listing l ON l.id = po.listing_id JOIN product p ON p.id = l.product_id
    WHERE ${sentBy(scope)} AND w.assigned_at IS NULL AND w.released_at IS NULL
    GROUP BY l.id, p.id ORDER BY min(w.ship_by), l.title`;
}

/** How many lie on each pile, whatever the filter. */
export async function countShipments(db: Db, scope: SellerScope, now: Date): Promise<Record<OrderTab, number>> {
  const counts = ORDER_TABS.map(({ key }) => Prisma.sql`${key}::text, count(*) FILTER (WHERE ${onTab(key, now)})`);
  const [row] = await db.$queryRaw<{ counts: Record<OrderTab, number> }[]>`
    SELECT jsonb_build_object(${Prisma.join(counts)}) AS counts
    FROM shipment s JOIN customer_order o ON o.id = s.order_id WHERE ${sentBy(scope)}`;
  if (!row) throw new Error("a count without a row");
  return row.counts;
}

/** The products that the scope sells, to filter by. */
export async function productsSold(db: Db, scope: SellerScope): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw<{ id: string; name: string }[]>`
    SELECT DISTINCT p.id, p.name FROM listing t JOIN product p ON p.id = t.product_id
    WHERE ${ownedBy(scope)} ORDER BY p.name`;
}

/** The shipments to print: those ticked, or all that the filter shows, oldest first. Not theirs are left out. */
export async function shipmentIdsToPrint(
  db: Db,
  scope: SellerScope,
  wanted: { readonly ids: readonly string[]; readonly filter: OrderFilter },
  limit: number,
  now: Date,
): Promise<string[]> {
  const where =
    wanted.ids.length > 0
      ? Prisma.sql`${sentBy(scope)} AND s.id = ANY (${[...wanted.ids]}::uuid[])`
      : matching(scope, wanted.filter, now);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE ${where} ORDER BY o.paid_at, s.id LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}
