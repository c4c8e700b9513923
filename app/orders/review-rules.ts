export const MOST_REVIEW_PHOTOS = 3;
export const REVIEW_WORDS_LIMITS = { least: 10, most: 500 } as const;
export const LONGEST_ANSWER = 500;
