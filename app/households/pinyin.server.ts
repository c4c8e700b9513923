import { pinyin } from "pinyin-pro";

/** What a name is found by when typed in Latin letters: "zhangsan zs". */
export function searchPinyin(name: string): string {
  const syllables = pinyin(name, { toneType: "none", type: "array", mode: "surname", v: true }).map((syllable) =>
    syllable.toLowerCase().replace(/[^a-z]/g, ""),
  );
  return `${syllables.join("")} ${syllables.map((syllable) => syllable.charAt(0)).join("")}`.trim();
}
