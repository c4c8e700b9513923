import type { Period } from "~/kernel/period";

/** The way of drawing. Another way gets another name; old draws keep theirs. */
export const SAMPLE_ALGORITHM = "huhui-sample-1";

/** At least a tenth, rounded up; of a village with few households at least one. */
export function sampleSize(households: number): number {
  return Math.ceil(households / 10);
}

export type Seed = {
  readonly algorithm: string;
  readonly areaCode: string;
  readonly period: Period;
  /** of the published seal that nobody could choose */
  readonly sealHash: string;
};

/** The text whose SHA-256 gives a household its place; invariant_audit_sample_redrawn builds the same. */
export function rankText(seed: Seed, householdNumber: string): string {
  return [seed.algorithm, seed.areaCode, seed.period, seed.sealHash, householdNumber].join("|");
}

/**
 * The households to look at, in the order of their places: the tenth with the smallest hashes. The same list and seed
 * give the same sample for ever; no household can be put in or left out without another seal.
 */
export function drawSample(
  numbers: readonly string[],
  seed: Seed,
  sha256: (text: string) => string,
): readonly string[] {
  return numbers
    .map((number) => ({ number, rank: sha256(rankText(seed, number)) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, sampleSize(numbers.length))
    .map(({ number }) => number);
}
