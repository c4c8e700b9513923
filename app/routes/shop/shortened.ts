const LONGEST = 24;

/** What somebody typed, as a heading says it again: 80 characters of it would be a page of their own. */
export function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("").trimEnd()}…` : text;
}
