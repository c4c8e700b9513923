import type { Fen } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";
import { ownedBy, type SellerScope } from "~/supply/lot-store.server";

export type PackToEdit = {
  readonly id: string;
  readonly listingId: string;
  readonly title: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceFen: Fen;
  readonly active: boolean;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
};

/** The packs of the named listings, as far as they lie in the scope, in the order of their listings' titles. */
export async function packsToEdit(db: Db, scope: SellerScope, listingIds: readonly string[]): Promise<PackToEdit[]> {
  return db.$queryRaw<PackToEdit[]>`
    SELECT v.id, t.id AS "listingId", t.title, v.name, v.quantity, v.price_fen AS "priceFen", v.active,
      p.base_unit AS "baseUnit", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn"
    FROM listing t JOIN variant v ON v.listing_id = t.id JOIN product p ON p.id = t.product_id
    WHERE t.id = ANY (${[...listingIds]}::uuid[]) AND ${ownedBy(scope)}
    ORDER BY t.title, t.id, v.active DESC, v.position`;
}

export type LotToCount = {
  readonly id: string;
  readonly code: string;
  readonly productName: string;
  readonly grade: string;
  readonly available: number;
  readonly expiresOn: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
};

/** The lots those listings sell from, which can be counted: each once, first-expiring first. */
export async function lotsToCount(
  db: Db,
  scope: SellerScope,
  listingIds: readonly string[],
  at: Date,
): Promise<LotToCount[]> {
  return db.$queryRaw<LotToCount[]>`
    SELECT t.id, t.code, p.name AS "productName", t.grade, t.available, t.expires_on::text AS "expiresOn",
      t.base_unit AS "baseUnit", p.piece_name AS "pieceName", p.piece_name_en AS "pieceNameEn"
    FROM lot t JOIN product p ON p.id = t.product_id
    WHERE t.status = 'SEALED' AND t.expires_on >= ${dayOf(at)}::date AND ${ownedBy(scope)}
      AND t.id IN (SELECT lot_id FROM listing_lot WHERE listing_id = ANY (${[...listingIds]}::uuid[]) AND removed_at IS NULL)
    ORDER BY p.name, t.expires_on, t.id`;
}
