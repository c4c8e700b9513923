/** The months as calendars print them in English, January first. */
export const ENGLISH_MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/**
 * A month, day or minute as English readers write it: "2026-11" is "Nov 2026", "2026-11-03" is "3 Nov 2026", "2026-11-03 09:30" is
 * "3 Nov 2026, 09:30"; anything else stays as it is. Not Intl's: its "Sep" and "Sept" differ between a server and a browser, and a page must be the same in both.
 */
export function englishDate(text: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d{2})(?:-(\d{2})(?: (\d{2}:\d{2}))?)?$/.exec(text) ?? [];
  const name = ENGLISH_MONTHS[Number(month) - 1];
  if (year === undefined || name === undefined) return text;
  return `${day === undefined ? "" : `${Number(day)} `}${name} ${year}${time === undefined ? "" : `, ${time}`}`;
}
