import { allocate, proportionOf, smaller, sum, type Fen } from "~/kernel/money";
import type { Account } from "./accounts";
import type { PartKind } from "./split";

/** A part of a line that a refund may still take from: what it gave less what was taken back. */
export type RemainingPart = { readonly number: number; readonly remainingFen: Fen };

/**
 * Spreads what a refund takes over the remaining parts of one line, never by splitting the net again: nobody gains,
 * nobody goes below zero, and a full refund leaves every part at zero. Throws RangeError beyond what remains.
 */
export function spreadRefund(takeFen: Fen, parts: readonly RemainingPart[]): Map<number, Fen> {
  if (takeFen < 0n || takeFen > sum(parts.map((part) => part.remainingFen))) {
    throw new RangeError("a refund takes between nothing and what remains of the line");
  }
  if (takeFen === 0n) return new Map();
  const amounts = allocate(
    takeFen,
    parts.map((part) => part.remainingFen),
  );
  return new Map(parts.map((part, i) => [part.number, amounts[i] ?? 0n] as const).filter(([, amount]) => amount > 0n));
}

/**
 * The platform discount that goes back to the platform when `amountFen` of a line goes back to the shopper:
 * in proportion, counted from the line's beginning, so that a full refund returns the whole discount.
 */
export function discountBack(line: {
  readonly chargedFen: Fen;
  readonly platformDiscountFen: Fen;
  readonly refundedBeforeFen: Fen;
  readonly discountBackBeforeFen: Fen;
  readonly amountFen: Fen;
}): Fen {
  const returned =
    line.chargedFen === 0n
      ? line.platformDiscountFen
      : proportionOf(line.platformDiscountFen, line.refundedBeforeFen + line.amountFen, line.chargedFen);
  return returned > line.discountBackBeforeFen ? returned - line.discountBackBeforeFen : 0n;
}

/** Where a part's money is when a refund asks for it. */
export type PartToTake = {
  readonly number: number;
  readonly kind: PartKind;
  readonly takeFen: Fen;
  /** the account the sale put it into */
  readonly account: Account;
  /** still in that account */
  readonly waitingFen: Fen;
  /** where it was released to, and what is left there of this part: not disbursed, not taken */
  readonly releasedAccount: Account | undefined;
  readonly releasedFen: Fen;
};

/** An account that bears what cannot be taken back, and how much it has; null = without limit. */
export type Bearer = { readonly account: Account; readonly limitFen: Fen | null };

export type RefundPlan = {
  readonly takes: readonly RefundTake[];
  /** what the accounts still hold afterwards: the next line's plan begins with it */
  readonly balances: ReadonlyMap<Account, Fen>;
};

/** One posting's money of a refund: who gives it, for which part. `covered` = not the beneficiary itself. */
export type RefundTake = {
  readonly number: number;
  readonly source: Account;
  readonly amountFen: Fen;
  readonly covered: boolean;
};

/**
 * Decides who gives back each part: what waits, else what is released and still there (as far as the account's balance
 * allows), else the bearers in their order. The processing charge is always borne: Stripe keeps its fee.
 * A beneficiary that was already paid gives nothing back. The takes always add up to what the parts ask for.
 */
export function planRefund(
  parts: readonly PartToTake[],
  balances: ReadonlyMap<Account, Fen>,
  bearers: readonly Bearer[],
): RefundPlan {
  const left = new Map<Account, Fen>(balances);
  for (const bearer of bearers) {
    if (bearer.limitFen !== null && !left.has(bearer.account)) left.set(bearer.account, bearer.limitFen);
  }
  const takes: RefundTake[] = [];
  const missing: { number: number; amountFen: Fen }[] = [];

  for (const part of parts) {
    if (part.kind === "PROCESSING") {
      missing.push({ number: part.number, amountFen: part.takeFen });
      continue;
    }
    const waiting = smaller(part.takeFen, part.waitingFen);
    if (waiting > 0n) takes.push({ number: part.number, source: part.account, amountFen: waiting, covered: false });
    let rest = part.takeFen - waiting;
    if (part.releasedAccount && rest > 0n) {
      const balance = left.get(part.releasedAccount) ?? 0n;
      const released = smaller(smaller(rest, part.releasedFen), balance);
      if (released > 0n) {
        takes.push({ number: part.number, source: part.releasedAccount, amountFen: released, covered: false });
        left.set(part.releasedAccount, balance - released);
      }
      rest -= released;
    }
    if (rest > 0n) missing.push({ number: part.number, amountFen: rest });
  }

  for (const one of missing) {
    let rest = one.amountFen;
    for (const bearer of bearers) {
      const available = bearer.limitFen === null ? rest : (left.get(bearer.account) ?? 0n);
      const borne = smaller(rest, available);
      if (borne <= 0n) continue;
      takes.push({ number: one.number, source: bearer.account, amountFen: borne, covered: true });
      if (bearer.limitFen !== null) left.set(bearer.account, available - borne);
      rest -= borne;
    }
    if (rest > 0n) throw new RangeError("the last bearer of a refund must be without limit");
  }
  return { takes, balances: left };
}
