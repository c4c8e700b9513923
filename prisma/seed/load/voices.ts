import type { Actor } from "~/access/actor";
import type { ConsentPurpose } from "~/households/consent";
import { openConsents } from "~/households/consent-store.server";
import { confirmConsent, giveConsent, withdrawConsent } from "~/households/consent.server";
import { decideVoice } from "~/households/decide-voice.server";
import { withdrawVoice } from "~/households/withdraw-voice.server";
import { writeVoice } from "~/households/write-voice.server";
import { addDays, addHours } from "~/kernel/period";
import { savePhoto } from "~/media/save-photo.server";
import { db } from "~/platform/db.server";
import { voices, type SeedVoice } from "../data/voices";
import type { World } from "../trade/world";
import { accepted } from "./at-once";
import { pictureOf } from "./picture";
import { idOf } from "./places";

/** What some households say, through the use cases that they, their officials and their service point use. */
export async function loadVoices(world: World): Promise<void> {
  for (const voice of voices) await say(world, voice);
}

async function say(world: World, voice: SeedVoice): Promise<void> {
  const { staff, products, households, until } = world;
  const writer = staff.person(voice.writer);
  const productId = idOf(products, voice.product);
  const householdId =
    voice.household === undefined ? await whoever(voice.village, productId) : idOf(households, voice.household);
  const writtenAt = addDays(until, -voice.daysAgo);
  const official = staff.person(voice.reader ?? voice.writer);
  await agree(official, householdId, purposesOf(voice), addDays(writtenAt, -8));

  const bytes = voice.picture && (await pictureOf(world.listings.get(voice.picture)?.id ?? ""))[0];
  const photo = bytes
    ? accepted(
        "a household's picture",
        await savePhoto({
          bytes,
          kind: "VOICE",
          owner: { kind: "HOUSEHOLD", id: householdId },
          alt: voice.pictureAlt ?? "",
          actor: writer,
          now: writtenAt,
        }),
      )
    : undefined;
  const { voiceId } = accepted(
    `the words “${voice.words}”`,
    await writeVoice({
      actor: writer,
      householdId,
      words: voice.words,
      wordsEn: voice.wordsEn ?? "",
      productId,
      photoAlt: photo ? (voice.pictureAlt ?? "") : "",
      mediaId: photo?.mediaId,
      now: writtenAt,
    }),
  );
  if (voice.reader === undefined) return;
  const { fate } = voice;
  const refusal = typeof fate === "object" ? fate.refused : undefined;
  const readAt = addHours(writtenAt, 5);
  accepted("looking at a voice", await decideVoice({ actor: official, voiceId, refusal, now: readAt }));
  const takenBack = { actor: official, now: addDays(readAt, 4) };
  if (fate === "voice-withdrawn") accepted("taking it back", await withdrawVoice({ ...takenBack, voiceId }));
  if (fate === "consent-withdrawn")
    accepted("taking consent back", await withdrawConsent({ ...takenBack, householdId, purpose: "STORY" }));
}

function purposesOf({ picture, name }: SeedVoice): ConsentPurpose[] {
  return ["STORY", ...(picture ? (["PHOTO"] as const) : []), ...(name ? (["NAME"] as const) : [])];
}

/** Consents that are not in force yet are asked for now, twice. */
async function agree(actor: Actor, householdId: string, purposes: readonly ConsentPurpose[], at: Date): Promise<void> {
  const open = await openConsents(db(), householdId);
  for (const purpose of purposes) {
    const asked = { actor, householdId, purpose };
    if (!open.has(purpose)) accepted("a consent", await giveConsent({ ...asked, now: at }));
    if ((open.get(purpose)?.confirmedAt ?? null) === null)
      accepted("its confirmation", await confirmConsent({ ...asked, now: addDays(at, 6) }));
  }
}

/** A household of the village that said nothing yet: one that lets its story be told, and delivers what it is about. */
async function whoever(areaCode: string, productId: string): Promise<string> {
  const [row] = await db().$queryRaw<{ id: string }[]>`
    SELECT h.id FROM household h
    WHERE h.area_code = ${areaCode} AND NOT EXISTS (SELECT FROM household_voice v WHERE v.household_id = h.id)
    ORDER BY EXISTS (SELECT FROM consent c WHERE c.household_id = h.id AND c.purpose = 'STORY'
        AND c.confirmed_at IS NOT NULL AND c.withdrawn_at IS NULL) DESC,
      (SELECT count(*) FROM intake i WHERE i.household_id = h.id AND i.product_id = ${productId}::uuid) DESC, h.number
    LIMIT 1`;
  if (!row) throw new Error(`nobody in ${areaCode} is left to say something`);
  return row.id;
}
