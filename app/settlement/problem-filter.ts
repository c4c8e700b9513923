import { coversAny } from "~/regions/area";
import { ALERT_KEYS, type AlertKey } from "./alert";
import { PROBLEM_KINDS, PROBLEM_STATES, type ProblemKind, type ProblemState } from "./problem";

/** What the problem ledger is asked for: the screen and its export read the same one. */
export type ProblemFilter = {
  readonly prefixes: readonly string[];
  readonly state: ProblemState | undefined;
  readonly kind: ProblemKind | undefined;
  /** alerts of one rule */
  readonly rule: AlertKey | undefined;
  /** only of this area of the scope and what lies in it */
  readonly areaCode: string | undefined;
  /** only of the household with this archive number */
  readonly household: string | undefined;
  /** whatever is not closed, answered or not */
  readonly open: boolean;
  readonly overdue: boolean;
  /** closed, and due to be looked at again */
  readonly lookBack: boolean;
  readonly today: string;
};

const LONGEST_NUMBER = 40;

/** Reads the ledger's URL; what makes no sense is left out, so that every link opens. */
export function parseProblemFilter(search: URLSearchParams, prefixes: readonly string[], today: string): ProblemFilter {
  const area = search.get("area") ?? "";
  const household = (search.get("household") ?? "").trim().slice(0, LONGEST_NUMBER);
  return {
    prefixes,
    state: keyOf(PROBLEM_STATES, search.get("state")),
    kind: keyOf(PROBLEM_KINDS, search.get("kind")),
    rule: ALERT_KEYS.find((key) => key === search.get("rule")),
    areaCode: area !== "" && coversAny(prefixes, area) ? area : undefined,
    household: household === "" ? undefined : household,
    open: search.get("open") === "1",
    overdue: search.get("overdue") === "1",
    lookBack: search.get("lookBack") === "1",
    today,
  };
}

/** The filter as the URL has it, for links and for the export. */
export function problemQuery(filter: ProblemFilter) {
  return {
    state: filter.state,
    kind: filter.kind,
    rule: filter.rule,
    area: filter.areaCode,
    household: filter.household,
    open: filter.open ? "1" : undefined,
    overdue: filter.overdue ? "1" : undefined,
    lookBack: filter.lookBack ? "1" : undefined,
  };
}

function keyOf<Key extends string>(words: Readonly<Record<Key, string>>, text: string | null): Key | undefined {
  return text !== null && Object.hasOwn(words, text) ? (text as Key) : undefined;
}
