import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { BaseUnit } from "~/kernel/quantity";
import type { Db } from "~/platform/db.server";

/** What anybody who holds the box may know of the lot in it. No name of a person, and no count below five households. */
export type PublicTrace = {
  readonly code: string;
  readonly product: string;
  readonly productEn: string;
  readonly baseUnit: BaseUnit;
  readonly pieceName: string;
  readonly pieceNameEn: string;
  readonly grade: string;
  readonly quantity: number;
  /** Shanghai days */
  readonly harvestedOn: string;
  readonly expiresOn: string;
  readonly sealedAt: Date;
  readonly compositionHash: string;
  /** a household selling what it grew, without a cooperative between */
  readonly isDirect: boolean;
  /** the cooperative; null for a household */
  readonly seller: string | null;
  readonly sellerEn: string | null;
  /** from the province down to the village or township the goods come from */
  readonly places: readonly { readonly code: string; readonly name: string; readonly nameEn: string }[];
  /** null = fewer than five, or a household's own */
  readonly households: number | null;
  readonly certificates: readonly {
    readonly kind: string;
    readonly number: string;
    readonly issuedOn: string;
    readonly expiresOn: string | null;
  }[];
  /** what its seller promised of this very lot; null when nothing was issued */
  readonly conformity: {
    readonly number: string;
    readonly issuedOn: string;
    readonly goods: string;
    readonly quantity: number;
    readonly origin: string;
    readonly promisedBy: string;
    readonly contact: string;
    readonly promise: string;
    readonly testMark: string;
  } | null;
  /** the lots it was made of: merged, split or processed */
  readonly madeOf: readonly { readonly code: string; readonly product: string; readonly productEn: string }[];
  /** what is sold from it */
  readonly listings: readonly { readonly slug: string; readonly title: string; readonly titleEn: string }[];
};

type Row = Omit<PublicTrace, "households"> & { readonly households: number };

/** The sealed lot with this code; undefined when there is none. `today` is a Shanghai day. */
export async function publicTrace(db: Db, code: string, today: string): Promise<PublicTrace | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    WITH RECURSIVE lot_here AS (SELECT * FROM lot WHERE code = ${code} AND status <> 'OPEN'),
    behind (lot_id, depth) AS (
      SELECT id, 0 FROM lot_here
      UNION SELECT s.source_lot_id, behind.depth + 1 FROM behind
        JOIN lot_source s ON s.lot_id = behind.lot_id AND s.source_lot_id IS NOT NULL WHERE behind.depth < 12)
    SELECT t.code, p.name AS product, p.name_en AS "productEn", t.base_unit AS "baseUnit", p.piece_name AS "pieceName",
      p.piece_name_en AS "pieceNameEn", t.grade, t.quantity, t.harvested_on::text AS "harvestedOn",
      t.expires_on::text AS "expiresOn", t.sealed_at AS "sealedAt", t.composition_hash AS "compositionHash",
      t.seller_kind = 'HOUSEHOLD' AS "isDirect", c.name AS seller, c.name_en AS "sellerEn",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.short_name, 'nameEn', a.name_en)
          ORDER BY length(a.code)), '[]')
        FROM area a WHERE coalesce(c.area_code, h.area_code) LIKE a.code || '%') AS places,
      (SELECT count(DISTINCT household_id)::int FROM lot_composition WHERE lot_id = t.id) AS households,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', q.kind, 'number', q.number, 'issuedOn', q.issued_on,
          'expiresOn', q.expires_on) ORDER BY q.kind, q.issued_on DESC), '[]')
        FROM quality_document q
        WHERE NOT (q.lot_id = t.id AND q.promise IS NOT NULL) AND (q.expires_on IS NULL OR q.expires_on >= ${today}::date)
          AND (q.lot_id IN (SELECT lot_id FROM behind)
            OR (q.lot_id IS NULL AND q.intake_id IS NULL AND q.holder_kind = t.seller_kind AND q.holder_id = t.seller_id
              AND (q.product_id IS NULL OR q.product_id = t.product_id)))) AS certificates,
      (SELECT jsonb_build_object('number', q.number, 'issuedOn', q.issued_on, 'goods', q.goods, 'quantity', q.quantity,
          'origin', q.origin, 'promisedBy', q.promised_by, 'contact', q.contact, 'promise', q.promise, 'testMark', q.test_mark)
        FROM quality_document q WHERE q.lot_id = t.id AND q.promise IS NOT NULL) AS conformity,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'product', sp.name, 'productEn', sp.name_en)
          ORDER BY s.sealed_at, s.code), '[]')
        FROM lot s JOIN product sp ON sp.id = s.product_id
        WHERE s.id IN (SELECT lot_id FROM behind WHERE depth = 1)) AS "madeOf",
      (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('slug', l.slug, 'title', l.title, 'titleEn', l.title_en)), '[]')
        FROM listing_lot ll JOIN listing l ON l.id = ll.listing_id
        WHERE ll.lot_id = t.id AND ll.removed_at IS NULL AND l.status = 'PUBLISHED') AS listings
    FROM lot_here t JOIN product p ON p.id = t.product_id
    LEFT JOIN cooperative c ON t.seller_kind = 'COOPERATIVE' AND c.id = t.seller_id
    LEFT JOIN household h ON t.seller_kind = 'HOUSEHOLD' AND h.id = t.seller_id`;
  if (!row) return undefined;
  return { ...row, households: row.households < SMALLEST_PUBLIC_COUNT ? null : row.households };
}
