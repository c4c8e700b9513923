import { isDay } from "~/kernel/period";
import { isScNumber, normalScNumber } from "./sc-number";

/** Certificates a seller holds, beside the 承诺达标合格证 of each lot. */
export const CERTIFICATE_KINDS = ["SC", "GREEN", "ORGANIC", "GI"] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

export const CERTIFICATE_WORDS: Record<CertificateKind, string> = {
  SC: "食品生产许可证（SC）",
  GREEN: "绿色食品",
  ORGANIC: "有机产品",
  GI: "地理标志",
};

/** 绿色食品标志使用证书 is valid for three years. */
const GREEN_YEARS = 3;

const NUMBERS: Record<CertificateKind, (number: string) => boolean> = {
  SC: isScNumber,
  // 绿色食品企业信息码/标志编号: LB-, category, then digits and one or two A
  GREEN: (number) => /^LB-\d{2}-\d{8,14}A{0,2}$/.test(number),
  // a certificate's number (123OP1234567) or the 17 digits of an 有机码
  ORGANIC: (number) => /^(\d{3}OP\d{7,10}|\d{17})$/.test(number),
  GI: (number) => /^[\p{Script=Han}\dA-Z()〔〕[\]（）-]{4,40}$/u.test(number),
};

export type CertificateDraft = {
  readonly kind: CertificateKind;
  readonly number: string;
  /** as on the paper, when it is not the seller's own */
  readonly holderName: string;
  readonly issuedOn: string;
  readonly expiresOn: string;
};

export type CertificateProblem = "bad-number" | "bad-issue-day" | "bad-expiry" | "expired" | "too-long" | "no-holder";

export function normalNumber(number: string): string {
  return normalScNumber(number);
}

/** What is wrong with a certificate as it was written down; undefined when nothing is. Days as "2026-11-23". */
export function certificateProblem(draft: CertificateDraft, today: string): CertificateProblem | undefined {
  if (!NUMBERS[draft.kind](normalNumber(draft.number))) return "bad-number";
  if (!isDay(draft.issuedOn) || draft.issuedOn > today) return "bad-issue-day";
  if (!isDay(draft.expiresOn) || draft.expiresOn <= draft.issuedOn) return "bad-expiry";
  if (draft.expiresOn < today) return "expired";
  if (draft.kind === "GREEN" && draft.expiresOn > yearsAfter(draft.issuedOn, GREEN_YEARS)) return "too-long";
  // A sign of a place belongs to its keeper: the paper names who may use it.
  return draft.kind === "GI" && draft.holderName.trim() === "" ? "no-holder" : undefined;
}

function yearsAfter(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

export const CERTIFICATE_PROBLEM_WORDS: Record<CertificateProblem, string> = {
  "bad-number":
    "编号不对：SC 是 14 位数字、末位要对得上；绿色食品以 LB- 开头；有机是 17 位有机码或证书号。请照证书抄写。",
  "bad-issue-day": "发证日期请按 2026-11-23 的样子填写，不能晚于今天。",
  "bad-expiry": "有效期至请按 2026-11-23 的样子填写，要晚于发证日期。",
  expired: "这张证书已经过期，不能再登记。",
  "too-long": "绿色食品证书有效期三年，请核对日期。",
  "no-holder": "请照证书写明地理标志的证书持有人。",
};
