/** Somebody who visits households: as the card names whoever answers for one, by name and unit. */
export type Visitor = { readonly personName: string; readonly unit: string };

/** So many at once: a page of the list. */
export const MOST_PLANNED_AT_ONCE = 20;

/** A visit is planned for the year ahead: what lies farther is a slip of the pen. */
export const DAYS_AHEAD_AT_MOST = 366;
