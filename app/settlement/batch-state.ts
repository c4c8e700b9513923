import { BANK_PLATFORM, bankOfCooperative, type Account } from "~/benefits/accounts";

/** Who pays a batch: the platform what it collected for sales, a cooperative what it owes itself. */
export type Payer = { readonly kind: "PLATFORM" } | { readonly kind: "COOPERATIVE"; readonly cooperativeId: string };

export type BatchState = "PREPARED" | "APPROVED" | "PAID" | "CANCELLED";
export type DisbursementState = "PREPARED" | "PAID" | "FAILED" | "RETURNED";

export const BATCH_MOVES = {
  PREPARED: ["APPROVED", "CANCELLED"],
  APPROVED: ["PAID"],
  PAID: [],
  CANCELLED: [],
} as const satisfies Record<BatchState, readonly BatchState[]>;

export const BATCH_WORDS: Record<BatchState, string> = {
  PREPARED: "待复核",
  APPROVED: "银行付款中",
  PAID: "已完成",
  CANCELLED: "已作废",
};

export const DISBURSEMENT_WORDS: Record<DisbursementState, string> = {
  PREPARED: "待付款",
  PAID: "已付",
  FAILED: "付款失败，退回应付",
  RETURNED: "银行退回，退回应付",
};

export function payerAccount(payer: Payer): Account {
  return payer.kind === "PLATFORM" ? BANK_PLATFORM : bankOfCooperative(payer.cooperativeId);
}

/** Whose batch it is, in the words of permissions. */
export function payerSubject(payer: Payer): { readonly cooperativeId?: string } {
  return payer.kind === "COOPERATIVE" ? { cooperativeId: payer.cooperativeId } : {};
}

/** Who pays, read back from the account; throws on anything else. */
export function payerOf(account: string): Payer {
  if (account === BANK_PLATFORM) return { kind: "PLATFORM" };
  const cooperativeId = /^bank:cooperative:([0-9a-f-]{36})$/.exec(account)?.[1];
  if (!cooperativeId) throw new Error(`${account} pays no batch`);
  return { kind: "COOPERATIVE", cooperativeId };
}
