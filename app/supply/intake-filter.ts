import { isDay } from "~/kernel/period";

export type IntakeFilter = {
  /** Shanghai day of delivery */
  readonly day?: string;
  /** of a slip's number, a household's name, pinyin or number */
  readonly query?: string;
  /** not yet in a lot · not yet priced · taken back */
  readonly state?: IntakeListState;
};

export const INTAKE_LIST_STATES = { open: "待封批", unpriced: "待定价", reversed: "冲销单" } as const;
export type IntakeListState = keyof typeof INTAKE_LIST_STATES;

/** Reads the list's URL; the page and its export read the same one. What makes no sense is left out. */
export function parseIntakeFilter(search: URLSearchParams): IntakeFilter {
  const day = search.get("day");
  const query = search.get("q")?.trim().slice(0, 60);
  const state = search.get("state") ?? "";
  return {
    ...(isDay(day) ? { day } : {}),
    ...(query ? { query } : {}),
    ...(Object.hasOwn(INTAKE_LIST_STATES, state) ? { state: state as IntakeListState } : {}),
  };
}
