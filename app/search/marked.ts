import { bigramsOf } from "./han";
import { withSynonyms } from "./synonyms";

/** The parts of a title that were searched for, to be marked: whole words or their synonyms, else pairs of characters. */
export function marked(title: string, q: string): { readonly text: string; readonly hit: boolean }[] {
  const words = q.split(" ").filter(Boolean);
  const lower = title.toLowerCase();
  // Some signs change their length in lower case; then nothing can be pointed at.
  if (lower.length !== title.length) return [{ text: title, hit: false }];
  const hits = Array.from({ length: title.length }, () => false);
  for (const word of words) {
    const whole = withSynonyms(word).filter((one) => lower.includes(one.toLowerCase()));
    for (const one of whole.length > 0 ? whole : bigramsOf(word)) mark(lower, one.toLowerCase(), hits);
  }
  const parts: { text: string; hit: boolean }[] = [];
  for (let at = 0; at < title.length; at++) {
    const last = parts.at(-1);
    if (last && last.hit === hits[at]) last.text += title[at];
    else parts.push({ text: title[at] ?? "", hit: hits[at] === true });
  }
  return parts;
}

function mark(text: string, word: string, hits: boolean[]): void {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
}
