import { seededRandom, type Random } from "#tests/builders/random";

export type { Random };

/** The demonstration is the same on every machine: all of it grows from this number. */
export const DEMO_SEED = 20230630;

/** A stream of its own for each subject, so that adding to one does not change the others. */
export function stream(name: string, seed: number = DEMO_SEED): Random {
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return seededRandom(hash >>> 0);
}

export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = random.int(0, last);
    [copy[last], copy[other]] = [copy[other] as Item, copy[last] as Item];
  }
  return copy;
}

/** `count` different items, or all of them when there are fewer. */
export function sample<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  return shuffled(random, items).slice(0, count);
}

/** One item, as often as its whole-number weight says; undefined when no weight is above zero. */
export function weighted<Item>(
  random: Random,
  items: readonly Item[],
  weightOf: (item: Item) => number,
): Item | undefined {
  const weights = items.map((item) => Math.max(0, Math.round(weightOf(item))));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  let left = random.int(1, total);
  return items.find((_, index) => (left -= weights[index] ?? 0) <= 0);
}
