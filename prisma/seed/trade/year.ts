import { addDays, boundsOf, dayOf, periodOf, shiftPeriod, startOfDay } from "~/kernel/period";

/** The demonstration's time: from the first of the month a year ago to the moment of loading, cut into weeks. */
export type Year = {
  readonly from: Date;
  readonly until: Date;
  readonly weeks: readonly { readonly from: Date; readonly until: Date }[];
};

export function yearBefore(now: Date): Year {
  const { from } = boundsOf(shiftPeriod(periodOf(now), -12));
  const weeks: { from: Date; until: Date }[] = [];
  for (let week = from; week < now; week = addDays(week, 7)) {
    const until = addDays(week, 7);
    weeks.push({ from: week, until: until < now ? until : now });
  }
  return { from, until: now, weeks };
}

/** The Shanghai month of an instant, 1–12. */
export function monthOf(instant: Date): number {
  return Number(dayOf(instant).slice(5, 7));
}

/** The day of the latest harvest at an instant: that day in a harvest month, else the last of the latest such month. */
export function latestHarvest(instant: Date, harvestMonths: readonly number[]): string {
  let period = periodOf(instant);
  if (harvestMonths.includes(Number(period.slice(5)))) return dayOf(instant);
  for (let months = 1; months <= 12; months++) {
    period = shiftPeriod(periodOf(instant), -months);
    if (harvestMonths.includes(Number(period.slice(5)))) return dayOf(addDays(boundsOf(period).to, -2));
  }
  return dayOf(instant);
}

export function daysAfter(day: string, days: number): string {
  return dayOf(addDays(startOfDay(day), days));
}
