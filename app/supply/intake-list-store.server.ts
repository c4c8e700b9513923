import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import type { Fen } from "~/kernel/money";
import { addDays, dayOf, startOfDay } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import type { Conformity } from "./conformity";
import type { IntakeFilter } from "./intake-filter";
import type { IntakeMode } from "./settlement-mode";

export type IntakeRow = {
  readonly id: string;
  readonly number: string;
  readonly householdId: string | null;
  readonly householdName: string | null;
  readonly householdNumber: string | null;
  readonly supplierNote: string | null;
  readonly productName: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly grade: string;
  readonly net: number;
  readonly remaining: number;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
  readonly amountFen: Fen | null;
  readonly deliveredAt: Date;
  /** it takes another slip back */
  readonly isReversal: boolean;
  /** it was taken back */
  readonly isReversed: boolean;
};

const columns = Prisma.sql`
  i.id, i.number, i.household_id AS "householdId", h.head_name AS "householdName", h.number AS "householdNumber",
  i.supplier_note AS "supplierNote", p.name AS "productName", i.base_unit AS "baseUnit", p.piece_name AS "pieceName",
  p.piece_name_en AS "pieceNameEn", i.grade, i.net, i.remaining, i.settlement_mode AS "settlementMode",
  i.unit_price_fen AS "unitPriceFen", i.amount_fen AS "amountFen", i.delivered_at AS "deliveredAt",
  i.reverses_id IS NOT NULL AS "isReversal",
  EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id) AS "isReversed"`;

const joins = Prisma.sql`FROM intake i JOIN product p ON p.id = i.product_id LEFT JOIN household h ON h.id = i.household_id`;

/** The cooperatives' deliveries, newest first. */
export async function listIntakes(
  db: Db,
  cooperativeIds: readonly string[],
  filter: IntakeFilter,
  page: PageRequest,
): Promise<Page<IntakeRow>> {
  const where = listed(cooperativeIds, filter);
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total ${joins} WHERE ${where}`,
    db.$queryRaw<IntakeRow[]>`
      SELECT ${columns} ${joins} WHERE ${where}
      ORDER BY i.delivered_at DESC, i.id DESC LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

export async function countIntakes(db: Db, cooperativeIds: readonly string[], filter: IntakeFilter): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: bigint }]>`
    SELECT count(*) AS total ${joins} WHERE ${listed(cooperativeIds, filter)}`;
  return Number(row.total);
}

/** The whole list as a query, for a cursor. */
export function allIntakes(cooperativeIds: readonly string[], filter: IntakeFilter): Prisma.Sql {
  return Prisma.sql`SELECT ${columns} ${joins} WHERE ${listed(cooperativeIds, filter)}
    ORDER BY i.delivered_at DESC, i.id DESC`;
}

function listed(cooperativeIds: readonly string[], filter: IntakeFilter): Prisma.Sql {
  const from = filter.day === undefined ? null : startOfDay(filter.day);
  const pattern = filter.query?.trim()
    ? `%${filter.query
        .trim()
        .toLowerCase()
        .replace(/[\\%_]/g, "\\$&")}%`
    : null;
  const state = {
    open: Prisma.sql`i.remaining > 0`,
    unpriced: Prisma.sql`i.remaining > 0 AND i.unit_price_fen IS NULL`,
    reversed: Prisma.sql`i.reverses_id IS NOT NULL`,
    all: Prisma.sql`true`,
  }[filter.state ?? "all"];
  return Prisma.sql`i.cooperative_id = ANY (${[...cooperativeIds]}::uuid[]) AND ${state}
    AND (${from}::timestamptz IS NULL
      OR (i.delivered_at >= ${from} AND i.delivered_at < ${from === null ? null : addDays(from, 1)}::timestamptz))
    AND (${pattern}::text IS NULL OR lower(i.number) LIKE ${pattern} OR h.head_name LIKE ${pattern}
      OR h.head_pinyin LIKE ${pattern} OR lower(h.number) LIKE ${pattern})`;
}

/** What a lot of one product can be sealed from: deliveries with something left, oldest first. */
export async function openIntakes(db: Db, cooperativeId: string, productId: string): Promise<IntakeRow[]> {
  return db.$queryRaw<IntakeRow[]>`
    SELECT ${columns} ${joins}
    WHERE i.cooperative_id = ${cooperativeId}::uuid AND i.product_id = ${productId}::uuid AND i.remaining > 0
    ORDER BY i.delivered_at, i.id LIMIT 200`;
}

export type OpenProduct = {
  readonly productId: string;
  readonly name: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly intakes: number;
  readonly remaining: number;
};

/** The products of which a cooperative has deliveries that are in no lot yet. */
export async function openProducts(db: Db, cooperativeId: string): Promise<OpenProduct[]> {
  return db.$queryRaw<OpenProduct[]>`
    SELECT p.id AS "productId", p.name, p.base_unit AS "baseUnit", p.piece_name AS "pieceName",
      p.piece_name_en AS "pieceNameEn", count(*)::int AS intakes, sum(i.remaining)::int AS remaining
    FROM intake i JOIN product p ON p.id = i.product_id
    WHERE i.cooperative_id = ${cooperativeId}::uuid AND i.remaining > 0
    GROUP BY p.id ORDER BY max(i.delivered_at) DESC`;
}

export type IntakeDetail = IntakeRow & {
  readonly cooperativeId: string;
  readonly cooperativeName: string;
  readonly productId: string;
  readonly gross: number;
  readonly tare: number;
  readonly deduction: number;
  readonly weighedBy: string;
  readonly slipMediaId: string | null;
  readonly note: string | null;
  readonly conformity: Conformity | null;
  readonly createdAt: Date;
  readonly reversesId: string | null;
  readonly reversesNumber: string | null;
  readonly reversedById: string | null;
  readonly reversedByNumber: string | null;
  readonly reversalReason: string | null;
  /** the lots it went into */
  readonly lots: readonly { readonly lotId: string; readonly code: string; readonly quantity: number }[];
};

/** One slip of the cooperatives; undefined when it is not there or not theirs. */
export async function findIntake(
  db: Db,
  cooperativeIds: readonly string[],
  intakeId: string,
): Promise<IntakeDetail | undefined> {
  const [intake] = await db.$queryRaw<Omit<IntakeDetail, "lots">[]>`
    SELECT ${columns}, i.cooperative_id AS "cooperativeId", c.name AS "cooperativeName", i.product_id AS "productId",
      i.gross, i.tare, i.deduction, i.weighed_by AS "weighedBy", i.slip_media_id AS "slipMediaId", i.note, i.conformity,
      i.created_at AS "createdAt", i.reverses_id AS "reversesId", o.number AS "reversesNumber",
      r.id AS "reversedById", r.number AS "reversedByNumber", coalesce(i.reversal_reason, r.reversal_reason) AS "reversalReason"
    ${joins} JOIN cooperative c ON c.id = i.cooperative_id
    LEFT JOIN intake o ON o.id = i.reverses_id LEFT JOIN intake r ON r.reverses_id = i.id
    WHERE i.id = ${intakeId}::uuid AND i.cooperative_id = ANY (${[...cooperativeIds]}::uuid[])`;
  if (!intake) return undefined;
  const lots = await db.$queryRaw<IntakeDetail["lots"]>`
    SELECT s.lot_id AS "lotId", lot.code, s.quantity FROM lot_source s JOIN lot ON lot.id = s.lot_id
    WHERE s.intake_id = ${intakeId}::uuid ORDER BY lot.sealed_at`;
  return { ...intake, lots };
}

/** The households that delivered last, most recent first: the weigher's first screen. */
export async function recentSuppliers(
  db: Db,
  cooperativeId: string,
  limit: number,
): Promise<{ id: string; number: string; headName: string; groupName: string }[]> {
  return db.$queryRaw`
    SELECT h.id, h.number, h.head_name AS "headName", h.group_name AS "groupName"
    FROM household h JOIN (
      SELECT household_id, max(created_at) AS last FROM intake
      WHERE cooperative_id = ${cooperativeId}::uuid AND household_id IS NOT NULL GROUP BY household_id
      ORDER BY last DESC LIMIT ${limit}) recent ON recent.household_id = h.id
    ORDER BY recent.last DESC`;
}

/** The products a cooperative took in last, most recent first. */
export async function recentProducts(db: Db, cooperativeId: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT product_id AS id FROM intake WHERE cooperative_id = ${cooperativeId}::uuid
    GROUP BY product_id ORDER BY max(created_at) DESC LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

export type LastDelivery = {
  readonly grade: string;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
};

/** How the same product was last taken in, to prefill the form: this household's first, else anybody's. */
export async function lastDelivery(
  db: Db,
  request: { readonly cooperativeId: string; readonly householdId: string | null; readonly productId: string },
): Promise<LastDelivery | undefined> {
  const [row] = await db.$queryRaw<LastDelivery[]>`
    SELECT grade, settlement_mode AS "settlementMode", unit_price_fen AS "unitPriceFen" FROM intake
    WHERE cooperative_id = ${request.cooperativeId}::uuid AND product_id = ${request.productId}::uuid AND reverses_id IS NULL
    ORDER BY household_id IS NOT DISTINCT FROM ${request.householdId}::uuid DESC, delivered_at DESC LIMIT 1`;
  return row;
}

/** What one household (or all unregistered suppliers) delivered on a Shanghai day, reversed slips left out. */
export async function deliveredThatDay(
  db: Db,
  request: { readonly cooperativeId: string; readonly householdId: string | null; readonly day: string },
): Promise<{ slips: number; amountFen: Fen }> {
  const from = startOfDay(request.day);
  const [row] = await db.$queryRaw<{ slips: number; amountFen: Fen }[]>`
    SELECT count(*)::int AS slips, coalesce(sum(i.amount_fen), 0)::bigint AS "amountFen" FROM intake i
    WHERE i.cooperative_id = ${request.cooperativeId}::uuid AND i.household_id IS NOT DISTINCT FROM ${request.householdId}::uuid
      AND i.delivered_at >= ${from} AND i.delivered_at < ${addDays(from, 1)}
      AND i.reverses_id IS NULL AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)`;
  return row ?? { slips: 0, amountFen: 0n };
}

/** What a household brought of the product since New Year up to and with this delivery, reversed slips left out. */
export async function deliveredThisYear(
  db: Db,
  delivery: {
    readonly cooperativeId: string;
    readonly householdId: string | null;
    readonly productId: string;
    readonly deliveredAt: Date;
  },
): Promise<{ times: number; quantity: number; amountFen: Fen }> {
  const from = startOfDay(`${dayOf(delivery.deliveredAt).slice(0, 4)}-01-01`);
  const [row] = await db.$queryRaw<{ times: number; quantity: number; amountFen: Fen }[]>`
    SELECT count(*)::int AS times, coalesce(sum(i.net), 0)::int AS quantity,
      coalesce(sum(i.amount_fen), 0)::bigint AS "amountFen" FROM intake i
    WHERE i.cooperative_id = ${delivery.cooperativeId}::uuid AND i.household_id = ${delivery.householdId}::uuid
      AND i.product_id = ${delivery.productId}::uuid AND i.delivered_at >= ${from} AND i.delivered_at <= ${delivery.deliveredAt}
      AND i.reverses_id IS NULL AND NOT EXISTS (SELECT FROM intake r WHERE r.reverses_id = i.id)`;
  return row ?? { times: 0, quantity: 0, amountFen: 0n };
}
