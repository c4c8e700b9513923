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

/** The shop's words in Chinese, put together from their parts. Each part has both languages, and the compiler compares them. */
export const zh = {
  ...FRAME_WORDS.zh,
  ...FINDING_WORDS.zh,
  ...BUYING_WORDS.zh,
  ...PAYING_WORDS.zh,
  ...AFTER_BUYING_WORDS.zh,
  ...PLACES_WORDS.zh,
  ...PROOF_WORDS.zh,
  ...JOINING_WORDS.zh,
  ...VOICE_WORDS.zh,
  ...FUND_WORDS.zh,
  ...OFFLINE_WORDS.zh,
  reviews: REVIEW_WORDS.zh,
  watch: WATCH_WORDS.zh,
};

export type Messages = typeof zh;
