/** What a household says of what it grows, on its way to the shop: written, looked at by somebody else, shown. */
export const VOICE_STATES = {
  WAITING: "待审看",
  APPROVED: "已通过",
  REFUSED: "未采用",
  WITHDRAWN: "已收回",
  REPLACED: "已换新的",
} as const;

export type VoiceState = keyof typeof VOICE_STATES;

/** Who wrote it down. */
export const VOICE_WRITERS = {
  HOUSEHOLD: "农户自己写的",
  OFFICIAL: "村干部记录",
  SERVICE_POINT: "服务点记录",
} as const;

export type VoiceWriter = keyof typeof VOICE_WRITERS;

/** Short: a page shows it between a price and a certificate. */
export const VOICE_LENGTH = { words: { least: 10, most: 120 }, wordsEn: { least: 10, most: 320 } } as const;
export const LONGEST_PHOTO_WORDS = 40;
export const LONGEST_REFUSAL = 200;
/** A family that finds its words needs a few tries; a script needs more. */
export const VOICES_A_DAY = 5;

/** Long enough to read why it was refused and to write another; what was taken back is wanted by nobody. */
export const KEEP_ENDED_VOICES_DAYS = 90;
/** What stands in the place of words that are gone. */
export const FORGOTTEN_WORDS = "—";

export function isVoiceState(text: string | null): text is VoiceState {
  return text !== null && Object.hasOwn(VOICE_STATES, text);
}

/** Who may look at what somebody wrote: another person, and nobody of the household itself. */
export function mayLookAt(
  voice: { readonly writtenById: string; readonly householdId: string },
  reader: { readonly userId: string; readonly households: readonly string[] },
): boolean {
  return voice.writtenById !== reader.userId && !reader.households.includes(voice.householdId);
}

/** Why a voice is not to be seen in the shop; undefined when it is. */
export function whyNotShown(voice: {
  readonly state: VoiceState;
  readonly storyInForce: boolean;
  readonly shown: boolean;
}): string | undefined {
  if (voice.shown) return undefined;
  switch (voice.state) {
    case "WAITING":
      return "还要另一位干部看过，才会展示。";
    case "APPROVED":
      return voice.storyInForce
        ? "村里登记的农户不足 5 户，展示会让人认出是谁，暂不展示。"
        : "“讲述家庭故事”的同意已经收回，不再展示。";
    case "REFUSED":
      return "没有采用，不展示。";
    case "WITHDRAWN":
      return "已经收回，不再展示。";
    case "REPLACED":
      return "已经换成新的一段。";
  }
}
