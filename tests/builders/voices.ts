import { systemActor, type Actor } from "~/access/actor";
import type { ConsentPurpose } from "~/households/consent";
import { confirmConsent, giveConsent } from "~/households/consent.server";
import { decideVoice } from "~/households/decide-voice.server";
import { writeVoice, type NewVoice } from "~/households/write-voice.server";
import { savePhoto } from "~/media/save-photo.server";
import { photoBytes } from "./catalog";

export const SAID = "梅树种在溪边石坎上，树老果就酸，摘的时候垫布。";
export const SAID_IN_ENGLISH = "Our plum trees stand on stone banks; old trees give sour fruit.";
export const SAID_AT = new Date("2026-11-20T02:00:00Z");
const AGREED_AT = new Date("2026-11-01T02:00:00Z");

/** Consents given and confirmed. */
export async function agreed(householdId: string, ...purposes: ConsentPurpose[]): Promise<void> {
  for (const purpose of purposes) {
    const change = { actor: systemActor, householdId, purpose, now: AGREED_AT };
    for (const step of [giveConsent, confirmConsent]) {
      const done = await step(change);
      if (!done.ok) throw new Error(`no consent: ${done.failure.kind}`);
    }
  }
}

/** Words that are written down, with a photo when asked for, and wait for somebody to look at them. */
export async function aWaitingVoice(
  by: Pick<NewVoice, "actor" | "householdId"> & Partial<NewVoice> & { readonly withPhoto?: boolean },
): Promise<{ voiceId: string; mediaId: string | undefined }> {
  const { withPhoto = false, now = SAID_AT, ...voice } = by;
  const photoAlt = withPhoto ? "溪边的梅树" : "";
  const mediaId = withPhoto ? await aVoicePhoto(by.householdId) : undefined;
  const written = await writeVoice({
    words: SAID,
    wordsEn: "",
    productId: undefined,
    photoAlt,
    ...voice,
    mediaId,
    now,
  });
  if (!written.ok) throw new Error(`no voice: ${JSON.stringify(written.failure)}`);
  return { voiceId: written.value.voiceId, mediaId };
}

/** The same, looked at and approved. */
export async function aShownVoice(
  by: Parameters<typeof aWaitingVoice>[0],
  reader: Actor,
): Promise<{ voiceId: string; mediaId: string | undefined }> {
  const voice = await aWaitingVoice(by);
  const now = by.now ?? SAID_AT;
  const decided = await decideVoice({ actor: reader, voiceId: voice.voiceId, refusal: undefined, now });
  if (!decided.ok) throw new Error(`not approved: ${decided.failure.kind}`);
  return voice;
}

async function aVoicePhoto(householdId: string): Promise<string> {
  const saved = await savePhoto({
    bytes: await photoBytes(),
    kind: "VOICE",
    owner: { kind: "HOUSEHOLD", id: householdId },
    alt: "溪边的梅树",
    now: SAID_AT,
  });
  if (!saved.ok) throw new Error(`no photo: ${saved.failure.kind}`);
  return saved.value.mediaId;
}
