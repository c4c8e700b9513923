import type { Subject } from "~/access/permissions";
import type { Db } from "~/platform/db.server";

/** The household and village whose delivery a slip's photo shows: an official of the area and the household may see it. */
export async function householdOfSlip(db: Db, mediaId: string): Promise<Subject | undefined> {
  const [row] = await db.$queryRaw<{ householdId: string; areaCode: string }[]>`
    SELECT h.id AS "householdId", h.area_code AS "areaCode"
    FROM intake i JOIN household h ON h.id = i.household_id WHERE i.slip_media_id = ${mediaId}::uuid`;
  return row;
}
