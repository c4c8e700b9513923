import { sum, type Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import { orderForSplit, type OrderForSplit } from "~/orders/order-for-split.server";
import { checked, type Checked } from "./household-income-store.server";
import { patterns } from "./income-sql.server";
import { lineParts, remainingOf, type LinePart } from "./line-part-store.server";
import { partyOf, type PartyKind } from "./accounts";
import { splitLine, splitPromised, type SplitPart } from "./split";

export type TracedPart = LinePart & {
  readonly partyKind: PartyKind | null;
  /** null for households outside the scope, who are not named */
  readonly partyName: string | null;
};

export type TracedPick = {
  readonly lotId: string;
  readonly lotCode: string;
  readonly quantity: number;
  readonly baseUnit: "GRAM" | "PIECE";
  readonly released: boolean;
  readonly compositionHash: string | null;
  readonly rows: readonly {
    readonly householdId: string | null;
    readonly householdName: string | null;
    readonly settlementMode: string;
    readonly quantity: number;
    readonly weight: Fen;
    /** deliveries of this household in the lot that are within the scope */
    readonly intakeIds: readonly string[];
  }[];
};

export type OpenedOrderLine = {
  readonly orderLineId: string;
  readonly orderNumber: string;
  readonly kind: "GOODS" | "FREIGHT";
  readonly title: string;
  readonly variantName: string;
  readonly quantity: number;
  readonly packQuantity: number;
  readonly unitPriceFen: Fen;
  readonly grossFen: Fen;
  readonly sellerDiscountFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly netFen: Fen;
  readonly chargedFen: Fen;
  readonly processingFen: Fen;
  readonly sellerName: string;
  readonly splitRule: { readonly code: string; readonly version: number } | null;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly releasedAt: Date | null;
  readonly parts: readonly TracedPart[];
  readonly picks: readonly TracedPick[];
  readonly attributedFen: Fen;
  readonly payment: {
    readonly paymentIntentId: string | null;
    readonly amountFen: Fen;
    readonly succeededAt: Date | null;
  } | null;
  readonly refunds: readonly {
    readonly refundId: string;
    readonly state: string;
    readonly reason: string;
    readonly amountFen: Fen;
    readonly discountBackFen: Fen;
    readonly requestedAt: Date;
  }[];
  readonly checks: {
    /** the parts add up to the net */
    readonly split: Checked;
    /** what is left of the parts is the net less what was refunded */
    readonly remaining: Checked;
    /** who stood behind it adds up to the same */
    readonly attributed: Checked;
    /** base units picked are those sold (counted, not money) */
    readonly picked: boolean;
    /** the split worked out anew from the frozen order gives these parts; null when its picks were given back */
    readonly sameSplit: boolean | null;
  };
};

type LineRow = Omit<
  OpenedOrderLine,
  "parts" | "picks" | "attributedFen" | "payment" | "refunds" | "checks" | "splitRule"
> & {
  readonly orderId: string;
  readonly ruleCode: string | null;
  readonly ruleVersion: number | null;
};

/**
 * A sold line, down to picks, composition, payment and refunds, each level with its sum computed anew. Only for lines
 * that touched a household within the scope; other households are not named. Never the shopper.
 */
export async function openOrderLine(
  db: Db,
  lineOf: { readonly areaPrefixes: readonly string[]; readonly orderLineId: string },
): Promise<OpenedOrderLine | undefined> {
  const { areaPrefixes, orderLineId } = lineOf;
  const row = await loadLine(db, areaPrefixes, orderLineId);
  if (!row) return undefined;
  const { orderId, ruleCode, ruleVersion, ...line } = row;
  const parts = await tracedParts(db, areaPrefixes, orderLineId);
  const picks = await tracedPicks(db, areaPrefixes, orderLineId);
  const refunds = await refundsOf(db, orderLineId);
  const attributedFen = await attributedOf(db, orderLineId);
  const lostFen = await lostInDisputes(db, orderLineId);

  const refundedFen = sum(refunds.map((refund) => refund.amountFen + refund.discountBackFen)) + lostFen;
  const remainingFen = sum(parts.map(remainingOf));
  const held = picks.filter((pick) => !pick.released);
  return {
    ...line,
    splitRule: ruleCode !== null && ruleVersion !== null ? { code: ruleCode, version: ruleVersion } : null,
    // a pre-order's waiting part that has moved on was nobody's
    parts: parts.filter((part) => part.givenFen > 0n || part.takenFen > 0n),
    picks,
    attributedFen,
    payment: await paymentOf(db, orderId),
    refunds,
    checks: {
      split: checked(line.netFen, sum(parts.map((part) => part.givenFen))),
      remaining: checked(remainingFen, line.netFen - refundedFen),
      attributed: checked(attributedFen, line.kind === "GOODS" ? remainingFen : 0n),
      picked:
        line.kind === "FREIGHT" ||
        held.length === 0 ||
        held.reduce((total, pick) => total + pick.quantity, 0) === line.quantity * line.packQuantity,
      sameSplit: held.length === 0 && line.kind === "GOODS" ? null : await isSameSplit(db, orderId, orderLineId, parts),
    },
  };
}

async function isSameSplit(db: Db, orderId: string, orderLineId: string, parts: readonly LinePart[]): Promise<boolean> {
  const order = await orderForSplit(db, orderId);
  const line = order?.lines.find((one) => one.id === orderLineId);
  if (!line) return false;
  const text = (part: { number: number; kind: string; account: string }, fen: Fen) =>
    `${part.number} ${part.kind} ${part.account} ${fen}`;
  const anew = splitAnew(line, parts).map((part) => text(part, part.amountFen));
  return anew.join() === parts.map((part) => text(part, part.givenFen)).join();
}

/**
 * The split by the rules once more. A pre-order that was given its lots has two: what was split at payment, of whose waiting
 * part only what refunds took stayed its own, and what was left of it, over the lots.
 */
function splitAnew(line: OrderForSplit["lines"][number], parts: readonly LinePart[]): SplitPart[] {
  if (line.kind === "FREIGHT" || !line.preordered || line.awaitsLots) return splitLine(line);
  const atPayment = splitLine({ ...line, awaitsLots: true });
  const stayed = parts.find((part) => part.kind === "PREORDER")?.takenFen ?? 0n;
  return atPayment.flatMap((part) =>
    part.kind === "PREORDER"
      ? [{ ...part, amountFen: stayed }, ...splitPromised(line, part.amountFen - stayed)]
      : [part],
  );
}

async function loadLine(db: Db, areaPrefixes: readonly string[], orderLineId: string): Promise<LineRow | undefined> {
  const [row] = await db.$queryRaw<LineRow[]>`
    SELECT l.id AS "orderLineId", o.id AS "orderId", o.number AS "orderNumber", l.kind, l.title, l.variant_name AS "variantName",
      l.quantity, l.pack_quantity AS "packQuantity", l.unit_price_fen AS "unitPriceFen", l.gross_fen AS "grossFen",
      l.seller_discount_fen AS "sellerDiscountFen", l.platform_discount_fen AS "platformDiscountFen",
      l.net_fen AS "netFen", l.charged_fen AS "chargedFen", l.processing_fen AS "processingFen",
      s.seller_name AS "sellerName", r.code AS "ruleCode", r.version AS "ruleVersion", o.placed_at AS "placedAt",
      o.paid_at AS "paidAt", s.delivered_at AS "deliveredAt",
      least(lr.released_at, s.released_at) AS "releasedAt"
    FROM order_line l
    JOIN customer_order o ON o.id = l.order_id
    JOIN shipment s ON s.id = l.shipment_id
    LEFT JOIN line_release lr ON lr.order_line_id = l.id
    LEFT JOIN split_rule r ON r.id = l.split_rule_id
    WHERE l.id = ${orderLineId}::uuid AND o.state = 'PAID'
      AND EXISTS (
        SELECT FROM attribution a JOIN household h ON h.id = a.household_id
        WHERE a.order_line_id = l.id AND h.area_code LIKE ANY (${patterns(areaPrefixes)}::text[]))`;
  return row;
}

async function tracedParts(db: Db, areaPrefixes: readonly string[], orderLineId: string): Promise<TracedPart[]> {
  const parts = await lineParts(db, [orderLineId]);
  const parties = parts.map((part) => partyOf(part.account));
  const ids = (kinds: readonly PartyKind[]) =>
    parties.flatMap((party) => (party && kinds.includes(party.kind) ? [party.id] : []));
  const names = await db.$queryRaw<{ key: string; name: string }[]>`
    SELECT 'HOUSEHOLD ' || id AS key, head_name AS name FROM household
    WHERE id = ANY (${ids(["HOUSEHOLD"])}::uuid[]) AND area_code LIKE ANY (${patterns(areaPrefixes)}::text[])
    UNION ALL
    SELECT 'COOPERATIVE ' || id, name FROM cooperative WHERE id = ANY (${ids(["COOPERATIVE", "OTHERS"])}::uuid[])
    UNION ALL
    SELECT 'VILLAGE ' || code, name FROM area WHERE code = ANY (${ids(["VILLAGE"])}::text[])
    UNION ALL
    SELECT 'SERVICE_POINT ' || id, name FROM service_point WHERE id = ANY (${ids(["SERVICE_POINT"])}::uuid[])
    UNION ALL
    SELECT 'FREIGHT ' || shipper_id, max(shipper_name) FROM shipment
    WHERE shipper_id = ANY (${ids(["FREIGHT"])}::uuid[]) GROUP BY shipper_id`;
  const byKey = new Map(names.map((name) => [name.key, name.name]));
  return parts.map((part, i) => {
    const party = parties[i];
    const key = party && `${party.kind === "OTHERS" ? "COOPERATIVE" : party.kind} ${party.id}`;
    const partyName = (key && byKey.get(key)) ?? null;
    const isHidden = party?.kind === "HOUSEHOLD" && partyName === null;
    return { ...part, householdId: isHidden ? null : part.householdId, partyKind: party?.kind ?? null, partyName };
  });
}

type PickRow = Omit<TracedPick, "rows"> & {
  rows: {
    householdId: string | null;
    householdName: string | null;
    settlementMode: string;
    quantity: number;
    weight: string;
    intakeIds: string[];
  }[];
};

async function tracedPicks(db: Db, areaPrefixes: readonly string[], orderLineId: string): Promise<TracedPick[]> {
  const rows = await db.$queryRaw<PickRow[]>`
    SELECT p.lot_id AS "lotId", lot.code AS "lotCode", p.quantity, lot.base_unit AS "baseUnit",
      p.released_at IS NOT NULL AS released, lot.composition_hash AS "compositionHash",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('householdId', h.id, 'householdName', h.head_name,
          'settlementMode', c.settlement_mode, 'quantity', c.quantity, 'weight', c.weight::text,
          'intakeIds', (SELECT coalesce(jsonb_agg(i.id ORDER BY i.delivered_at), '[]') FROM lot_source s
            JOIN intake i ON i.id = s.intake_id WHERE s.lot_id = c.lot_id AND i.household_id = h.id)) ORDER BY c.position), '[]')
        FROM lot_composition c
        LEFT JOIN household h ON h.id = c.household_id AND h.area_code LIKE ANY (${patterns(areaPrefixes)}::text[])
        WHERE c.lot_id = p.lot_id) AS rows
    FROM lot_pick p JOIN lot ON lot.id = p.lot_id
    WHERE p.order_line_id = ${orderLineId}::uuid
    ORDER BY p.position`;
  return rows.map((pick) => ({ ...pick, rows: pick.rows.map((row) => ({ ...row, weight: BigInt(row.weight) })) }));
}

async function refundsOf(db: Db, orderLineId: string): Promise<OpenedOrderLine["refunds"]> {
  return db.$queryRaw<OpenedOrderLine["refunds"][number][]>`
    SELECT r.id AS "refundId", r.state, r.reason, rl.amount_fen AS "amountFen", rl.discount_back_fen AS "discountBackFen",
      r.requested_at AS "requestedAt"
    FROM refund_line rl JOIN refund r ON r.id = rl.refund_id
    WHERE rl.order_line_id = ${orderLineId}::uuid ORDER BY r.requested_at, r.id`;
}

async function attributedOf(db: Db, orderLineId: string): Promise<Fen> {
  const [row] = await db.$queryRaw<[{ fen: Fen }]>`
    SELECT coalesce(sum(CASE kind WHEN 'SALE' THEN amount_fen ELSE -amount_fen END), 0)::bigint AS fen
    FROM attribution WHERE order_line_id = ${orderLineId}::uuid`;
  return row.fen;
}

async function lostInDisputes(db: Db, orderLineId: string): Promise<Fen> {
  const [row] = await db.$queryRaw<[{ fen: Fen }]>`
    SELECT coalesce(sum(p.amount_fen), 0)::bigint AS fen FROM posting p
    JOIN journal j ON j.id = p.journal_id AND j.kind = 'DISPUTE_LOST' WHERE p.order_line_id = ${orderLineId}::uuid`;
  return row.fen;
}

async function paymentOf(db: Db, orderId: string): Promise<OpenedOrderLine["payment"]> {
  const [row] = await db.$queryRaw<{ paymentIntentId: string | null; amountFen: Fen; succeededAt: Date | null }[]>`
    SELECT p.payment_intent_id AS "paymentIntentId", p.amount_fen AS "amountFen", p.succeeded_at AS "succeededAt"
    FROM payment p
    WHERE p.order_id = ${orderId}::uuid AND p.state = 'SUCCEEDED'
      AND NOT EXISTS (SELECT FROM journal j WHERE j.kind = 'UNDELIVERABLE_PAYMENT' AND j.source_id = p.id::text)
    ORDER BY p.succeeded_at LIMIT 1`;
  return row ?? null;
}
