/** What a page says after an action sent it here with what was done, `?done=written`; null otherwise. */
export function doneWords(words: Readonly<Record<string, string>>, request: Request): string | null {
  const done = new URL(request.url).searchParams.get("done") ?? "";
  return Object.hasOwn(words, done) ? (words[done] ?? null) : null;
}
