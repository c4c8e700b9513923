import type { Subject } from "~/access/permissions";
import { helpingPoint } from "~/households/helping-point.server";
import type { Page, PageRequest } from "~/kernel/page";
import { offsetOf } from "~/kernel/page";
import type { BaseUnit } from "~/kernel/quantity";
import { Prisma, type Db } from "~/platform/db.server";
import type { CompositionMode, IntakeMode } from "./settlement-mode";

/** Sellers whose goods somebody may see: cooperatives, and households (through their service point). */
export type SellerScope = { readonly cooperativeIds: readonly string[]; readonly servicePointIds: readonly string[] };

/** The rows of `lot` or `listing` (alias `t`) that belong to the scope's sellers. */
export function ownedBy(scope: SellerScope): Prisma.Sql {
  return Prisma.sql`(
    (t.seller_kind = 'COOPERATIVE' AND t.seller_id = ANY (${[...scope.cooperativeIds]}::uuid[]))
    OR (t.seller_kind = 'HOUSEHOLD' AND t.seller_id IN (
      SELECT h.id FROM household h WHERE ${helpingPoint} = ANY (${[...scope.servicePointIds]}::uuid[]))))`;
}

/** Whose a lot is, in the words of permissions; undefined when there is none. */
export async function lotSubject(db: Db, lotId: string): Promise<Subject | undefined> {
  const [row] = await db.$queryRaw<{ kind: string; sellerId: string; servicePointId: string | null }[]>`
    SELECT t.seller_kind AS kind, t.seller_id AS "sellerId",
      ${helpingPoint} AS "servicePointId"
    FROM lot t LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id
    WHERE t.id = ${lotId}::uuid`;
  return row && sellerSubject(row.kind, row.sellerId, row.servicePointId);
}

export function sellerSubject(kind: string, sellerId: string, servicePointId: string | null): Subject {
  if (kind === "COOPERATIVE") return { cooperativeId: sellerId };
  return { householdId: sellerId, ...(servicePointId === null ? {} : { servicePointId }) };
}

export type LotRow = {
  readonly id: string;
  readonly code: string;
  readonly productName: string;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly baseUnit: BaseUnit;
  readonly grade: string;
  readonly quantity: number;
  readonly available: number;
  readonly status: "OPEN" | "SEALED" | "CLOSED";
  /** Shanghai days */
  readonly harvestedOn: string;
  readonly expiresOn: string;
  readonly sealedAt: Date;
  readonly households: number;
  readonly hasOthers: boolean;
};

/** The scope's lots, newest first; `stock` narrows to those with goods to sell. */
export async function listLots(
  db: Db,
  scope: SellerScope,
  filter: { readonly stock?: "on-stock" | "sold-out"; readonly productId?: string },
  page: PageRequest,
): Promise<Page<LotRow>> {
  const where = Prisma.sql`${ownedBy(scope)}
    AND (${filter.stock ?? null}::text IS NULL OR (t.available > 0) = (${filter.stock ?? null}::text = 'on-stock'))
    AND (${filter.productId ?? null}::uuid IS NULL OR t.product_id = ${filter.productId ?? null}::uuid)`;
  const [count, rows] = await Promise.all([
    db.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM lot t WHERE ${where}`,
    db.$queryRaw<LotRow[]>`
      SELECT t.id, t.code, p.name AS "productName", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn",
        t.base_unit AS "baseUnit", t.grade, t.quantity, t.available, t.status,
        t.harvested_on::text AS "harvestedOn", t.expires_on::text AS "expiresOn", t.sealed_at AS "sealedAt",
        c.households::int AS households, c.others AS "hasOthers"
      FROM lot t JOIN product p ON p.id = t.product_id
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT household_id) AS households, coalesce(bool_or(household_id IS NULL), false) AS others
        FROM lot_composition WHERE lot_id = t.id) c
      WHERE ${where} ORDER BY t.sealed_at DESC, t.id DESC LIMIT ${page.size} OFFSET ${offsetOf(page)}`,
  ]);
  return { rows, total: Number(count[0]?.total ?? 0), number: page.number, size: page.size };
}

export type LotDetail = LotRow & {
  readonly productId: string;
  readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
  readonly sellerId: string;
  readonly compositionHash: string;
  /** base units held or sold by orders */
  readonly picked: number;
  readonly composition: readonly CompositionOfLot[];
  readonly sources: readonly SourceOfLot[];
  readonly events: readonly EventOfLot[];
  /** other lots that it is made of, or that were made of it */
  readonly relatives: readonly RelativeOfLot[];
};

export type CompositionOfLot = {
  readonly position: number;
  readonly householdId: string | null;
  /** seen by the household's own cooperative only, never in public */
  readonly householdName: string | null;
  readonly householdNumber: string | null;
  readonly settlementMode: CompositionMode;
  readonly quantity: number;
  readonly weight: bigint;
  readonly unitPriceFen: bigint | null;
};

export type SourceOfLot = {
  readonly intakeId: string;
  readonly number: string;
  readonly householdName: string | null;
  readonly grade: string;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: bigint | null;
  readonly quantity: number;
  readonly deliveredAt: Date;
};

export type RelativeOfLot = {
  readonly id: string;
  readonly code: string;
  readonly productName: string;
  readonly way: "FROM" | "INTO";
  readonly quantity: number;
};

export type EventOfLot = {
  readonly id: string;
  readonly kind: string;
  readonly quantity: number;
  readonly reason: string;
  readonly at: Date;
  readonly actorName: string | null;
  readonly mediaId: string | null;
};

/** One lot of the scope with everything its page shows; undefined when it is not there or not theirs. */
export async function findLot(db: Db, scope: SellerScope, lotId: string): Promise<LotDetail | undefined> {
  const [lot] = await db.$queryRaw<Omit<LotDetail, "composition" | "sources" | "events" | "relatives">[]>`
    SELECT t.id, t.code, p.name AS "productName", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn",
      t.product_id AS "productId", t.seller_kind AS "sellerKind", t.seller_id AS "sellerId",
      t.base_unit AS "baseUnit", t.grade, t.quantity, t.available, t.status, t.composition_hash AS "compositionHash",
      t.harvested_on::text AS "harvestedOn", t.expires_on::text AS "expiresOn", t.sealed_at AS "sealedAt",
      c.households::int AS households, c.others AS "hasOthers",
      (SELECT coalesce(sum(quantity), 0)::int FROM lot_pick WHERE lot_id = t.id AND released_at IS NULL) AS picked
    FROM lot t JOIN product p ON p.id = t.product_id
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT household_id) AS households, coalesce(bool_or(household_id IS NULL), false) AS others
      FROM lot_composition WHERE lot_id = t.id) c
    WHERE t.id = ${lotId}::uuid AND ${ownedBy(scope)}`;
  if (!lot) return undefined;
  const [composition, sources, events, relatives] = await Promise.all([
    db.$queryRaw<CompositionOfLot[]>`
      SELECT c.position, c.household_id AS "householdId", h.head_name AS "householdName", h.number AS "householdNumber",
        c.settlement_mode AS "settlementMode", c.quantity, c.weight, c.unit_price_fen AS "unitPriceFen"
      FROM lot_composition c LEFT JOIN household h ON h.id = c.household_id
      WHERE c.lot_id = ${lotId}::uuid ORDER BY c.position`,
    db.$queryRaw<SourceOfLot[]>`
      SELECT i.id AS "intakeId", i.number, h.head_name AS "householdName", i.grade, i.settlement_mode AS "settlementMode",
        i.unit_price_fen AS "unitPriceFen", s.quantity, i.delivered_at AS "deliveredAt"
      FROM lot_source s JOIN intake i ON i.id = s.intake_id LEFT JOIN household h ON h.id = i.household_id
      WHERE s.lot_id = ${lotId}::uuid ORDER BY s.position`,
    db.$queryRaw<EventOfLot[]>`
      SELECT e.id, e.kind, e.quantity, e.reason, e.at, u.display_name AS "actorName", e.media_id AS "mediaId"
      FROM lot_event e LEFT JOIN app_user u ON u.id = e.actor_id
      WHERE e.lot_id = ${lotId}::uuid ORDER BY e.at, e.id`,
    db.$queryRaw<RelativeOfLot[]>`
      SELECT o.id, o.code, p.name AS "productName", s.way, s.quantity
      FROM (SELECT source_lot_id AS id, 'FROM' AS way, quantity FROM lot_source
              WHERE lot_id = ${lotId}::uuid AND source_lot_id IS NOT NULL
            UNION ALL SELECT lot_id, 'INTO', quantity FROM lot_source WHERE source_lot_id = ${lotId}::uuid) s
      JOIN lot o ON o.id = s.id JOIN product p ON p.id = o.product_id ORDER BY s.way, o.sealed_at, o.id`,
  ]);
  return { ...lot, composition, sources, events, relatives };
}

export type LotToSellFrom = {
  readonly id: string;
  readonly code: string;
  readonly grade: string;
  readonly available: number;
  readonly expiresOn: string;
};

/** The lots a listing may sell from: the seller's sealed ones of the product with stock, and those already `chosen`. */
export async function lotsForListing(
  db: Db,
  of: { readonly sellerKind: string; readonly sellerId: string; readonly productId: string },
  chosen: readonly string[],
): Promise<LotToSellFrom[]> {
  return db.$queryRaw<LotToSellFrom[]>`
    SELECT id, code, grade, available, expires_on::text AS "expiresOn" FROM lot
    WHERE seller_kind = ${of.sellerKind} AND seller_id = ${of.sellerId}::uuid AND product_id = ${of.productId}::uuid
      AND status = 'SEALED' AND (available > 0 OR id = ANY (${[...chosen]}::uuid[]))
    ORDER BY expires_on, id LIMIT 100`;
}
