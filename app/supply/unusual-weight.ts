import type { BaseUnit } from "~/kernel/quantity";

/** What a household brought of one product before: how often, and the most at once (base units). */
export type DeliveredBefore = { readonly times: number; readonly most: number };

const TIMES_TO_KNOW = 3;
const TIMES_THE_MOST = 5;
/** below this a multiple of a small delivery says nothing */
const WORTH_ASKING: Record<BaseUnit, number> = { GRAM: 500_000, PIECE: 2_000 };
/** more than one household's land and hands give in a day, when nothing is known of it */
const MOST_UNKNOWN: Record<BaseUnit, number> = { GRAM: 5_000_000, PIECE: 20_000 };

/**
 * The most that is taken from a household without asking why. A slipped decimal point or 斤 for kg is caught here;
 * a real harvest is recorded with its reason.
 */
export function plausibleAtMost(baseUnit: BaseUnit, before: DeliveredBefore): number {
  if (before.times < TIMES_TO_KNOW) return MOST_UNKNOWN[baseUnit];
  return Math.max(before.most * TIMES_THE_MOST, WORTH_ASKING[baseUnit]);
}
