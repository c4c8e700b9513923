import type { IncomeClass } from "~/benefits/flow";
import type { Standing } from "~/households/status";
import type { Period } from "~/kernel/period";
import type { ReportKind } from "./periodic-report";
import type { StatedFigure } from "./stated-figures";

/** Fen as text: JSON knows no bigint. */
export type ReportFigures = {
  readonly households: number;
  readonly people: number;
  readonly earning: number;
  readonly accruedFen: string;
  readonly paidFen: string;
  readonly attributedFen: string;
  readonly declaredFen: string;
};

/** The figures of an earlier period, as they were known when the report was worked out; null where nothing is on record. */
export type ComparedFigures = { readonly period: string; readonly figures: ReportFigures | null };

export type ReportClass = {
  readonly incomeClass: IncomeClass;
  readonly accruedFen: string;
  readonly paidFen: string;
};

export type ReportMonth = {
  readonly period: Period;
  readonly accruedFen: string;
  readonly paidFen: string;
  readonly declaredFen: string;
};

/** A target with what was reached of it from January to the period's end, in the words of the area's page. */
export type ReportTarget = {
  readonly key: string;
  readonly label: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
  readonly source: string;
};

/** Which sections a report has; what has no number is from before there were any. */
export const BODY_VERSION = 2;

/**
 * What is submitted, hashed and locked. Sections that a later version brought are optional: a report from before has none of
 * them, and is read as it was written.
 */
export type PeriodicReportBody = {
  readonly version?: typeof BODY_VERSION;
  readonly areaCode: string;
  readonly kind: ReportKind;
  readonly period: string;
  readonly total: ReportFigures;
  /** the areas right below; none in a village */
  readonly parts: readonly (ReportFigures & {
    readonly code: string;
    /** in the same period a year before; version 2, where that year has a record */
    readonly paidYearBeforeFen?: string;
  })[];
  readonly byClass: readonly ReportClass[];
  readonly byStanding: readonly { readonly standing: Standing; readonly households: number; readonly people: number }[];
  readonly events: readonly { readonly type: string; readonly households: number }[];
  readonly problems: {
    readonly opened: number;
    readonly closed: number;
    readonly overdue: number;
    /** open at some time of the period: what the closed ones are a share of; not in reports before 2026-11-29 */
    readonly underway?: number;
  };
  readonly visits: { readonly households: number; readonly visits: number };
  /** declared to lead against paid; not in a village's report, nor from version 2 on in a month's */
  readonly cooperatives: readonly {
    readonly name: string;
    readonly declared: number;
    readonly paid: number;
    readonly paidFen: string;
  }[];
  readonly closedMonths: readonly Period[];
  readonly stated: readonly StatedFigure[];
  /** version 2: the period right before (a year has none but the year before), and the same one a year before */
  readonly compared?: { readonly before?: ComparedFigures; readonly yearBefore: ComparedFigures };
  /** version 2, a village: its groups, small ones taken together */
  readonly groups?: readonly (ReportFigures & { readonly name: string })[];
  /** version 2, a quarter and longer */
  readonly months?: readonly ReportMonth[];
  /** version 2, a half-year and longer, where that year has a record */
  readonly byClassYearBefore?: readonly ReportClass[];
  /** version 2, a half-year and longer */
  readonly targets?: readonly ReportTarget[];
};

type Group = ReportFigures & { readonly name: string };

/** A line of fewer households tells of single families, as in a public notice. */
const FEWEST_IN_GROUP = 5;

/**
 * A village's groups as its report lists them: groups of fewer than five households are one line together, with the smallest of
 * the others where they are still too few. No line where nothing is left to tell apart.
 */
export function joinSmallGroups(groups: readonly Group[]): Group[] {
  const bySize = [...groups].sort((a, b) => a.households - b.households || a.name.localeCompare(b.name, "zh"));
  let joined = bySize.filter(({ households }) => households < FEWEST_IN_GROUP);
  const count = (some: readonly Group[]) => some.reduce((total, { households }) => total + households, 0);
  if (joined.length > 0 && count(joined) < FEWEST_IN_GROUP) joined = bySize.slice(0, joined.length + 1);
  const open = groups.filter((group) => !joined.includes(group));
  if (open.length === 0 || open.length + joined.length < 2) return [];
  return joined.length === 0 ? open : [...open, { ...addedFigures(joined), name: `其余 ${joined.length} 组` }];
}

function addedFigures(rows: readonly ReportFigures[]): ReportFigures {
  const count = (key: "households" | "people" | "earning") => rows.reduce((total, row) => total + row[key], 0);
  const fen = (key: "accruedFen" | "paidFen" | "attributedFen" | "declaredFen") =>
    String(rows.reduce((total, row) => total + BigInt(row[key]), 0n));
  return {
    households: count("households"),
    people: count("people"),
    earning: count("earning"),
    accruedFen: fen("accruedFen"),
    paidFen: fen("paidFen"),
    attributedFen: fen("attributedFen"),
    declaredFen: fen("declaredFen"),
  };
}
