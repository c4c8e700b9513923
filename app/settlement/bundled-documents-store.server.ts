import type { Period } from "~/kernel/period";
import type { Db } from "~/platform/db.server";
import type {
  AuditBundle,
  BundledDeclaration,
  BundledJournal,
  BundledLine,
  BundledLot,
  BundledOrder,
  BundledPayout,
  BundledRefund,
  BundledSlip,
  BundledVoucher,
} from "./audit-bundle";

// What a bundle is made of, as it stands in its tables. Amounts as text, instants as ISO text or as they are hashed.

/**
 * The journals of the entries, and what happened to the sales, deliveries and payouts behind them. What other parties were
 * paid for the same sale is nobody's business here.
 */
export async function bundledJournals(
  db: Db,
  of: {
    readonly journalIds: readonly string[];
    readonly lineIds: readonly string[];
    readonly intakeIds: readonly string[];
    readonly payoutIds: readonly string[];
  },
): Promise<BundledJournal[]> {
  return db.$queryRaw<BundledJournal[]>`
    WITH wanted AS (
      SELECT unnest(${[...of.journalIds]}::uuid[]) AS id
      UNION
      SELECT reverses_id FROM journal WHERE id = ANY (${[...of.journalIds]}::uuid[]) AND reverses_id IS NOT NULL
      UNION
      SELECT p.journal_id FROM posting p JOIN journal j ON j.id = p.journal_id
      WHERE (p.order_line_id = ANY (${[...of.lineIds]}::uuid[]) OR p.intake_id = ANY (${[...of.intakeIds]}::uuid[])
          OR p.payout_id = ANY (${[...of.payoutIds]}::uuid[]))
        AND j.kind NOT IN ('DISBURSEMENT', 'DISBURSEMENT_RETURNED', 'DEBT_NETTED')
    )
    SELECT j.id, j.kind, j.source_id AS "sourceId", j.input_hash AS "inputHash", j.content_hash AS "contentHash",
      (extract(epoch FROM j.occurred_at) * 1000)::float8 AS "occurredAt", j.period, j.reverses_id AS "reversesId",
      j.actor_id AS "actorId", j.memo,
      (SELECT jsonb_agg(jsonb_build_object('source', p.source, 'destination', p.destination, 'amountFen', p.amount_fen::text,
          'part', p.part, 'partNumber', p.part_number, 'orderLineId', p.order_line_id, 'lotId', p.lot_id,
          'intakeId', p.intake_id, 'payoutId', p.payout_id, 'householdId', p.household_id,
          'cooperativeId', p.cooperative_id, 'flow', p.flow) ORDER BY p.position)
        FROM posting p WHERE p.journal_id = j.id) AS postings
    FROM journal j WHERE j.id IN (SELECT id FROM wanted)
    ORDER BY j.occurred_at, j.id`;
}

export async function bundledVouchers(db: Db, ids: readonly string[]): Promise<BundledVoucher[]> {
  return db.$queryRaw<BundledVoucher[]>`
    SELECT d.id, d.voucher_number AS "voucherNumber", d.state, d.payee_account AS "payeeAccount",
      b.payer_account AS "payerAccount", b.number AS "batchNumber", d.amount_fen::text AS "amountFen",
      d.bank_reference AS "bankReference", to_jsonb(d.paid_at) #>> '{}' AS "paidAt"
    FROM disbursement d JOIN disbursement_batch b ON b.id = d.batch_id
    WHERE d.id = ANY (${[...ids]}::uuid[]) ORDER BY d.id`;
}

/** Only the household's own: another's slip in the same lot stays with those who may see it. */
export async function bundledSlips(db: Db, ids: readonly string[], householdId: string): Promise<BundledSlip[]> {
  return db.$queryRaw<BundledSlip[]>`
    SELECT i.id, i.number, i.cooperative_id AS "cooperativeId", i.household_id AS "householdId", p.name AS product, i.grade,
      i.base_unit AS "baseUnit", i.gross, i.tare, i.deduction, i.net, i.settlement_mode AS "settlementMode",
      i.unit_price_fen::text AS "unitPriceFen", i.amount_fen::text AS "amountFen", i.weighed_by AS "weighedBy",
      to_jsonb(i.delivered_at) #>> '{}' AS "deliveredAt", m.sha256 AS "photoSha256", i.reverses_id AS "reversesId"
    FROM intake i JOIN product p ON p.id = i.product_id LEFT JOIN media m ON m.id = i.slip_media_id
    WHERE i.id = ANY (${[...ids]}::uuid[]) AND i.household_id = ${householdId}::uuid ORDER BY i.delivered_at, i.id`;
}

export async function bundledPayouts(db: Db, ids: readonly string[]): Promise<BundledPayout[]> {
  return db.$queryRaw<BundledPayout[]>`
    SELECT id, cooperative_id AS "cooperativeId", household_id AS "householdId", flow, period,
      amount_fen::text AS "amountFen", basis FROM payout WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id`;
}

/** Of an order what its sale was hashed over, and its payment. Nothing of the shopper. */
export async function bundledOrders(db: Db, ids: readonly string[]): Promise<BundledOrder[]> {
  return db.$queryRaw<BundledOrder[]>`
    SELECT o.id, o.number, o.total_fen::text AS "totalFen", o.platform_discount_fen::text AS "platformDiscountFen",
      paid."paymentIntentId", paid."paidFen", paid."paidAt",
      (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'netFen', l.net_fen::text, 'processingFen', l.processing_fen::text) ORDER BY l.position)
        FROM order_line l WHERE l.order_id = o.id) AS lines
    FROM customer_order o
    LEFT JOIN LATERAL (
      SELECT p.payment_intent_id AS "paymentIntentId", p.amount_fen::text AS "paidFen",
        to_jsonb(p.succeeded_at) #>> '{}' AS "paidAt"
      FROM payment p WHERE p.order_id = o.id AND p.state = 'SUCCEEDED'
        AND NOT EXISTS (SELECT FROM journal j WHERE j.kind = 'UNDELIVERABLE_PAYMENT' AND j.source_id = p.id::text)
      ORDER BY p.succeeded_at LIMIT 1) paid ON true
    WHERE o.id = ANY (${[...ids]}::uuid[]) ORDER BY o.id`;
}

export async function bundledLines(db: Db, ids: readonly string[]): Promise<BundledLine[]> {
  return db.$queryRaw<BundledLine[]>`
    SELECT l.id, l.order_id AS "orderId", l.kind, l.title, l.quantity, l.pack_quantity AS "packQuantity",
      l.net_fen::text AS "netFen", r.code || ' v' || r.version AS "splitRule",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', k.lot_id, 'quantity', k.quantity,
          'released', k.released_at IS NOT NULL) ORDER BY k.position), '[]')
        FROM lot_pick k WHERE k.order_line_id = l.id) AS picks,
      (SELECT coalesce(sum(CASE a.kind WHEN 'SALE' THEN a.amount_fen ELSE -a.amount_fen END), 0)::text
        FROM attribution a WHERE a.order_line_id = l.id) AS "attributedFen"
    FROM order_line l LEFT JOIN split_rule r ON r.id = l.split_rule_id
    WHERE l.id = ANY (${[...ids]}::uuid[]) ORDER BY l.id`;
}

export async function bundledRefunds(db: Db, orderIds: readonly string[]): Promise<BundledRefund[]> {
  return db.$queryRaw<BundledRefund[]>`
    SELECT r.id, r.order_id AS "orderId", r.state, r.reason, r.bearer, r.amount_fen::text AS "amountFen",
      to_jsonb(r.requested_at) #>> '{}' AS "requestedAt",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('orderLineId', rl.order_line_id, 'amountFen', rl.amount_fen::text,
          'discountBackFen', rl.discount_back_fen::text) ORDER BY rl.order_line_id), '[]')
        FROM refund_line rl WHERE rl.refund_id = r.id) AS lines
    FROM refund r WHERE r.order_id = ANY (${[...orderIds]}::uuid[])
      -- a payment that came to nothing and went back whole is not of this sale
      AND EXISTS (SELECT FROM refund_line rl WHERE rl.refund_id = r.id)
    ORDER BY r.requested_at, r.id`;
}

export async function bundledLots(db: Db, ids: readonly string[], householdId: string): Promise<BundledLot[]> {
  return db.$queryRaw<BundledLot[]>`
    SELECT t.id, t.code, t.product_id AS "productId", t.quantity, t.composition_hash AS "compositionHash",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('householdId', c.household_id, 'settlementMode', c.settlement_mode,
          'quantity', c.quantity, 'weight', c.weight::text, 'unitPriceFen', c.unit_price_fen::text) ORDER BY c.position), '[]')
        FROM lot_composition c WHERE c.lot_id = t.id) AS rows,
      (SELECT coalesce(jsonb_agg(DISTINCT i.id), '[]') FROM lot_source s JOIN intake i ON i.id = s.intake_id
        WHERE s.lot_id = t.id AND i.household_id = ${householdId}::uuid) AS "slipIds"
    FROM lot t WHERE t.id = ANY (${[...ids]}::uuid[]) ORDER BY t.id`;
}

export async function classMapOf(db: Db, period: Period): Promise<AuditBundle["classMap"]> {
  const rows = await db.$queryRaw<{ version: number; flow: string; incomeClass: string; stable: boolean }[]>`
    SELECT version, flow, income_class AS "incomeClass", stable FROM class_map
    WHERE version = (SELECT max(v.version) FROM class_map v WHERE v.valid_from <= ${period}) ORDER BY flow`;
  return {
    version: rows[0]?.version ?? 0,
    rows: rows.map(({ flow, incomeClass, stable }) => ({ flow, incomeClass, stable })),
  };
}

export async function costsOf(db: Db, householdId: string, period: Period): Promise<AuditBundle["costs"]> {
  return db.$queryRaw<AuditBundle["costs"][number][]>`
    SELECT id, kind, amount_fen::text AS "amountFen", basis FROM cost_entry
    WHERE household_id = ${householdId}::uuid AND period = ${period} AND state = 'APPROVED' ORDER BY id`;
}

export async function declarationsOf(db: Db, householdId: string, period: Period): Promise<BundledDeclaration[]> {
  return db.$queryRaw<BundledDeclaration[]>`
    SELECT d.id, d.flow, c.income_class AS "incomeClass", d.gross_fen::text AS "grossFen", d.cost_fen::text AS "costFen",
      d.basis, d.evidence, d.applies_to AS "appliesTo", d.corrects_id AS "correctsId"
    FROM declared_income d CROSS JOIN LATERAL class_of(d.flow, d.period) c
    WHERE d.household_id = ${householdId}::uuid AND d.period = ${period} AND d.state = 'APPROVED' ORDER BY d.id`;
}
