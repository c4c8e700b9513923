/** An identity or card number has no business in a shopper's words, and must stand nowhere in plain text. */
const LONG_NUMBER = /\d[\d\s-]{13,}[\dXx]/;

export function hasLongNumber(words: string): boolean {
  return LONG_NUMBER.test(words.normalize("NFKC"));
}
