import type { Fen } from "~/kernel/money";

/** The account as Stripe or the ledger sees it, in fen. A refund counts once it has succeeded. */
export type StripeTotals = {
  readonly chargedFen: Fen;
  readonly feesFen: Fen;
  readonly refundedFen: Fen;
  /** taken by disputes that are open or lost, with their fees */
  readonly disputedFen: Fen;
  readonly netFen: Fen;
};

/** What one kind of journal moved into (+) or out of (−) the ledger's account at Stripe. */
export type MovedAtStripe = { readonly kind: string; readonly movedFen: Fen };

export function totalsOfLedger(rows: readonly MovedAtStripe[]): StripeTotals {
  const moved = (...kinds: string[]): Fen =>
    rows.reduce((sum, row) => (kinds.length === 0 || kinds.includes(row.kind) ? sum + row.movedFen : sum), 0n);
  return {
    chargedFen: moved("SALE", "UNDELIVERABLE_PAYMENT"),
    feesFen: -moved("STRIPE_FEE"),
    refundedFen: -moved("REFUND_SUCCEEDED", "REFUND_RETURNED"),
    disputedFen: -moved("DISPUTE_OPENED", "DISPUTE_WON", "DISPUTE_LOST"),
    netFen: moved(),
  };
}

export type StripeDifference = {
  readonly figure: keyof StripeTotals;
  readonly stripeFen: Fen;
  readonly ledgerFen: Fen;
};

export function differencesOf(theirs: StripeTotals, ours: StripeTotals): StripeDifference[] {
  const figures = Object.keys(theirs) as (keyof StripeTotals)[];
  return figures
    .filter((figure) => theirs[figure] !== ours[figure])
    .map((figure) => ({ figure, stripeFen: theirs[figure], ledgerFen: ours[figure] }));
}
