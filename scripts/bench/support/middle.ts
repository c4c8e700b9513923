/** The median: of an odd count the one in the middle, of an even one the greater of both. */
export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
