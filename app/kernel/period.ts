/** A calendar month in Asia/Shanghai, "2026-11". Sorts as text. */
export type Period = string;

// China keeps one time zone, without daylight saving since 1991; business times here are later.
const SHANGHAI_AHEAD_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The Asia/Shanghai month an instant falls in. */
export function periodOf(instant: Date): Period {
  return dayOf(instant).slice(0, 7);
}

/** The Asia/Shanghai calendar day of an instant, "2026-11-23". */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_AHEAD_MS).toISOString().slice(0, 10);
}

/** "2026-11-23 09:30" in Asia/Shanghai. */
export function minuteOf(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_AHEAD_MS).toISOString().slice(0, 16).replace("T", " ");
}

/** The first instant of a Shanghai day. */
export function startOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_AHEAD_MS);
}

/** The instants [from, to) of a month. */
export function boundsOf(period: Period): { from: Date; to: Date } {
  return { from: startOfDay(`${period}-01`), to: startOfDay(`${shiftPeriod(period, 1)}-01`) };
}

/** The month `months` later (or earlier, when negative). */
export function shiftPeriod(period: Period, months: number): Period {
  const { year, month } = yearAndMonth(period);
  const count = year * 12 + (month - 1) + months;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

export function yearAndMonth(period: Period): { year: number; month: number } {
  return { year: Number(period.slice(0, 4)), month: Number(period.slice(5, 7)) };
}

// Of years that somebody's papers can be of: the month after 9999-12 and the one before 0000-01 cannot be written.
const DAY = /^(19|2\d)\d{2}-\d{2}-\d{2}$/;
const MONTH = /^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/;

/** Whether the text is a day that exists, from 1900 to 2999, "2026-11-23". */
export function isDay(text: string | null | undefined): text is string {
  if (typeof text !== "string" || !DAY.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** Whether the text is a month from 1900 to 2999, "2026-11". */
export function isPeriod(text: string | null | undefined): text is Period {
  return typeof text === "string" && MONTH.test(text);
}

/** Every month from the first to the last, both included. */
export function periodsBetween(first: Period, last: Period): Period[] {
  const periods: Period[] = [];
  for (let period = first; period <= last; period = shiftPeriod(period, 1)) periods.push(period);
  return periods;
}

export function addDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS);
}

export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

export function addHours(instant: Date, hours: number): Date {
  return addMinutes(instant, hours * 60);
}
