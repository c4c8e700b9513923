export const COOPERATIVE_KINDS = ["COOPERATIVE", "ENTERPRISE", "FAMILY_FARM", "VILLAGE_COLLECTIVE"] as const;
export type CooperativeKind = (typeof COOPERATIVE_KINDS)[number];

export const COOPERATIVE_KIND_WORDS: Record<CooperativeKind, string> = {
  COOPERATIVE: "农民专业合作社",
  ENTERPRISE: "龙头企业",
  FAMILY_FARM: "家庭农场",
  VILLAGE_COLLECTIVE: "村集体经济组织",
};

export type CooperativeStatus = "APPLIED" | "RECOMMENDED" | "APPROVED" | "SUSPENDED";

export const COOPERATIVE_STATUS_WORDS: Record<CooperativeStatus, string> = {
  APPLIED: "已申请",
  RECOMMENDED: "县级已推荐",
  APPROVED: "已通过",
  SUSPENDED: "已暂停",
};

/** The moves of a cooperative's status; whatever is not here is refused. */
export const COOPERATIVE_MOVES: Record<CooperativeStatus, readonly CooperativeStatus[]> = {
  APPLIED: ["RECOMMENDED", "APPROVED"],
  RECOMMENDED: ["APPROVED"],
  APPROVED: ["SUSPENDED"],
  SUSPENDED: ["APPROVED"],
};

/**
 * Unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last one a check by MOD 31 over weights 3^i.
 */
export function isCreditCode(text: string): boolean {
  const code = normalCreditCode(text);
  if (!/^[0-9A-HJ-NP-RT-UW-Y]{18}$/.test(code)) return false;
  return CREDIT_LETTERS[creditCheck(code.slice(0, 17))] === code[17];
}

export function normalCreditCode(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

const CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The full code for its first 17 characters, for the made-up cooperatives of demonstration and tests. */
export function withCreditCheck(body: string): string {
  return body + CREDIT_LETTERS[creditCheck(body)];
}

function creditCheck(body: string): number {
  const total = [...body].reduce(
    (sum, letter, i) => sum + CREDIT_LETTERS.indexOf(letter) * (CREDIT_WEIGHTS[i] ?? 0),
    0,
  );
  return (31 - (total % 31)) % 31;
}
