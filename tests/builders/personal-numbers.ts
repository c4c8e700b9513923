/** An id or a hash may have eleven digits in a row that are nobody's number. */
const NOBODYS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\b[\da-f]{32,}\b/g;

/** Telephone, identity and bank card numbers written out in a text, a page or a document of the index. */
export function personalNumbersIn(text: string): string[] {
  return text.replace(NOBODYS, "").match(/(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|62\d{14,17})(?!\d)/g) ?? [];
}
