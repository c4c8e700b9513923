import { dayOf } from "~/kernel/period";
import type { PhotoFailure } from "~/media/photo-failure";

/** What one form may bring; more is added by the next one. */
export const MOST_ACCEPTANCE_PAGES = { REPORT: 5, INVOICE: 3 } as const;
export const MOST_ACCEPTANCES = 10;
export const LONGEST_REMARKS = 500;
export const LONGEST_ACCEPTED_BY = 60;

/** The signed paper, or the invoice that came with the goods. */
export type AcceptancePageKind = keyof typeof MOST_ACCEPTANCE_PAGES;

/** Why an acceptance was not recorded. Nothing changed in any of these. */
export type RecordAcceptanceFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-sent" }
  /** before the goods were on their way, or a day to come */
  | { readonly kind: "day"; readonly from: string; readonly to: string }
  /** the first one of a shipment comes with its signed paper */
  | { readonly kind: "report-missing" }
  /** a later one brings papers or remarks */
  | { readonly kind: "nothing-new" }
  | { readonly kind: "too-many"; readonly most: number }
  | { readonly kind: "photo"; readonly page: AcceptancePageKind; readonly failure: PhotoFailure };

/** The days on which goods can have been accepted: from the first parcel's leaving to today, in Beijing. */
export function acceptableDays(firstShippedAt: Date, now: Date): { readonly from: string; readonly to: string } {
  return { from: dayOf(firstShippedAt), to: dayOf(now) };
}

/** The person's name out of "王老师 13800000000": whoever signs is not asked to sign with a number. */
export function nameOfContact(contact: string): string {
  return contact
    .replace(/(电话|手机|tel\.?|phone)?[\s:：]*[+＋\p{Nd}][\p{Nd}\s()（）-]{5,}\p{Nd}/giu, "")
    .replace(/[(（]\s*[)）]/gu, "")
    .replace(/[\s,，、:：;；/]+$/u, "")
    .trim();
}

/** What an earlier acceptance of the same shipment changes about what a new one has to bring. */
export function whatIsMissing(
  given: { readonly remarks: string | null; readonly reportPages: number; readonly invoicePages: number },
  earlier: number,
): RecordAcceptanceFailure | undefined {
  if (earlier >= MOST_ACCEPTANCES) return { kind: "too-many", most: MOST_ACCEPTANCES };
  if (earlier === 0 && given.reportPages === 0) return { kind: "report-missing" };
  if (given.reportPages + given.invoicePages === 0 && given.remarks === null) return { kind: "nothing-new" };
  return undefined;
}
