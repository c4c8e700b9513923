import { isCreditCode } from "~/cooperatives/cooperative";

/**
 * A taxpayer's number as it stands on an invoice: the unified social credit code of 18 signs with its check sign, or an
 * older number of 15 or 20 signs, which has none. Blanks and small letters are mended; undefined when it is none.
 */
export function parseTaxNumber(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  return /^[0-9A-Z]{15}$|^[0-9A-Z]{20}$/.test(number) || isCreditCode(number) ? number : undefined;
}
