import { hanRuns } from "./han";
import { fullPinyin, syllablesOf } from "./search-document";

/** How Chinese words sound, for finding what is written with other characters; undefined where there is nothing to say aloud. */
export function soundOf(q: string): string | undefined {
  const han = q.match(/\p{Script=Han}/gu) ?? [];
  return han.length < 2 ? undefined : fullPinyin(q);
}

/**
 * The stretch of one of `names` that sounds as a word does, written in other characters or in pinyin: 獼猴桃, 弥猴桃 and
 * mihoutao are the 猕猴桃 of 绿心猕猴桃. Undefined when nothing sounds so; one character alone sounds like too many.
 */
export function spelledAs(word: string, names: readonly string[]): string | undefined {
  const sound = soundOf(word) ?? (/^[a-z]{4,}$/i.test(word) ? word.toLowerCase() : undefined);
  if (sound === undefined) return undefined;
  for (const name of names) {
    const characters = [...hanRuns(name).join("")];
    const syllables = syllablesOf(name);
    for (let from = 0; from + 1 < syllables.length; from++) {
      let heard = syllables[from] ?? "";
      for (let to = from + 1; to < syllables.length && heard.length < sound.length; to++) {
        heard += syllables[to] ?? "";
        if (heard === sound) return characters.slice(from, to + 1).join("");
      }
    }
  }
  return undefined;
}

/**
 * The stretches of `names` whose characters begin with a word's letters: mht is 猕猴桃, lc both 绿茶 and 老醋. Letters alone
 * mean much, so at most twenty.
 */
export function abbreviatedAs(word: string, names: readonly string[]): string[] {
  if (!/^[a-z]{2,12}$/i.test(word)) return [];
  const asked = word.toLowerCase();
  const found = new Set<string>();
  for (const name of names) {
    const characters = [...hanRuns(name).join("")];
    const initials = syllablesOf(name)
      .map((syllable) => syllable.slice(0, 1))
      .join("");
    for (let at = initials.indexOf(asked); at !== -1; at = initials.indexOf(asked, at + 1)) {
      found.add(characters.slice(at, at + asked.length).join(""));
    }
  }
  return [...found].slice(0, MOST_MEANT);
}

const MOST_MEANT = 20;

/** The name that a query without result most likely meant, by sound or letters; undefined when none is near. */
export function nearestName<Name extends { readonly name: string; readonly nameEn: string }>(
  q: string,
  names: readonly Name[],
): Name | undefined {
  const asked = plain(q);
  if (asked.length < 2) return undefined;
  let best: { name: Name; distance: number } | undefined;
  for (const name of names) {
    for (const written of writingsOf(name)) {
      if (Math.abs(written.length - asked.length) > allowed(asked)) continue;
      const distance = editDistance(asked, written);
      if (distance <= allowed(asked) && (!best || distance < best.distance)) best = { name, distance };
    }
  }
  return best?.name;
}

/** A name as somebody may write it: whole, without what it begins with (mihoutao of 高山猕猴桃), a word of the English one. */
function writingsOf({ name, nameEn }: { readonly name: string; readonly nameEn: string }): string[] {
  const syllables = syllablesOf(name);
  const ends = syllables.slice(1, -1).map((_, index) => syllables.slice(index + 1).join(""));
  const words = nameEn.split(/\s+/).filter((word) => word.length >= SHORTEST_WORD);
  return [plain(name), ...ends, plain(nameEn), ...words.map(plain)].filter((written) => written !== "");
}

/** Of shorter ones another is one letter away. */
const SHORTEST_WORD = 4;

function allowed(asked: string): number {
  return Math.max(1, Math.floor(asked.length / 3));
}

function plain(text: string): string {
  return (fullPinyin(text) + text.replace(/\p{Script=Han}+/gu, "").toLowerCase())
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 40);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
