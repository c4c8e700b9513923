import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";
import type { TestMark } from "./conformity";

/** A lot's own certificate of conformity, as it was issued. */
export type LotCertificate = {
  readonly number: string;
  readonly goods: string;
  readonly quantity: number;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly origin: string;
  /** Shanghai days */
  readonly issuedOn: string;
  readonly keptUntil: string;
  readonly promisedBy: string;
  readonly contact: string;
  readonly promise: string;
  readonly testMark: TestMark;
};

export type LotConformity = {
  /** the product is in the scope of the certificate */
  readonly inScope: boolean;
  readonly certificate: LotCertificate | undefined;
  /** slips whose goods came without a certificate */
  readonly missing: readonly { readonly intakeId: string; readonly number: string }[];
};

export async function lotConformity(db: Db, lotId: string): Promise<LotConformity> {
  const [[lot], [certificate], missing] = await Promise.all([
    db.$queryRaw<{ inScope: boolean }[]>`
      SELECT p.certified AS "inScope" FROM lot JOIN product p ON p.id = lot.product_id WHERE lot.id = ${lotId}::uuid`,
    db.$queryRaw<LotCertificate[]>`
      SELECT q.number, q.goods, q.quantity, lot.base_unit AS "baseUnit", p.piece_name AS "pieceName",
        p.piece_name_en AS "pieceNameEn", q.origin, q.issued_on::text AS "issuedOn", q.kept_until::text AS "keptUntil",
        q.promised_by AS "promisedBy", q.contact, q.promise, q.test_mark AS "testMark"
      FROM quality_document q JOIN lot ON lot.id = q.lot_id JOIN product p ON p.id = lot.product_id
      WHERE q.lot_id = ${lotId}::uuid AND q.promise IS NOT NULL`,
    db.$queryRaw<{ intakeId: string; number: string }[]>`
      SELECT i.id AS "intakeId", i.number FROM lot_source s JOIN intake i ON i.id = s.intake_id
      WHERE s.lot_id = ${lotId}::uuid AND coalesce(i.conformity, 'NOT_IN_SCOPE') = 'NOT_IN_SCOPE' ORDER BY i.number LIMIT 50`,
  ]);
  return { inScope: lot?.inScope ?? false, certificate, missing };
}
