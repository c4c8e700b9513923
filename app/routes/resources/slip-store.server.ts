import type { Subject } from "~/access/permissions";
import type { Db } from "~/platform/db.server";

/** The household and village that a slip's or a visit's photo shows: an official of the area and the household may see it. */
export async function householdOfSlip(db: Db, mediaId: string): Promise<Subject | undefined> {
  const [row] = await db.$queryRaw<{ householdId: string; areaCode: string }[]>`
    SELECT h.id AS "householdId", h.area_code AS "areaCode"
    FROM intake i JOIN household h ON h.id = i.household_id WHERE i.slip_media_id = ${mediaId}::uuid
    UNION ALL
    SELECT h.id, h.area_code FROM media m JOIN household h ON m.owner_kind = 'HOUSEHOLD' AND h.id = m.owner_id
    WHERE m.id = ${mediaId}::uuid
    LIMIT 1`;
  return row;
}
