import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { Prisma, type Db } from "~/platform/db.server";

/** A condition: the household went into another one, or is none any more. Nothing follows on either. */
export function standsOver(householdId: Prisma.Sql, today: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM household_event_effect e
    WHERE e.household_id = ${householdId} AND e.helped IN ('MERGED', 'CANCELLED') AND e.effective_on <= ${today}::date)`;
}

/**
 * The voices that everybody may see now, as a subselect: approved, resting on a consent that is in force as this is read,
 * of a household whose village has enough others for nobody to be recognised. The photo is there while its own consent is,
 * the head's name (still to be masked) while the household lets its family name be shown. `where` chooses among them: `v` is
 * the voice, `h` its household.
 */
export function shownVoices(today: string, where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT v.id, v.household_id, h.area_code, v.product_id, v.words, v.words_en, v.written_at, v.decided_at,
      CASE WHEN photo.id IS NOT NULL THEN v.media_id END AS media_id,
      CASE WHEN EXISTS (SELECT FROM consent n WHERE n.household_id = h.id AND n.purpose = 'NAME'
        AND n.confirmed_at IS NOT NULL AND n.withdrawn_at IS NULL) THEN h.head_name END AS head_name
    FROM household_voice v
    JOIN household h ON h.id = v.household_id
    JOIN consent story ON story.id = v.story_consent_id AND story.confirmed_at IS NOT NULL AND story.withdrawn_at IS NULL
    LEFT JOIN consent photo ON photo.id = v.photo_consent_id AND photo.confirmed_at IS NOT NULL AND photo.withdrawn_at IS NULL
    WHERE v.state = 'APPROVED' AND (${where}) AND NOT ${standsOver(Prisma.sql`h.id`, today)}
      AND (SELECT count(*) FROM household beside WHERE beside.area_code = h.area_code
        AND NOT ${standsOver(Prisma.sql`beside.id`, today)}) >= ${SMALLEST_PUBLIC_COUNT}::int`;
}

export type VoicePicture = { readonly householdId: string; readonly areaCode: string; readonly shown: boolean };

/** Whose a voice's picture is, and whether everybody may see it now. */
export async function voicePicture(db: Db, mediaId: string, today: string): Promise<VoicePicture | undefined> {
  const [row] = await db.$queryRaw<VoicePicture[]>`
    SELECT own.household_id AS "householdId", card.area_code AS "areaCode",
      EXISTS (SELECT FROM (${shownVoices(today, Prisma.sql`v.media_id = ${mediaId}::uuid`)}) seen
        WHERE seen.media_id IS NOT NULL) AS shown
    FROM household_voice own JOIN household card ON card.id = own.household_id
    WHERE own.media_id = ${mediaId}::uuid`;
  return row;
}
