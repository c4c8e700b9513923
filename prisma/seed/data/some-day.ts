import type { Random } from "./random";

/** A day of one of these years and months, as people write it down. */
export function day(random: Random, fromYear: number, toYear: number, fromMonth = 1, toMonth = 12): string {
  return `${random.int(fromYear, toYear)}-${twoDigits(random.int(fromMonth, toMonth))}-${twoDigits(random.int(1, 28))}`;
}

export function daysLater(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
