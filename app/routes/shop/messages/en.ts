import { AFTER_BUYING_WORDS } from "./after-buying";
import { BUYING_WORDS } from "./buying";
import { FINDING_WORDS } from "./finding";
import { FRAME_WORDS } from "./frame";
import { FUND_WORDS } from "./fund";
import { JOINING_WORDS } from "./joining";
import { OFFLINE_WORDS } from "./offline";
import { PAYING_WORDS } from "./paying";
import { PLACES_WORDS } from "./places";
import { PROOF_WORDS } from "./proof";
import { REVIEW_WORDS, WATCH_WORDS } from "./reviews";
import { VOICE_WORDS } from "./voices";
import type { Messages } from "./zh";

export const en = {
  ...FRAME_WORDS.en,
  ...FINDING_WORDS.en,
  ...BUYING_WORDS.en,
  ...PAYING_WORDS.en,
  ...AFTER_BUYING_WORDS.en,
  ...PLACES_WORDS.en,
  ...PROOF_WORDS.en,
  ...JOINING_WORDS.en,
  ...VOICE_WORDS.en,
  ...FUND_WORDS.en,
  ...OFFLINE_WORDS.en,
  reviews: REVIEW_WORDS.en,
  watch: WATCH_WORDS.en,
} satisfies Messages;
