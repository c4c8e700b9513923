const YEAR = /(?<!\d)20\d\d(?!\d)/g;

/** A title with the year of its harvest set to this one; without a year it stays as it is. */
export function forThisSeason(title: string, year: number): string {
  return title.replace(YEAR, String(year));
}
