/** Money is a whole number of fen (1/100 yuan) in a bigint. Nothing outside this file divides it. */
export type Fen = bigint;

/** Hundredths of a percent: 10,000 are the whole. */
export type BasisPoints = number;

const WHOLE = 10_000n;

/**
 * Splits `total` in proportion to `weights`; the parts always add up to `total` again.
 * Largest remainder; ties go to the earlier position, so callers sort households by id first.
 * Each part is within one fen of its exact share, a zero weight gets zero, a negative total mirrors the positive one.
 * Throws RangeError unless all weights are non-negative and at least one is positive.
 */
export function allocate(total: Fen, weights: readonly bigint[]): Fen[] {
  const weightSum = sum(weights);
  if (weightSum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError("weights must be non-negative, with at least one positive");
  }
  if (total < 0n) return allocate(-total, weights).map((part) => -part);

  const shares = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / weightSum,
    remainder: (total * weight) % weightSum,
  }));
  const leftover = Number(total - sum(shares.map((share) => share.floor)));
  const roundedUp = new Set(
    [...shares]
      .sort(byLargestRemainder)
      .slice(0, leftover)
      .map((share) => share.index),
  );
  return shares.map((share) => (roundedUp.has(share.index) ? share.floor + 1n : share.floor));
}

function byLargestRemainder(a: { index: number; remainder: bigint }, b: { index: number; remainder: bigint }): number {
  if (a.remainder === b.remainder) return a.index - b.index;
  return a.remainder > b.remainder ? -1 : 1;
}

/** `rate` of a non-negative amount, rounded half up: 5 % of 119.70 yuan are 5.99 yuan. */
export function percentOf(amount: Fen, rate: BasisPoints): Fen {
  return divideHalfUp(amount * BigInt(rate), WHOLE);
}

/** What `quantity` base units cost at `unitPrice` fen per `per` base units (1000 for grams priced by the kilogram), rounded half up. */
export function priceOf(quantity: number, unitPrice: Fen, per: number): Fen {
  return divideHalfUp(BigInt(quantity) * unitPrice, BigInt(per));
}

/** The part of `of` that `amount` is of `outOf`, rounded half up; exactly `of` when `amount` is `outOf`. */
export function proportionOf(of: Fen, amount: Fen, outOf: Fen): Fen {
  return divideHalfUp(of * amount, outOf);
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n || denominator <= 0n) throw new RangeError("only non-negative amounts are rounded");
  return (2n * numerator + denominator) / (2n * denominator);
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

export function smaller(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

/** The fen as a plain number, for JSON and Stripe, which know no bigint. Throws RangeError beyond 2^53. */
export function toNumber(amount: Fen): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amount} fen do not fit a number`);
  return number;
}

/** "1,234.50": digits for people, without a currency sign. Takes the plain numbers of loaders, too. */
export function formatYuan(amount: Fen | number): string {
  const fen = BigInt(amount);
  const absolute = fen < 0n ? -fen : fen;
  const yuan = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0n ? "−" : ""}${yuan}.${(absolute % 100n).toString().padStart(2, "0")}`;
}

/** Reads what a person typed as yuan ("39.8", "1,200", "¥5", full-width digits); undefined when it is no amount of whole fen. */
export function parseYuan(text: string): Fen | undefined {
  const match = /^(?:[¥¥]\s*)?(\d{1,9})(?:\.(\d{1,2}))?(?:\s*元)?$/.exec(
    text
      .normalize("NFKC")
      .trim()
      .replace(/,(?=\d{3})/g, ""),
  );
  if (!match) return undefined;
  return BigInt(match[1] ?? 0) * 100n + BigInt((match[2] ?? "").padEnd(2, "0"));
}
