import { addDays } from "~/kernel/period";
import { deletePhotoFiles, dropPhotos } from "./drop-photos.server";
import { withTransaction } from "~/platform/db.server";
import { FORGOTTEN_WORDS, KEEP_ENDED_VOICES_DAYS } from "~/households/voice";

const AT_ONCE = 500;

/**
 * Words and pictures that are shown no more (refused, taken back, replaced, or without the consent they were written under) go
 * after a while. When, by whom and how it was decided stays, as it stands in the access log.
 */
export async function forgetVoices({ now }: { readonly now: Date }): Promise<{ voices: number }> {
  const before = addDays(now, -KEEP_ENDED_VOICES_DAYS);
  const { voices, files } = await withTransaction("forget voices", async (tx) => {
    const over = await tx.$queryRaw<{ id: string; mediaId: string | null }[]>`
      SELECT v.id, v.media_id AS "mediaId" FROM household_voice v JOIN consent s ON s.id = v.story_consent_id
      WHERE v.words <> ${FORGOTTEN_WORDS}
        AND (CASE WHEN v.state = 'REFUSED' THEN v.decided_at < ${before}::timestamptz
             ELSE v.ended_at < ${before}::timestamptz END OR s.withdrawn_at < ${before}::timestamptz)
      ORDER BY v.id LIMIT ${AT_ONCE}::int FOR UPDATE OF v`;
    await tx.$executeRaw`
      UPDATE household_voice SET words = ${FORGOTTEN_WORDS}, words_en = '',
        refusal = CASE WHEN refusal IS NOT NULL THEN ${FORGOTTEN_WORDS} END
      WHERE id = ANY (${over.map(({ id }) => id)}::uuid[])`;
    const pictures = over.flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId]));
    return { voices: over.length, files: await dropPhotos(tx, pictures) };
  });
  await deletePhotoFiles(files);
  return { voices };
}
