import { SYSTEM_USER_ID, type Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import type { BaseUnit } from "~/kernel/quantity";
import type { Transaction } from "~/platform/db.server";
import type { CompositionRow } from "./composition";
import { compositionHash } from "./composition-hash.server";
import { newLotCode } from "./new-lot-code.server";

/** A delivery, or another lot, and how much of it came in. */
export type LotSourceRow =
  | { readonly intakeId: string; readonly quantity: number }
  | { readonly sourceLotId: string; readonly quantity: number };

export type SealedLot = { readonly lotId: string; readonly code: string; readonly quantity: number };

/** Writes a sealed lot with its frozen composition and hash, and what it was made of. All of it is on stock. */
export async function insertSealedLot(
  tx: Transaction,
  lot: {
    readonly actor: Actor;
    readonly sellerKind: "COOPERATIVE" | "HOUSEHOLD";
    readonly sellerId: string;
    readonly productId: string;
    readonly baseUnit: BaseUnit;
    readonly grade: string;
    readonly quantity: number;
    readonly composition: readonly CompositionRow[];
    readonly sources: readonly LotSourceRow[];
    /** Shanghai days */
    readonly harvestedOn: string;
    readonly expiresOn: string;
    readonly now: Date;
  },
): Promise<SealedLot> {
  const lotId = newId(lot.now);
  const code = newLotCode();
  const hash = compositionHash({ lotId, productId: lot.productId, quantity: lot.quantity, rows: lot.composition });
  await tx.$executeRaw`
    INSERT INTO lot (id, code, seller_kind, seller_id, product_id, grade, base_unit, quantity, available, status,
      composition_hash, harvested_on, expires_on, sealed_at, sealed_by_id, created_at)
    VALUES (${lotId}::uuid, ${code}, ${lot.sellerKind}, ${lot.sellerId}::uuid, ${lot.productId}::uuid, ${lot.grade},
      ${lot.baseUnit}, ${lot.quantity}, ${lot.quantity}, 'SEALED', ${hash}, ${lot.harvestedOn}::date,
      ${lot.expiresOn}::date, ${lot.now}, ${lot.actor.userId === SYSTEM_USER_ID ? null : lot.actor.userId}::uuid, ${lot.now})`;
  await tx.lotComposition.createMany({
    data: lot.composition.map((row, position) => ({ lotId, position, ...row })),
  });
  if (lot.sources.length > 0) {
    await tx.lotSource.createMany({ data: lot.sources.map((source, position) => ({ lotId, position, ...source })) });
  }
  return { lotId, code, quantity: lot.quantity };
}
