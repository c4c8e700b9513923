import type { Fen } from "~/kernel/money";
import type { Db } from "~/platform/db.server";
import type { IntakeMode } from "~/supply/settlement-mode";

export type ScaleMember = {
  readonly id: string;
  readonly number: string;
  readonly headName: string;
  readonly headPinyin: string;
  readonly groupName: string;
};

/** The cooperative's members of a Shanghai day, for a phone that may have no network at the scale. */
export async function scaleMembers(db: Db, cooperativeId: string, day: string): Promise<ScaleMember[]> {
  return db.$queryRaw<ScaleMember[]>`
    SELECT h.id, h.number, h.head_name AS "headName", h.head_pinyin AS "headPinyin", h.group_name AS "groupName"
    FROM membership m JOIN household h ON h.id = m.household_id
    WHERE m.cooperative_id = ${cooperativeId}::uuid
      AND m.joined_on <= ${day}::date AND (m.left_on IS NULL OR m.left_on > ${day}::date)
    ORDER BY h.head_pinyin, h.number LIMIT 2000`;
}

export type LastTaken = {
  readonly productId: string;
  readonly grade: string;
  readonly settlementMode: IntakeMode;
  readonly unitPriceFen: Fen | null;
};

/** How the cooperative last took in each product. */
export async function lastTaken(db: Db, cooperativeId: string): Promise<LastTaken[]> {
  return db.$queryRaw<LastTaken[]>`
    SELECT DISTINCT ON (product_id) product_id AS "productId", grade, settlement_mode AS "settlementMode",
      unit_price_fen AS "unitPriceFen"
    FROM intake WHERE cooperative_id = ${cooperativeId}::uuid AND reverses_id IS NULL
    ORDER BY product_id, delivered_at DESC`;
}
