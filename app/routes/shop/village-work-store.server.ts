import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import type { Db } from "~/platform/db.server";

/** What is being sold of a village's harvest now, and what hangs out for objection. */
export type VillageWork = {
  readonly lots: readonly {
    readonly code: string;
    readonly product: string;
    readonly productEn: string;
    readonly grade: string;
    readonly harvestedOn: string;
    /** null: fewer than five, or unregistered suppliers only */
    readonly households: number | null;
  }[];
  readonly notices: readonly { readonly number: string; readonly title: string; readonly untilOn: string }[];
};

const MOST_LOTS = 6;
const MOST_NOTICES = 3;

export async function villageWork(db: Db, code: string, today: string): Promise<VillageWork> {
  const [row] = await db.$queryRaw<[VillageWork]>`
    SELECT (SELECT coalesce(jsonb_agg(to_jsonb(shown) ORDER BY shown."harvestedOn" DESC, shown.code), '[]') FROM (
        SELECT DISTINCT lot.code, p.name AS product, p.name_en AS "productEn", lot.grade,
          lot.harvested_on::text AS "harvestedOn", (SELECT CASE WHEN count(DISTINCT c.household_id) >= ${SMALLEST_PUBLIC_COUNT}::int
            THEN count(DISTINCT c.household_id)::int END FROM lot_composition c WHERE c.lot_id = lot.id) AS households
        FROM listing l JOIN listing_lot ll ON ll.listing_id = l.id AND ll.removed_at IS NULL
        JOIN lot ON lot.id = ll.lot_id AND lot.status = 'SEALED' AND lot.available > 0 AND lot.expires_on >= ${today}::date
        JOIN product p ON p.id = lot.product_id
        WHERE l.area_code = ${code} AND l.status = 'PUBLISHED'
        ORDER BY "harvestedOn" DESC, lot.code LIMIT ${MOST_LOTS}::int) shown) AS lots,
      (SELECT coalesce(jsonb_agg(to_jsonb(hanging) ORDER BY hanging."untilOn" DESC, hanging.number), '[]') FROM (
        SELECT n.number, n.title, n.until_on::text AS "untilOn" FROM notice n
        WHERE n.state = 'PUBLISHED' AND ${code} LIKE n.area_code || '%'
        ORDER BY n.until_on DESC, n.number LIMIT ${MOST_NOTICES}::int) hanging) AS notices`;
  return row;
}
