/** What a page says after an action sent it here with what was done, `?done=written`; null for anything else in its place. */
export function doneWords(words: Readonly<Record<string, string>>, done: string | null): string | null {
  return done !== null && Object.hasOwn(words, done) ? (words[done] ?? null) : null;
}

/** How many an action sent here with, `?done=3`; null for anything else in its place. */
export function doneCount(done: string | null): number | null {
  return done !== null && /^\d{1,6}$/.test(done) ? Number(done) : null;
}
