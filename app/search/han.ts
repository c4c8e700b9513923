/** Two neighbouring Chinese characters each: 青梅酒 → 青梅 梅酒. */
export function bigramsOf(text: string): string[] {
  return hanRuns(text).flatMap((run) => {
    const characters = [...run];
    return characters.slice(0, -1).map((character, index) => character + (characters[index + 1] ?? ""));
  });
}

/** The stretches of Chinese characters in a text. */
export function hanRuns(text: string): string[] {
  return text.match(/\p{Script=Han}+/gu) ?? [];
}
