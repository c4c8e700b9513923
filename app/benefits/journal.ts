import { periodOf, shiftPeriod, type Period } from "~/kernel/period";
import type { Fen } from "~/kernel/money";
import { isBalanceStored, type Account } from "./accounts";
import type { Flow } from "./flow";
import type { PartKind } from "./split";

/** The business events that move money. The source id beside each makes it happen once. */
export const JOURNAL_KINDS = [
  "SALE", // order
  "PREORDER_ASSIGNED", // order line: a pre-order was given its lots
  "UNDELIVERABLE_PAYMENT", // payment: money came for an order that cannot be delivered, to be refunded in full
  "STRIPE_FEE", // payment
  "REFUND_REQUESTED", // refund
  "REFUND_SUCCEEDED", // refund
  "REFUND_RETURNED", // refund: the shopper's bank sent it back after it had succeeded
  "REFUND_PAID_OTHERWISE", // refund: Stripe could not bring it, the platform's bank did
  "RELEASE", // shipment
  "DISPUTE_OPENED", // dispute
  "DISPUTE_WON", // dispute
  "DISPUTE_LOST", // dispute
  "INTAKE", // intake
  "INTAKE_REVERSED", // the reversing intake
  "PAYOUT", // payout
  "DEBT_NETTED", // batch and account
  "DISBURSEMENT", // disbursement
  "DISBURSEMENT_RETURNED", // disbursement: the bank sent it back after the voucher
] as const;

export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** `amountFen` (> 0) moves from source to destination: a sign never means a direction. */
export type Posting = {
  readonly source: Account;
  readonly destination: Account;
  readonly amountFen: Fen;
  readonly part?: PartKind | null;
  readonly partNumber?: number | null;
  readonly orderLineId?: string | null;
  readonly lotId?: string | null;
  readonly intakeId?: string | null;
  readonly payoutId?: string | null;
  /** only when an account of this household is touched */
  readonly householdId?: string | null;
  readonly cooperativeId?: string | null;
  readonly flow?: Flow | null;
};

export type Journal = {
  readonly id: string;
  readonly kind: JournalKind;
  readonly sourceId: string;
  readonly inputHash: string;
  readonly occurredAt: Date;
  readonly period: Period;
  readonly reversesId: string | null;
  readonly actorId: string | null;
  readonly memo: string | null;
  readonly postings: readonly Posting[];
};

// Control characters that no name or memo contains.
const FIELD = "\u001f";
const RECORD = "\u001e";

/** The text whose SHA-256 is the journal's content hash. journal_text() in the database builds the same. */
export function journalText(journal: Journal): string {
  const head = [
    journal.id,
    journal.kind,
    journal.sourceId,
    journal.inputHash,
    String(journal.occurredAt.getTime()),
    journal.period,
    journal.reversesId,
    journal.actorId,
    journal.memo,
  ];
  const lines = journal.postings.map((posting, position) => [
    String(position),
    posting.source,
    posting.destination,
    String(posting.amountFen),
    journal.period,
    posting.part,
    posting.partNumber === null || posting.partNumber === undefined ? null : String(posting.partNumber),
    posting.orderLineId,
    posting.lotId,
    posting.intakeId,
    posting.payoutId,
    posting.householdId,
    posting.cooperativeId,
    posting.flow,
  ]);
  return [head, ...lines].map((fields) => fields.map((field) => field ?? "").join(FIELD)).join(RECORD);
}

/** A correction: the same money back the way it came, in the opposite order. */
export function reversed(postings: readonly Posting[]): Posting[] {
  return postings
    .map((posting) => ({ ...posting, source: posting.destination, destination: posting.source }))
    .reverse();
}

export type BalanceChange = { readonly account: Account; readonly changeFen: Fen };

/** What a journal does to the stored balances, sorted by account: every process locks in the same order. */
export function balanceChanges(postings: readonly Posting[]): BalanceChange[] {
  const changes = new Map<Account, Fen>();
  for (const posting of postings) {
    if (isBalanceStored(posting.source)) {
      changes.set(posting.source, (changes.get(posting.source) ?? 0n) - posting.amountFen);
    }
    if (isBalanceStored(posting.destination)) {
      changes.set(posting.destination, (changes.get(posting.destination) ?? 0n) + posting.amountFen);
    }
  }
  return [...changes]
    .map(([account, changeFen]) => ({ account, changeFen }))
    .filter((change) => change.changeFen !== 0n)
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}

/**
 * The month an event is booked in: its Asia/Shanghai month, unless that is closed for somebody involved;
 * then the earliest month open to all of them, and the memo says so. A closed month never changes.
 */
export function bookingPeriod(
  occurredAt: Date,
  closedPeriods: ReadonlySet<Period>,
): { readonly period: Period; readonly memo: string | null } {
  const natural = periodOf(occurredAt);
  let period = natural;
  while (closedPeriods.has(period)) period = shiftPeriod(period, 1);
  return { period, memo: period === natural ? null : `${natural} 已结账，记入 ${period}` };
}
