import { allocate, priceOf, sum, type Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { pricedPer, type BaseUnit } from "~/kernel/quantity";
import type { LotWithComposition } from "~/orders/basket-line";
import { planPicks, type LotStock } from "~/orders/pick-lots";
import { priceOrder } from "~/orders/price-order";
import type { Db } from "~/platform/db.server";
import { frozenCompositions } from "~/supply/frozen-composition-store.server";
import type { Flow } from "./flow";
import { splitLine, type PartKind, type SplitPart } from "./split";

export type SplitPreview = {
  readonly unitPriceFen: Fen;
  readonly quantity: number;
  /** what is split: the parts add up to it */
  readonly netFen: Fen;
  /** in the order of the split; households together: a name never leaves the ledger */
  readonly parts: readonly { readonly kind: PartKind; readonly flow: Flow | null; readonly amountFen: Fen }[];
  readonly householdsFen: Fen;
  /** paid to households when they delivered these goods (bought out): beside the split, never added to it */
  readonly paidAtIntakeFen: Fen;
  /** households behind these goods; null when they are fewer than five */
  readonly households: number | null;
  /** 预计: the charge is worked out on this line alone; in an order it is spread over everything bought */
  readonly processingIsEstimate: true;
};

/** By which versions it is split, each with the instant since when it is in force: the later of its own day and its approval. */
export type TermsInForce = {
  readonly rule: { readonly name: string; readonly nameEn: string; readonly version: number; readonly since: Date };
  readonly fees: { readonly version: number; readonly since: Date };
};

type Row = {
  variantId: string;
  unitPriceFen: Fen;
  packQuantity: number;
  baseUnit: BaseUnit;
  sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  sellerId: string;
  servicePointId: string | null;
  areaCode: string;
  platformBps: number;
  processingBps: number;
  processingFixedFen: Fen;
  cooperativeBps: number;
  reserveBps: number;
  servicePointBps: number;
  villageBps: number;
  lots: readonly LotStock[];
  /** goods of a lot to come: the seller's share waits as one part */
  preorder: { readonly id: string; readonly available: number } | null;
};

type RowWithCompositions = Omit<Row, "lots"> & { lots: readonly LotWithComposition[] };

type RowWithTerms = Row & {
  ruleName: string;
  ruleNameEn: string;
  ruleVersion: number;
  ruleSince: Date;
  feesVersion: number;
  feesSince: Date;
};

/**
 * The exact split that would be posted for buying this now: the lots that placing would take, the rule and schedule in
 * force. Undefined when there is no such variant, no rule in force, or not enough in stock. One statement, and one more
 * for lots that nobody has asked for since the process began.
 */
export async function splitPreview(
  db: Db,
  { variantId, quantity, now }: { variantId: string; quantity: number; now: Date },
): Promise<(SplitPreview & TermsInForce) | undefined> {
  const previews = await splitPreviews(db, { variantIds: [variantId], quantity, now });
  return previews.get(variantId);
}

/** The same for many variants at once, for the lists of the shop: those that cannot be bought are left out. */
export async function splitPreviews(
  db: Db,
  { variantIds, quantity, now }: { variantIds: readonly string[]; quantity: number; now: Date },
): Promise<Map<string, SplitPreview & TermsInForce>> {
  const rows = variantIds.length === 0 ? [] : await load(db, variantIds, now);
  const taken = rows.map((row) => lotsTaken(row, quantity));
  const compositions = await frozenCompositions(db, [...new Set(taken.flat().map((lot) => lot.lotId))]);
  return new Map(
    rows.flatMap((row, index) => {
      const lots = (taken[index] ?? []).map((lot) => ({ ...lot, composition: compositions.get(lot.lotId) ?? [] }));
      const preview = previewOf({ ...row, lots }, quantity);
      return preview ? [[row.variantId, { ...preview, ...termsOf(row) }] as const] : [];
    }),
  );
}

function termsOf(row: RowWithTerms): TermsInForce {
  return {
    rule: { name: row.ruleName, nameEn: row.ruleNameEn, version: row.ruleVersion, since: row.ruleSince },
    fees: { version: row.feesVersion, since: row.feesSince },
  };
}

/** The lots that placing would take from: only their compositions are needed. */
function lotsTaken({ packQuantity, lots, preorder }: Row, quantity: number): LotStock[] {
  const plan = planPicks([{ packQuantity, quantity, lots, preorder }]);
  if (!plan.ok) return [];
  const ids = new Set(plan.picks.map((pick) => pick.lotId));
  return lots.filter((lot) => ids.has(lot.lotId));
}

function previewOf(row: RowWithCompositions, quantity: number): SplitPreview | undefined {
  const plan = planPicks([{ packQuantity: row.packQuantity, quantity, lots: row.lots, preorder: row.preorder }]);
  if (!plan.ok) return undefined;

  const priced = priceOrder({
    shipments: [
      {
        sellerKind: row.sellerKind,
        sellerId: row.sellerId,
        freightFen: 0n,
        lines: [{ unitPriceFen: row.unitPriceFen, quantity }],
      },
    ],
    fees: row,
  });
  const line = priced.shipments[0]?.goods[0];
  if (!line) throw new Error("a line was not priced");
  const picks = plan.picks.flatMap((pick) => {
    const lot = row.lots.find((one) => one.lotId === pick.lotId);
    return lot ? [{ ...pick, rows: lot.composition }] : [];
  });
  const parts = splitLine({
    kind: "GOODS",
    netFen: line.netFen,
    processingFen: line.processingFen,
    platformBps: row.platformBps,
    terms: row,
    seller: { kind: row.sellerKind, id: row.sellerId },
    servicePointId: row.servicePointId,
    areaCode: row.areaCode,
    awaitsLots: row.preorder !== null,
    picks: picks.map((pick) => ({
      lotId: pick.lotId,
      quantity: pick.quantity,
      composition: pick.rows.map((one) => ({ ...one, weight: BigInt(one.weight) })),
    })),
  });
  const households = new Set(picks.flatMap((pick) => pick.rows.flatMap((one) => one.householdId ?? [])));
  return {
    unitPriceFen: row.unitPriceFen,
    quantity,
    netFen: line.netFen,
    parts: together(parts),
    householdsFen: sum(parts.filter((part) => part.kind === "HOUSEHOLD").map((part) => part.amountFen)),
    paidAtIntakeFen: sum(picks.map((pick) => paidAtIntake(pick, row.baseUnit))),
    households: households.size >= SMALLEST_PUBLIC_COUNT ? households.size : null,
    processingIsEstimate: true,
  };
}

function together(parts: readonly SplitPart[]): SplitPreview["parts"] {
  const byKind = new Map<string, { kind: PartKind; flow: Flow | null; amountFen: Fen }>();
  for (const { kind, flow, amountFen } of parts) {
    const same = byKind.get(`${kind} ${flow}`);
    byKind.set(`${kind} ${flow}`, { kind, flow, amountFen: (same?.amountFen ?? 0n) + amountFen });
  }
  return [...byKind.values()];
}

/** The picked goods over the lot's rows by quantity; the bought-out households' at the price they were paid. */
function paidAtIntake(pick: { quantity: number; rows: LotWithComposition["composition"] }, unit: BaseUnit): Fen {
  const quantities = allocate(
    BigInt(pick.quantity),
    pick.rows.map((row) => BigInt(row.quantity)),
  );
  return sum(
    pick.rows.map((row, i) =>
      row.settlementMode === "BOUGHT_OUT" && row.householdId !== null && row.unitPriceFen !== null
        ? priceOf(Number(quantities[i] ?? 0n), BigInt(row.unitPriceFen), pricedPer(unit))
        : 0n,
    ),
  );
}

async function load(db: Db, variantIds: readonly string[], now: Date): Promise<RowWithTerms[]> {
  return db.$queryRaw<RowWithTerms[]>`
    WITH asked AS MATERIALIZED (
      SELECT v.id, v.price_fen, v.quantity, v.listing_id FROM variant v WHERE v.id = ANY (${[...variantIds]}::uuid[])),
    stock AS (
      SELECT ll.listing_id, json_agg(json_build_object('lotId', lot.id, 'available', lot.available,
        'expiresOn', lot.expires_on)) AS lots
      FROM listing_lot ll JOIN lot ON lot.id = ll.lot_id
      WHERE ll.listing_id IN (SELECT listing_id FROM asked) AND ll.removed_at IS NULL
        AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${dayOf(now)}::date
      GROUP BY ll.listing_id)
    SELECT v.id AS "variantId", v.price_fen AS "unitPriceFen", v.quantity AS "packQuantity", p.base_unit AS "baseUnit",
      l.seller_kind AS "sellerKind", l.seller_id AS "sellerId", l.service_point_id AS "servicePointId",
      l.area_code AS "areaCode", fee.platform_bps AS "platformBps", fee.processing_bps AS "processingBps",
      fee.processing_fixed_fen AS "processingFixedFen", rule.cooperative_bps AS "cooperativeBps",
      rule.reserve_bps AS "reserveBps", rule.service_point_bps AS "servicePointBps", rule.village_bps AS "villageBps",
      rule.name AS "ruleName", rule.name_en AS "ruleNameEn", rule.version AS "ruleVersion",
      greatest(rule.valid_from, rule.approved_at) AS "ruleSince", fee.version AS "feesVersion",
      greatest(fee.valid_from, fee.approved_at) AS "feesSince",
      CASE WHEN l.preorder_id IS NULL THEN coalesce(stock.lots, '[]') ELSE '[]' END AS lots,
      (SELECT json_build_object('id', po.id, 'available',
          CASE WHEN po.closed_at IS NULL AND po.ship_by > ${dayOf(now)}::date THEN po.available ELSE 0 END)
        FROM preorder po WHERE po.id = l.preorder_id) AS preorder
    FROM asked v
    JOIN listing l ON l.id = v.listing_id
    JOIN product p ON p.id = l.product_id
    LEFT JOIN stock ON stock.listing_id = l.id
    JOIN LATERAL (
      SELECT r.* FROM split_rule r
      WHERE r.code = l.split_rule_code AND r.approved_at <= ${now}::timestamptz AND r.valid_from <= ${now}::timestamptz
      ORDER BY r.version DESC LIMIT 1) rule ON true
    JOIN LATERAL (
      SELECT s.* FROM fee_schedule s
      WHERE s.approved_at <= ${now}::timestamptz AND s.valid_from <= ${now}::timestamptz
      ORDER BY s.version DESC LIMIT 1) fee ON true`;
}
