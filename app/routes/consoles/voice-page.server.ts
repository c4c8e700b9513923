import { openConsents } from "~/households/consent-store.server";
import { voicesOf, type HouseholdVoice } from "~/households/voice-store.server";
import { dayOf, minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { pagesOfVoice, type ShownAt } from "~/search/voice-store.server";
import type { Option } from "~/ui/form";
import type { VoiceView } from "./voice-entry";
import { voiceProducts } from "./voice-form.server";

export type VoicePage = {
  readonly voices: readonly VoiceView[];
  /** the products' pages on which the shown one stands */
  readonly pages: readonly ShownAt[];
  readonly products: readonly Option[];
  readonly storyAllowed: boolean;
  readonly photoAllowed: boolean;
};

/** What its own page and its officials' page tell of a household's words: all of them, where they stand, what is agreed to. */
export async function voicePage(
  householdId: string,
  now: Date,
): Promise<VoicePage & { readonly waiting: HouseholdVoice | undefined }> {
  const [voices, consents, products] = await Promise.all([
    voicesOf(db(), householdId, dayOf(now)),
    openConsents(db(), householdId),
    voiceProducts(),
  ]);
  const confirmed = (purpose: "STORY" | "PHOTO") => (consents.get(purpose)?.confirmedAt ?? null) !== null;
  return {
    voices: voices.map((voice) => viewOf(voice, products)),
    waiting: voices.find(({ state }) => state === "WAITING"),
    pages: voices.some(({ shown }) => shown) ? await pagesOfVoice(db(), householdId, now) : [],
    products,
    storyAllowed: confirmed("STORY"),
    photoAllowed: confirmed("PHOTO"),
  };
}

function viewOf(voice: HouseholdVoice, products: readonly Option[]): VoiceView {
  const { id, state, words, wordsEn, mediaId, photoAlt, writtenAs, refusal, storyInForce, photoInForce, shown } = voice;
  return {
    id,
    state,
    words,
    wordsEn,
    mediaId,
    photoAlt,
    writtenAs,
    refusal,
    storyInForce,
    photoInForce,
    shown,
    productName: products.find(({ value }) => value === voice.productId)?.label ?? null,
    writtenAt: minuteOf(voice.writtenAt),
    decidedAt: voice.decidedAt === null ? null : minuteOf(voice.decidedAt),
  };
}
