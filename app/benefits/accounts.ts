/**
 * The names of all accounts of the ledger. Built here only, so that a name cannot be misspelt elsewhere.
 * The database checks the same grammar on every posting.
 */
export type Party =
  | `household:${string}`
  | `cooperative:${string}`
  | `cooperative:${string}:others`
  | `village:${string}`
  | `service-point:${string}`
  | `freight:${string}`;

export type Account =
  | "stripe"
  | "bank:platform"
  | `bank:cooperative:${string}`
  | "funds:platform"
  | `funds:cooperative:${string}`
  | `funds:freight:${string}`
  | `order:${string}`
  | `refund:${string}`
  | `${Party}:pending`
  | `${Party}:payable`
  | `cooperative:${string}:reserve`
  | "platform:fees"
  | "platform:processing";

/** Money at Stripe: what was captured less what was refunded, lost and charged as fees. */
export const STRIPE = "stripe";
export const BANK_PLATFORM = "bank:platform";
export const FUNDS_PLATFORM = "funds:platform";
export const PLATFORM_FEES = "platform:fees";
export const PLATFORM_PROCESSING = "platform:processing";

export function household(id: string): Party {
  return `household:${id}`;
}

export function cooperative(id: string): Party {
  return `cooperative:${id}`;
}

/** Unregistered suppliers of a cooperative: the OTHER row of a composition. */
export function others(cooperativeId: string): Party {
  return `cooperative:${cooperativeId}:others`;
}

export function village(areaCode: string): Party {
  return `village:${areaCode}`;
}

export function servicePoint(id: string): Party {
  return `service-point:${id}`;
}

export function freight(shipperId: string): Party {
  return `freight:${shipperId}`;
}

/** 待确认: entitled once the goods have arrived and the claim window is over. */
export function pending(party: Party): Account {
  return `${party}:pending`;
}

/** 应付: accrued, to be paid by the next disbursement. */
export function payable(party: Party): Account {
  return `${party}:payable`;
}

/** Kept back from a cooperative's charge, first to bear what a refund cannot take back. */
export function reserve(cooperativeId: string): Account {
  return `cooperative:${cooperativeId}:reserve`;
}

/** Clearing account of an order: always zero at rest. */
export function orderAccount(orderId: string): Account {
  return `order:${orderId}`;
}

/** What is owed to the shopper until Stripe says the refund succeeded. */
export function refundAccount(refundId: string): Account {
  return `refund:${refundId}`;
}

export function bankOfCooperative(id: string): Account {
  return `bank:cooperative:${id}`;
}

export function fundsOfCooperative(id: string): Account {
  return `funds:cooperative:${id}`;
}

/** What a shipper bears for damage on the way: a debt, netted from its next disbursement. */
export function fundsOfShipper(shipperId: string): Account {
  return `funds:freight:${shipperId}`;
}

/** Only balances that are checked before a debit are stored; everything else is summed from postings. */
export function isBalanceStored(account: string): boolean {
  return account.endsWith(":payable") || account.endsWith(":reserve");
}

export type PartyKind = "HOUSEHOLD" | "COOPERATIVE" | "OTHERS" | "VILLAGE" | "SERVICE_POINT" | "FREIGHT";

const PARTY_KINDS: readonly (readonly [RegExp, PartyKind])[] = [
  [/^household:([^:]+)/, "HOUSEHOLD"],
  [/^cooperative:([^:]+):others/, "OTHERS"],
  [/^cooperative:([^:]+)/, "COOPERATIVE"],
  [/^village:([^:]+)/, "VILLAGE"],
  [/^service-point:([^:]+)/, "SERVICE_POINT"],
  [/^freight:([^:]+)/, "FREIGHT"],
];

/** Who an account belongs to; undefined for accounts of the platform and the outside world. */
export function partyOf(account: string): { readonly kind: PartyKind; readonly id: string } | undefined {
  for (const [pattern, kind] of PARTY_KINDS) {
    const id = pattern.exec(account)?.[1];
    if (id) return { kind, id };
  }
  return undefined;
}
