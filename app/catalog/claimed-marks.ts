/** Words that only somebody with a valid certificate may write on goods. */
export const MARKS = ["GREEN", "ORGANIC", "GI"] as const;
export type Mark = (typeof MARKS)[number];

const WORDS: Record<Mark, RegExp> = {
  GREEN: /绿色食品|green food/i,
  // Manure is no promise about the goods.
  ORGANIC: /有机(?!肥|质)|\borganic(?! (?:matter|manure|fertili))/i,
  GI: /地理标志|地标产品|geographical indication/i,
};

/** What a title claims the goods to be. */
export function claimedMarks(title: string): Mark[] {
  return MARKS.filter((mark) => WORDS[mark].test(title));
}
