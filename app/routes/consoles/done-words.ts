/** What a page says after an action sent it here with what was done, `?done=written`; null for anything else in its place. */
export function doneWords(words: Readonly<Record<string, string>>, done: string | null): string | null {
  return done !== null && Object.hasOwn(words, done) ? (words[done] ?? null) : null;
}
