import type { Fen } from "~/kernel/money";
import { newId } from "~/kernel/ids";
import { Prisma, type Db } from "~/platform/db.server";
import { enqueuing, type Effect } from "~/platform/outbox.server";
import type { OrderEventKind, OrderState, ShipmentState } from "./order-state";
import type { PlannedPick } from "./pick-lots";

/** Whose invoice it is; an institution (预算单位) is an office, school or hospital that buys with a budget. */
export type InvoiceKind = "PERSONAL" | "COMPANY" | "INSTITUTION";

export type ShippingAddress = {
  readonly name: string;
  readonly phone: string;
  readonly email?: string | undefined;
  readonly provinceCode: string;
  readonly provinceName: string;
  readonly addressLine: string;
  readonly note?: string | undefined;
  readonly invoiceKind?: InvoiceKind | undefined;
  readonly invoiceTitle?: string | undefined;
  readonly invoiceTaxNumber?: string | undefined;
  /** who accepts the goods for an institution */
  readonly acceptanceContact?: string | undefined;
  /** under which an institution's treasury pays */
  readonly transferCode?: string | undefined;
  /** wants to hear when the households were paid */
  readonly impactConsent?: boolean;
};

export type NewOrder = {
  readonly id: string;
  readonly number: string;
  readonly accessTokenHash: string;
  readonly checkoutKey: string;
  readonly userId: string | null;
  readonly cartId: string | null;
  readonly locale: string;
  readonly address: ShippingAddress;
  readonly goodsFen: Fen;
  readonly freightFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly totalFen: Fen;
  readonly feeScheduleId: string;
  readonly promotionId: string | null;
  readonly holdExpiresAt: Date;
  readonly placedAt: Date;
  readonly shipments: readonly NewShipment[];
  readonly lines: readonly NewLine[];
};

export type NewShipment = {
  readonly id: string;
  readonly position: number;
  readonly sellerKind: string;
  readonly sellerId: string;
  readonly sellerName: string;
  readonly sellerNameEn: string;
  readonly servicePointId: string | null;
  readonly shipperId: string;
  readonly shipperName: string;
};

export type NewLine = {
  readonly id: string;
  readonly shipmentId: string;
  readonly position: number;
  readonly kind: "GOODS" | "FREIGHT";
  readonly listingId: string | null;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly areaCode: string | null;
  readonly title: string;
  readonly titleEn: string;
  readonly variantName: string;
  readonly variantNameEn: string;
  readonly perishable: boolean;
  readonly unitPriceFen: Fen;
  readonly quantity: number;
  readonly packQuantity: number;
  readonly grossFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly netFen: Fen;
  readonly chargedFen: Fen;
  readonly processingFen: Fen;
  readonly splitRuleId: string | null;
};

/**
 * Stores an order with its shipments, lines, first event and use of the promotion, in one statement.
 * `placed` is false when the checkout key has its order already: then nothing was stored.
 * `promotionTaken` is false when the code ran out meanwhile: then the caller rolls back.
 */
export async function insertOrder(tx: Db, order: NewOrder): Promise<{ placed: boolean; promotionTaken: boolean }> {
  const { address } = order;
  const [row] = await tx.$queryRaw<[{ placed: bigint; promoted: bigint }]>`
    WITH placed AS (
      INSERT INTO customer_order (id, number, access_token_hash, checkout_key, user_id, cart_id, state, locale,
        buyer_name, buyer_phone, buyer_email, province_code, province_name, address_line, note,
        invoice_kind, invoice_title, invoice_tax_number, acceptance_contact, transfer_code, impact_consent, goods_fen, freight_fen, seller_discount_fen, platform_discount_fen, total_fen,
        fee_schedule_id, promotion_id, hold_expires_at, placed_at)
      VALUES (${order.id}::uuid, ${order.number}, ${order.accessTokenHash}, ${order.checkoutKey}::uuid,
        ${order.userId}::uuid, ${order.cartId}::uuid, 'PLACED', ${order.locale},
        ${address.name}, ${address.phone}, ${address.email ?? null}, ${address.provinceCode}, ${address.provinceName},
        ${address.addressLine}, ${address.note ?? null}, ${address.invoiceKind ?? null}, ${address.invoiceTitle ?? null},
        ${address.invoiceTaxNumber ?? null}, ${address.acceptanceContact ?? null}, ${address.transferCode ?? null},
        ${address.impactConsent ?? false},
        ${order.goodsFen}, ${order.freightFen}, ${order.sellerDiscountFen}, ${order.platformDiscountFen}, ${order.totalFen},
        ${order.feeScheduleId}::uuid, ${order.promotionId}::uuid,
        ${order.holdExpiresAt}::timestamptz, ${order.placedAt}::timestamptz)
      ON CONFLICT (checkout_key) DO NOTHING
      RETURNING id
    ), promoted AS (
      UPDATE promotion SET used = used + 1 FROM placed
      WHERE promotion.id = ${order.promotionId}::uuid AND promotion.used < promotion.use_limit
      RETURNING promotion.id
    ), shipments AS (
      INSERT INTO shipment (id, order_id, position, seller_kind, seller_id, seller_name, seller_name_en,
        service_point_id, shipper_id, shipper_name, state)
      SELECT s.id, placed.id, s.position, s."sellerKind", s."sellerId", s."sellerName", s."sellerNameEn",
        s."servicePointId", s."shipperId", s."shipperName", 'PENDING'
      FROM placed, jsonb_to_recordset(${jsonRows(order.shipments)}::jsonb) AS s(id uuid, position int, "sellerKind" text,
        "sellerId" uuid, "sellerName" text, "sellerNameEn" text, "servicePointId" uuid, "shipperId" uuid, "shipperName" text)
    ), lines AS (
      INSERT INTO order_line (id, order_id, shipment_id, position, kind, listing_id, variant_id, product_id, area_code,
        title, title_en, variant_name, variant_name_en, perishable, unit_price_fen, quantity, pack_quantity,
        gross_fen, seller_discount_fen, platform_discount_fen, net_fen, charged_fen, processing_fen, split_rule_id)
      SELECT l.id, placed.id, l."shipmentId", l.position, l.kind, l."listingId", l."variantId", l."productId", l."areaCode",
        l.title, l."titleEn", l."variantName", l."variantNameEn", l.perishable, l."unitPriceFen", l.quantity, l."packQuantity",
        l."grossFen", l."sellerDiscountFen", l."platformDiscountFen", l."netFen", l."chargedFen", l."processingFen", l."splitRuleId"
      FROM placed, jsonb_to_recordset(${jsonRows(order.lines)}::jsonb) AS l(id uuid, "shipmentId" uuid, position int, kind text,
        "listingId" uuid, "variantId" uuid, "productId" uuid, "areaCode" text, title text, "titleEn" text,
        "variantName" text, "variantNameEn" text, perishable boolean, "unitPriceFen" bigint, quantity int, "packQuantity" int,
        "grossFen" bigint, "sellerDiscountFen" bigint, "platformDiscountFen" bigint, "netFen" bigint, "chargedFen" bigint,
        "processingFen" bigint, "splitRuleId" uuid)
    ), event AS (
      INSERT INTO order_event (id, order_id, at, kind, actor_id, data)
      SELECT ${newId(order.placedAt)}::uuid, placed.id, ${order.placedAt}::timestamptz, 'PLACED', ${order.userId}::uuid, '{}'
      FROM placed
    )
    SELECT (SELECT count(*) FROM placed) AS placed, (SELECT count(*) FROM promoted) AS promoted`;
  return { placed: row.placed === 1n, promotionTaken: order.promotionId === null || row.promoted === 1n };
}

/** JSON knows no bigint: fen travel as text, and the record set's column types read them back. */
function jsonRows(rows: readonly object[]): string {
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** What placing answers: enough to pay for it and to find it again. */
export type PlacedOrder = {
  readonly id: string;
  readonly number: string;
  /** the guest's key to the order page */
  readonly token: string;
  readonly state: OrderState;
  readonly locale: string;
  readonly totalFen: Fen;
  readonly placedAt: Date;
  readonly holdExpiresAt: Date;
};

export async function findOrderByCheckoutKey(
  db: Db,
  checkoutKey: string,
): Promise<Omit<PlacedOrder, "token"> | undefined> {
  const rows = await db.$queryRaw<Omit<PlacedOrder, "token">[]>`
    SELECT id, number, state, locale, total_fen AS "totalFen", placed_at AS "placedAt", hold_expires_at AS "holdExpiresAt"
    FROM customer_order WHERE checkout_key = ${checkoutKey}::uuid`;
  return rows[0];
}

export type PickToStore = PlannedPick & { readonly orderLineId: string; readonly position: number };

/**
 * Takes all these quantities out of their lots and stores the picks, or nothing at all, in one conditional statement.
 * The lots are locked in id order first, so two carts with the same lots never wait for each other in a circle;
 * what the lock shows is the newest state, whatever the transaction read before. Answers whether it was done, and
 * which lots are empty now.
 */
export async function reservePicks(
  tx: Db,
  picks: readonly PickToStore[],
): Promise<{ readonly done: boolean; readonly emptiedLotIds: readonly string[] }> {
  if (picks.length === 0) return { done: true, emptiedLotIds: [] };
  const wanted = JSON.stringify(
    picks.map(({ orderLineId, position, lotId, quantity }) => ({ line: orderLineId, position, lot: lotId, quantity })),
  );
  const lotIds = [...new Set(picks.map((pick) => pick.lotId))];
  const taken = await tx.$queryRaw<{ lotId: string; available: number }[]>`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${wanted}::jsonb) AS w(line uuid, position int, lot uuid, quantity int)
    ), need AS (
      SELECT lot, sum(quantity)::int AS quantity FROM wanted GROUP BY lot
    ), locked AS (
      SELECT id, available, status FROM lot WHERE id = ANY (${lotIds}::uuid[]) ORDER BY id FOR UPDATE
    ), enough AS (
      SELECT need.lot, need.quantity FROM need
      WHERE (SELECT count(*) FROM locked JOIN need n ON n.lot = locked.id
             WHERE locked.status = 'SEALED' AND locked.available >= n.quantity) = (SELECT count(*) FROM need)
    ), taken AS (
      UPDATE lot SET available = lot.available - enough.quantity FROM enough
      WHERE lot.id = enough.lot AND lot.available >= enough.quantity
      RETURNING lot.id, lot.available
    ), stored AS (
      INSERT INTO lot_pick (order_line_id, position, lot_id, quantity)
      SELECT wanted.line, wanted.position, wanted.lot, wanted.quantity FROM wanted JOIN taken ON taken.id = wanted.lot
    )
    SELECT id AS "lotId", available FROM taken`;
  return {
    done: taken.length === lotIds.length,
    emptiedLotIds: taken.filter((lot) => lot.available === 0).map((lot) => lot.lotId),
  };
}

/**
 * Gives back what the lines still hold, once: a pick that was released stays released. Lots are locked in id order.
 * Answers how many base units went back.
 */
export async function releasePicks(
  tx: Db,
  scope: { readonly orderId: string } | { readonly orderLineId: string },
  now: Date,
): Promise<number> {
  const orderId = "orderId" in scope ? scope.orderId : null;
  const orderLineId = "orderLineId" in scope ? scope.orderLineId : null;
  const [row] = await tx.$queryRaw<[{ returned: number | null }]>`
    WITH released AS (
      UPDATE lot_pick SET released_at = ${now}::timestamptz
      FROM order_line l
      WHERE lot_pick.order_line_id = l.id AND lot_pick.released_at IS NULL
        AND (l.order_id = ${orderId}::uuid OR l.id = ${orderLineId}::uuid)
      RETURNING lot_pick.lot_id, lot_pick.quantity
    ), back AS (
      SELECT lot_id, sum(quantity)::int AS quantity FROM released GROUP BY lot_id
    ), locked AS (
      SELECT id FROM lot WHERE id IN (SELECT lot_id FROM back) ORDER BY id FOR UPDATE
    ), returned AS (
      UPDATE lot SET available = lot.available + back.quantity
      FROM back JOIN locked ON locked.id = back.lot_id WHERE lot.id = back.lot_id
      RETURNING back.quantity
    )
    SELECT sum(quantity)::int AS returned FROM returned`;
  return row.returned ?? 0;
}

/** A closed order does not use up its discount code. */
export async function givePromotionBack(tx: Db, promotionId: string | null): Promise<void> {
  if (promotionId === null) return;
  await tx.$executeRaw`UPDATE promotion SET used = used - 1 WHERE id = ${promotionId}::uuid AND used > 0`;
}

/** Adds to the order's timeline, with the effects it has. `data` never holds a name, an address or a phone number. */
export async function recordOrderEvent(
  tx: Db,
  event: {
    readonly orderId: string;
    readonly kind: OrderEventKind;
    readonly at: Date;
    readonly actorId?: string | undefined;
    readonly data?: Readonly<Record<string, string | number>>;
  },
  effects: readonly Effect[] = [],
): Promise<void> {
  const recorded = Prisma.sql`
    INSERT INTO order_event (id, order_id, at, kind, actor_id, data)
    VALUES (${newId(event.at)}::uuid, ${event.orderId}::uuid, ${event.at}::timestamptz, ${event.kind},
      ${event.actorId ?? null}::uuid, ${JSON.stringify(event.data ?? {})}::jsonb)`;
  await tx.$executeRaw(
    effects.length === 0 ? recorded : Prisma.sql`WITH recorded AS (${recorded}) ${enqueuing(effects)}`,
  );
}

export type OrderForUpdate = {
  readonly id: string;
  readonly state: OrderState;
  readonly totalFen: Fen;
  readonly promotionId: string | null;
};

/** The order's row, locked until the transaction ends: whoever changes its state comes through here. */
export async function lockOrder(tx: Db, orderId: string): Promise<OrderForUpdate | undefined> {
  const rows = await tx.$queryRaw<OrderForUpdate[]>`
    SELECT id, state, total_fen AS "totalFen", promotion_id AS "promotionId"
    FROM customer_order WHERE id = ${orderId}::uuid FOR UPDATE`;
  return rows[0];
}

export type ShipmentForUpdate = {
  readonly id: string;
  readonly orderId: string;
  readonly orderState: OrderState;
  readonly state: ShipmentState;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly servicePointId: string | null;
  /** pre-ordered, and not given a lot yet: it stays as it is */
  readonly awaitsLots: boolean;
};

export async function lockShipment(tx: Db, shipmentId: string): Promise<ShipmentForUpdate | undefined> {
  const rows = await tx.$queryRaw<ShipmentForUpdate[]>`
    SELECT s.id, s.order_id AS "orderId", o.state AS "orderState", s.state, s.seller_kind AS "sellerKind",
      s.seller_id AS "sellerId", s.service_point_id AS "servicePointId",
      EXISTS (SELECT FROM shipment_promise w WHERE w.shipment_id = s.id AND w.assigned_at IS NULL) AS "awaitsLots"
    FROM shipment s JOIN customer_order o ON o.id = s.order_id
    WHERE s.id = ${shipmentId}::uuid FOR UPDATE OF s`;
  return rows[0];
}
