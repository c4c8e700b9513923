import { offsetOf, type Page, type PageRequest } from "~/kernel/page";
import { Prisma, type Db } from "~/platform/db.server";
import { withinAreas } from "~/regions/within-areas.server";
import { maskName } from "./masking";
import { shownVoices } from "./shown-voice-store.server";
import type { VoiceState, VoiceWriter } from "./voice";

export type HouseholdVoice = {
  readonly id: string;
  readonly version: number;
  readonly state: VoiceState;
  readonly words: string;
  readonly wordsEn: string;
  readonly mediaId: string | null;
  /** what its photo shows, for who cannot see it */
  readonly photoAlt: string;
  readonly productId: string | null;
  readonly writtenAs: VoiceWriter;
  readonly writtenById: string;
  readonly writtenBy: string | null;
  readonly writtenAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly refusal: string | null;
  readonly endedAt: Date | null;
  /** the consents it rests on, as they are now */
  readonly storyInForce: boolean;
  readonly photoInForce: boolean;
  /** seen by everybody now */
  readonly shown: boolean;
};

/** Everything a household ever said, newest first, and what of it is shown. */
export function voicesOf(db: Db, householdId: string, today: string): Promise<HouseholdVoice[]> {
  return db.$queryRaw<HouseholdVoice[]>`
    SELECT own.id, own.version, own.state, own.words, own.words_en AS "wordsEn", own.media_id AS "mediaId",
      coalesce(m.alt, '') AS "photoAlt", own.product_id AS "productId", own.written_as AS "writtenAs", own.written_by_id AS "writtenById",
      w.display_name AS "writtenBy", own.written_at AS "writtenAt", d.display_name AS "decidedBy",
      own.decided_at AS "decidedAt", own.refusal, own.ended_at AS "endedAt",
      s.confirmed_at IS NOT NULL AND s.withdrawn_at IS NULL AS "storyInForce",
      p.id IS NOT NULL AND p.confirmed_at IS NOT NULL AND p.withdrawn_at IS NULL AS "photoInForce",
      seen.id IS NOT NULL AS shown
    FROM household_voice own
    JOIN consent s ON s.id = own.story_consent_id
    LEFT JOIN consent p ON p.id = own.photo_consent_id
    LEFT JOIN media m ON m.id = own.media_id
    LEFT JOIN app_user w ON w.id = own.written_by_id
    LEFT JOIN app_user d ON d.id = own.decided_by_id
    LEFT JOIN (${shownVoices(today, Prisma.sql`v.household_id = ${householdId}::uuid`)}) seen ON seen.id = own.id
    WHERE own.household_id = ${householdId}::uuid ORDER BY own.version DESC`;
}

/** Whether a voice is the household's own: what a page about one household may act on. */
export async function isVoiceOf(db: Db, voiceId: string, householdId: string): Promise<boolean> {
  return (await db.householdVoice.count({ where: { id: voiceId, householdId } })) === 1;
}

export type ListedVoice = {
  readonly id: string;
  readonly householdId: string;
  readonly householdNumber: string;
  readonly maskedHeadName: string;
  readonly villageName: string;
  readonly version: number;
  readonly state: VoiceState;
  readonly words: string;
  readonly hasPhoto: boolean;
  readonly writtenAs: VoiceWriter;
  readonly writtenById: string;
  readonly writtenAt: Date;
  readonly storyInForce: boolean;
};

/** The voices of the areas' households in a state: those that wait oldest first, the others newest first. */
export async function voicesInState(
  db: Db,
  prefixes: readonly string[],
  state: VoiceState,
  page: PageRequest,
): Promise<Page<ListedVoice>> {
  const where = Prisma.sql`v.state = ${state} AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}`;
  const order = state === "WAITING" ? Prisma.sql`v.written_at, v.id` : Prisma.sql`v.written_at DESC, v.id`;
  const [rows, total] = await Promise.all([
    db.$queryRaw<(Omit<ListedVoice, "maskedHeadName"> & { headName: string })[]>`
      SELECT v.id, h.id AS "householdId", h.number AS "householdNumber", h.head_name AS "headName",
        a.short_name AS "villageName", v.version, v.state, v.words, v.media_id IS NOT NULL AS "hasPhoto",
        v.written_as AS "writtenAs", v.written_by_id AS "writtenById", v.written_at AS "writtenAt",
        s.confirmed_at IS NOT NULL AND s.withdrawn_at IS NULL AS "storyInForce"
      FROM household_voice v JOIN household h ON h.id = v.household_id JOIN area a ON a.code = h.area_code
      JOIN consent s ON s.id = v.story_consent_id
      WHERE ${where} ORDER BY ${order} LIMIT ${page.size}::int OFFSET ${offsetOf(page)}::int`,
    countOf(db, where),
  ]);
  return { ...page, total, rows: rows.map(({ headName, ...row }) => ({ ...row, maskedHeadName: maskName(headName) })) };
}

/** How many wait for somebody to look at them. */
export function voicesWaiting(db: Db, prefixes: readonly string[]): Promise<number> {
  return countOf(db, Prisma.sql`v.state = 'WAITING' AND ${withinAreas(Prisma.sql`h.area_code`, prefixes)}`);
}

async function countOf(db: Db, where: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: number }]>`
    SELECT count(*)::int AS total FROM household_voice v JOIN household h ON h.id = v.household_id WHERE ${where}`;
  return row.total;
}
