/** So many answers at least: what one customer was told says nothing. */
export const FEWEST_ANSWERS = 5;
/** What was answered longer ago says little of today. */
export const RESPONSE_DAYS = 180;

const HOUR = 60;
const DAY = 24 * HOUR;

/** How long half of those who asked a seller something waited at most. */
export type ResponseTime = { readonly unit: "hours" | "days"; readonly count: number };

/** The median in words' numbers, rounded up: whole hours up to two days, whole days beyond. Undefined of too few answers. */
export function responseTime({
  answers,
  medianMinutes,
}: {
  readonly answers: number;
  readonly medianMinutes: number | null;
}): ResponseTime | undefined {
  if (answers < FEWEST_ANSWERS || medianMinutes === null) return undefined;
  if (medianMinutes <= 2 * DAY) return { unit: "hours", count: Math.max(1, Math.ceil(medianMinutes / HOUR)) };
  return { unit: "days", count: Math.ceil(medianMinutes / DAY) };
}
