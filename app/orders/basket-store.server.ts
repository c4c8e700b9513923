import { dayOf } from "~/kernel/period";
import { Prisma, type Db } from "~/platform/db.server";
import type {
  Basket,
  BasketLine,
  FeesInForce,
  LoadedBasket,
  LoadedPromotion,
  ShownBasket,
  ShownBasketLine,
} from "./basket-line";

type Row<Line extends { zones: unknown }> = Omit<Line, "zones"> & {
  zones: readonly ZoneJson[];
  feeScheduleId: string | null;
  processingBps: number | null;
  processingFixedFen: bigint | null;
};

type ZoneJson = {
  provinces: string[];
  delivered: boolean;
  firstGrams: number;
  firstFen: number;
  nextGrams: number;
  nextFen: number;
  freeAboveFen: number | null;
};

/**
 * Everything about what is being bought, in one statement: present prices, sellers, freight zones, free lots,
 * the split rule and the fee schedule in force at `now`. Variants that do not exist are left out.
 */
export async function loadBasket(db: Db, basket: Basket, now: Date): Promise<LoadedBasket> {
  const rows = await load<BasketLine>(db, basket, now, { ofLot: Prisma.empty, ofLine: Prisma.empty });
  return { lines: rows.map(toLine), fees: feesOf(rows[0]) };
}

/** The same for a page, still in one statement: with what its split needs and the cart's unpaid order. */
export async function loadShownBasket(db: Db, basket: Basket, now: Date): Promise<ShownBasket> {
  const rows = await load<ShownBasketLine & { openOrder: ShownBasket["openOrder"] }>(db, basket, now, {
    ofLot: Prisma.sql`, 'composition', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('householdId', c.household_id, 'settlementMode', c.settlement_mode,
        'weight', c.weight::text, 'quantity', c.quantity, 'unitPriceFen', c.unit_price_fen::text) ORDER BY c.position), '[]')
      FROM lot_composition c WHERE c.lot_id = lot.id)`,
    ofLine: Prisma.sql`,
      CASE WHEN fee.id IS NOT NULL THEN (
        SELECT jsonb_build_object('platformBps', fee.platform_bps, 'cooperativeBps', r.cooperative_bps,
          'reserveBps', r.reserve_bps, 'servicePointBps', r.service_point_bps, 'villageBps', r.village_bps)
        FROM split_rule r
        WHERE r.code = l.split_rule_code AND r.approved_at <= ${now}::timestamptz AND r.valid_from <= ${now}::timestamptz
        ORDER BY r.version DESC LIMIT 1) END AS "splitTerms",
      (SELECT jsonb_build_object('id', o.id, 'number', o.number) FROM customer_order o
        WHERE o.cart_id = w.cart_id AND o.state = 'PLACED' ORDER BY o.placed_at DESC LIMIT 1) AS "openOrder"`,
  });
  return { lines: rows.map(toLine), fees: feesOf(rows[0]), openOrder: rows[0]?.openOrder ?? null };
}

async function load<Line extends { zones: unknown }>(
  db: Db,
  basket: Basket,
  now: Date,
  more: { readonly ofLot: Prisma.Sql; readonly ofLine: Prisma.Sql },
): Promise<Row<Line>[]> {
  return db.$queryRaw<Row<Line>[]>`
    WITH wanted AS (${wanted(basket)})
    SELECT w.cart_id AS "cartId", v.id AS "variantId", l.id AS "listingId", l.slug, l.product_id AS "productId",
      l.area_code AS "areaCode", a.short_name AS "villageName", a.name_en AS "villageNameEn",
      l.title, l.title_en AS "titleEn", v.name AS "variantName", v.name_en AS "variantNameEn",
      p.base_unit AS "baseUnit", p.perishable, v.quantity AS "packQuantity",
      v.shipping_grams AS "packGrams",
      w.quantity, v.price_fen AS "unitPriceFen", coalesce(w.price_seen_fen, v.price_fen) AS "priceSeenFen",
      w.set_aside AS "setAside",
      (l.status = 'PUBLISHED' AND v.active AND (l.seller_kind = 'HOUSEHOLD' OR c.status = 'APPROVED')) AS listed,
      l.seller_kind AS "sellerKind", l.seller_id AS "sellerId",
      coalesce(c.name, h.shop_name, h.number) AS "sellerName",
      coalesce(c.name_en, h.shop_name_en, h.shop_name, h.number) AS "sellerNameEn",
      l.service_point_id AS "servicePointId", l.ships_within_days AS "shipsWithinDays",
      l.freight_id AS "freightId", f.shipper_id AS "shipperId", f.shipper_name AS "shipperName",
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'provinces', z.provinces, 'delivered', z.delivered, 'firstGrams', z.first_grams, 'firstFen', z.first_fen,
          'nextGrams', z.next_grams, 'nextFen', z.next_fen, 'freeAboveFen', z.free_above_fen) ORDER BY z.position), '[]')
        FROM freight_zone z WHERE z.template_id = l.freight_id) AS zones,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'lotId', lot.id, 'available', lot.available, 'expiresOn', lot.expires_on${more.ofLot})), '[]')
        FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
        WHERE ll.listing_id = l.id AND ll.removed_at IS NULL AND l.preorder_id IS NULL
          AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(now)}::date) AS lots,
      (SELECT jsonb_build_object('id', po.id, 'shipBy', po.ship_by, 'available',
          CASE WHEN po.closed_at IS NULL AND po.ship_by > ${dayOf(now)}::date THEN po.available ELSE 0 END)
        FROM preorder po WHERE po.id = l.preorder_id) AS preorder,
      (SELECT r.id FROM split_rule r
        WHERE r.code = l.split_rule_code AND r.approved_at <= ${now}::timestamptz AND r.valid_from <= ${now}::timestamptz
        ORDER BY r.version DESC LIMIT 1) AS "splitRuleId",
      (SELECT ph.media_id FROM listing_photo ph WHERE ph.listing_id = l.id ORDER BY ph.position LIMIT 1) AS "photoId",
      fee.id AS "feeScheduleId", fee.processing_bps AS "processingBps", fee.processing_fixed_fen AS "processingFixedFen"${more.ofLine}
    FROM wanted w
    JOIN variant v ON v.id = w.variant_id
    JOIN listing l ON l.id = v.listing_id
    JOIN product p ON p.id = l.product_id
    JOIN area a ON a.code = l.area_code
    JOIN freight_template f ON f.id = l.freight_id
    LEFT JOIN cooperative c ON l.seller_kind = 'COOPERATIVE' AND c.id = l.seller_id
    LEFT JOIN household h ON l.seller_kind = 'HOUSEHOLD' AND h.id = l.seller_id
    LEFT JOIN LATERAL (
      SELECT s.id, s.platform_bps, s.processing_bps, s.processing_fixed_fen FROM fee_schedule s
      WHERE s.approved_at <= ${now}::timestamptz AND s.valid_from <= ${now}::timestamptz ORDER BY s.version DESC LIMIT 1
    ) fee ON true
    ORDER BY w.added_at, w.position, v.id`;
}

function wanted(basket: Basket): Prisma.Sql {
  if ("cartTokenHash" in basket) {
    return Prisma.sql`
      SELECT cl.cart_id, cl.variant_id, cl.quantity, cl.price_seen_fen, cl.set_aside, cl.added_at, 0::bigint AS position
      FROM cart JOIN cart_line cl ON cl.cart_id = cart.id WHERE cart.token_hash = ${basket.cartTokenHash}
        AND (NOT cl.set_aside OR ${basket.show === "everything"}::boolean)`;
  }
  const entries = JSON.stringify(basket.entries.map(({ variantId, quantity }) => ({ variantId, quantity })));
  return Prisma.sql`
    SELECT NULL::uuid AS cart_id, (e->>'variantId')::uuid AS variant_id, (e->>'quantity')::int AS quantity,
      NULL::bigint AS price_seen_fen, false AS set_aside, NULL::timestamptz AS added_at, position
    FROM jsonb_array_elements(${entries}::jsonb) WITH ORDINALITY AS entry(e, position)`;
}

function toLine<Line extends { zones: unknown }>(row: Row<Line>) {
  return {
    ...row,
    zones: row.zones.map((zone) => ({
      ...zone,
      firstFen: BigInt(zone.firstFen),
      nextFen: BigInt(zone.nextFen),
      freeAboveFen: zone.freeAboveFen === null ? null : BigInt(zone.freeAboveFen),
    })),
  };
}

function feesOf(row: Row<{ zones: unknown }> | undefined): FeesInForce | undefined {
  if (!row || row.feeScheduleId === null || row.processingBps === null || row.processingFixedFen === null)
    return undefined;
  return {
    feeScheduleId: row.feeScheduleId,
    processingBps: row.processingBps,
    processingFixedFen: row.processingFixedFen,
  };
}

export async function findPromotion(db: Db, code: string): Promise<LoadedPromotion | undefined> {
  const rows = await db.$queryRaw<LoadedPromotion[]>`
    SELECT id, funder, seller_kind AS "sellerKind", seller_id AS "sellerId", amount_fen AS "amountFen",
      minimum_fen AS "minimumFen", use_limit AS "useLimit", used, valid_from AS "validFrom", valid_to AS "validTo"
    FROM promotion WHERE code = ${normalCode(code)}`;
  return rows[0];
}

/** Codes are stored in upper case; people type them as they like. */
export function normalCode(code: string): string {
  return code.normalize("NFKC").trim().toUpperCase();
}
