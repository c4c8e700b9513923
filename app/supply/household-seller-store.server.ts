import { helpingPoint } from "~/households/helping-point.server";
import type { Db } from "~/platform/db.server";

export type SellingHousehold = {
  readonly id: string;
  readonly areaCode: string;
  readonly shopName: string | null;
  readonly shopNameEn: string | null;
  /** the point that helps it: its own, or else the active one of its village */
  readonly servicePointId: string | null;
};

/** What a direct sale needs to know of a household; nothing sensitive. */
export async function findSellingHousehold(db: Db, householdId: string): Promise<SellingHousehold | undefined> {
  const [row] = await db.$queryRaw<SellingHousehold[]>`
    SELECT h.id, h.area_code AS "areaCode", h.shop_name AS "shopName", h.shop_name_en AS "shopNameEn",
      ${helpingPoint} AS "servicePointId"
    FROM household h WHERE h.id = ${householdId}::uuid`;
  return row;
}

/** The households a service point sells for, by name. */
export async function householdsOfServicePoint(
  db: Db,
  servicePointIds: readonly string[],
): Promise<{ id: string; number: string; headName: string; shopName: string | null; areaCode: string }[]> {
  return db.$queryRaw`
    SELECT h.id, h.number, h.head_name AS "headName", h.shop_name AS "shopName", h.area_code AS "areaCode"
    FROM household h WHERE ${helpingPoint} = ANY (${[...servicePointIds]}::uuid[])
    ORDER BY h.head_pinyin, h.number`;
}
