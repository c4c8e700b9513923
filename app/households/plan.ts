/** One measure of a household's plan: what, who sees to it, until when, and what came of it. */
export type PlanMeasure = {
  readonly measure: string;
  readonly who: string;
  readonly until: string;
  readonly outcome: string;
};

export const MOST_MEASURES = 6;
