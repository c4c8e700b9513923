export const MOST_REVIEW_PHOTOS = 3;
export const REVIEW_WORDS_LIMITS = { least: 10, most: 500 } as const;
export const LONGEST_ANSWER = 500;

/** What a buyer may tick beside the words: the good and, as many, what went wrong. The database knows the same. */
export const REVIEW_TAGS = [
  "FRESH",
  "TASTY",
  "AMPLE",
  "WELL_PACKED",
  "FAST",
  "AS_DESCRIBED",
  "NOT_FRESH",
  "SHORT",
  "DAMAGED",
  "SLOW",
  "NOT_AS_DESCRIBED",
] as const;
export type ReviewTag = (typeof REVIEW_TAGS)[number];

/** More would say as little as all of them. */
export const MOST_REVIEW_TAGS = 3;

/** What was ticked, each once in the order of the list; undefined when a word is unknown or there are more than three. */
export function readReviewTags(ticked: readonly unknown[]): ReviewTag[] | undefined {
  const tags = REVIEW_TAGS.filter((tag) => ticked.includes(tag));
  const unknown = ticked.some((one) => !tags.some((tag) => tag === one));
  return unknown || tags.length > MOST_REVIEW_TAGS ? undefined : tags;
}
