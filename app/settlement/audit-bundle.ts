import type { Period } from "~/kernel/period";

/** The form of a bundle. scripts/verify-bundle.mjs reads this one and those before it; what changes it gets another name. */
export const BUNDLE_FORMAT = "huhui-audit-bundle-2";

/** Fen are text, for JSON knows no bigint. */
export type FenText = string;

export type BundledPosting = {
  readonly source: string;
  readonly destination: string;
  readonly amountFen: FenText;
  readonly part: string | null;
  readonly partNumber: number | null;
  readonly orderLineId: string | null;
  readonly lotId: string | null;
  readonly intakeId: string | null;
  readonly payoutId: string | null;
  readonly householdId: string | null;
  readonly cooperativeId: string | null;
  readonly flow: string | null;
};

/** A journal whole, other parties' postings too: its hash is over all of them. Parties are ids, never names. */
export type BundledJournal = {
  readonly id: string;
  readonly kind: string;
  readonly sourceId: string;
  readonly inputHash: string;
  readonly contentHash: string;
  /** milliseconds since 1970, as they are hashed */
  readonly occurredAt: number;
  readonly period: Period;
  readonly reversesId: string | null;
  readonly actorId: string | null;
  readonly memo: string | null;
  readonly postings: readonly BundledPosting[];
};

export type BundledEntry = {
  readonly journalId: string;
  readonly position: number;
  readonly accruedFen: FenText;
  readonly paidFen: FenText;
  readonly pendingFen: FenText;
};

export type BundledClass = {
  readonly incomeClass: string;
  readonly accruedFen: FenText;
  readonly paidFen: FenText;
  readonly pendingFen: FenText;
  readonly entries: readonly BundledEntry[];
};

export type BundledVoucher = {
  readonly id: string;
  readonly voucherNumber: string | null;
  readonly state: string;
  readonly payeeAccount: string;
  readonly payerAccount: string;
  readonly batchNumber: string;
  readonly amountFen: FenText;
  readonly bankReference: string | null;
  readonly paidAt: string | null;
};

export type BundledSlip = {
  readonly id: string;
  readonly number: string;
  readonly cooperativeId: string;
  readonly householdId: string;
  readonly product: string;
  readonly grade: string;
  readonly baseUnit: string;
  readonly gross: number;
  readonly tare: number;
  readonly deduction: number;
  readonly net: number;
  readonly settlementMode: string;
  readonly unitPriceFen: FenText | null;
  readonly amountFen: FenText | null;
  readonly weighedBy: string;
  readonly deliveredAt: string;
  /** of the photo as it was uploaded; the photo itself stays with whoever may see it */
  readonly photoSha256: string | null;
  readonly reversesId: string | null;
};

export type BundledPayout = {
  readonly id: string;
  readonly cooperativeId: string;
  readonly householdId: string;
  readonly flow: string;
  readonly period: Period;
  readonly amountFen: FenText;
  readonly basis: string;
};

export type BundledOrder = {
  readonly id: string;
  readonly number: string;
  readonly totalFen: FenText;
  readonly platformDiscountFen: FenText;
  /** Stripe's name for the payment */
  readonly paymentIntentId: string | null;
  readonly paidFen: FenText | null;
  readonly paidAt: string | null;
  readonly lines: readonly { readonly id: string; readonly netFen: FenText; readonly processingFen: FenText }[];
};

export type BundledLine = {
  readonly id: string;
  readonly orderId: string;
  readonly kind: string;
  readonly title: string;
  readonly quantity: number;
  readonly packQuantity: number;
  readonly netFen: FenText;
  readonly splitRule: string | null;
  readonly picks: readonly { readonly lotId: string; readonly quantity: number; readonly released: boolean }[];
  /** who stood behind it: sale less what refunds took back */
  readonly attributedFen: FenText;
};

export type BundledRefund = {
  readonly id: string;
  readonly orderId: string;
  readonly state: string;
  readonly reason: string;
  readonly bearer: string;
  readonly amountFen: FenText;
  readonly requestedAt: string;
  readonly lines: readonly {
    readonly orderLineId: string;
    readonly amountFen: FenText;
    readonly discountBackFen: FenText;
  }[];
};

export type BundledLot = {
  readonly id: string;
  readonly code: string;
  readonly productId: string;
  readonly quantity: number;
  readonly compositionHash: string;
  readonly rows: readonly {
    readonly householdId: string | null;
    readonly settlementMode: string;
    readonly quantity: number;
    readonly weight: string;
    readonly unitPriceFen: FenText | null;
  }[];
  /** this household's deliveries in it */
  readonly slipIds: readonly string[];
};

export type BundledDeclaration = {
  readonly id: string;
  readonly flow: string;
  readonly incomeClass: string;
  readonly grossFen: FenText;
  readonly costFen: FenText;
  readonly basis: string;
  readonly evidence: string;
  readonly appliesTo: Period | null;
  readonly correctsId: string | null;
};

/** The seals of one day from the first that is needed to the day's last, which is published. */
export type BundledSeals = {
  readonly day: string;
  readonly published: { readonly sequence: string; readonly hash: string };
  readonly chain: readonly {
    readonly sequence: string;
    readonly journalId: string;
    readonly journalHash: string;
    readonly previousHash: string;
    readonly hash: string;
  }[];
};

/**
 * A household's month down to the last paper: what each figure is made of, and everything needed to work it out anew
 * without us. Names nobody but whoever signed a slip: households are ids and archive numbers.
 */
export type AuditBundle = {
  readonly format: typeof BUNDLE_FORMAT;
  readonly household: { readonly id: string; readonly number: string; readonly areaCode: string };
  readonly period: Period;
  /** since the second form with the close that froze them; null = as registered on the day */
  readonly heads: {
    readonly people: number;
    readonly on: string;
    readonly frozen: { readonly month: Period; readonly areaCode: string } | null;
  };
  readonly incomeLines: readonly { readonly kind: string; readonly fenPerPerson: FenText; readonly source: string }[];
  readonly classMap: {
    readonly version: number;
    readonly rows: readonly { readonly flow: string; readonly incomeClass: string; readonly stable: boolean }[];
  };
  readonly totals: {
    readonly accruedFen: FenText;
    readonly paidFen: FenText;
    readonly costFen: FenText;
    readonly netPaidFen: FenText;
    readonly declaredNetFen: FenText;
    readonly completeNetFen: FenText;
    readonly perHeadFen: FenText | null;
  };
  readonly classes: readonly BundledClass[];
  readonly costs: readonly {
    readonly id: string;
    readonly kind: string;
    readonly amountFen: FenText;
    readonly basis: string;
  }[];
  readonly declarations: readonly BundledDeclaration[];
  readonly journals: readonly BundledJournal[];
  readonly vouchers: readonly BundledVoucher[];
  readonly slips: readonly BundledSlip[];
  readonly payouts: readonly BundledPayout[];
  readonly orders: readonly BundledOrder[];
  readonly lines: readonly BundledLine[];
  readonly refunds: readonly BundledRefund[];
  readonly lots: readonly BundledLot[];
  readonly seals: readonly BundledSeals[];
};

/** The one text of a value: keys sorted, nothing between. What is hashed and signed is this text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The pieces of a bundle by name, so that what was changed can be named: each section, and each thing in a list by its id. */
export function piecesOf(bundle: AuditBundle): ReadonlyMap<string, string> {
  const pieces = new Map<string, string>();
  for (const [section, value] of Object.entries(bundle)) {
    if (!Array.isArray(value)) {
      pieces.set(section, canonicalJson(value));
      continue;
    }
    pieces.set(section, `${value.length}`);
    value.forEach((item: { id?: string; day?: string; incomeClass?: string; kind?: string }, index) => {
      pieces.set(`${section}/${item.id ?? item.day ?? item.incomeClass ?? item.kind ?? index}`, canonicalJson(item));
    });
  }
  return pieces;
}
