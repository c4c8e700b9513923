import { boundsOf, dayOf, isPeriod, shiftPeriod, yearAndMonth, type Period } from "~/kernel/period";

/** 月报告、季分析、半年小结、年度总结 */
export const REPORT_KINDS = { MONTH: "月报告", QUARTER: "季分析", HALF_YEAR: "半年小结", YEAR: "年度总结" } as const;
export type ReportKind = keyof typeof REPORT_KINDS;
export const REPORT_KIND_KEYS = Object.keys(REPORT_KINDS) as [ReportKind, ...ReportKind[]];

export const REPORT_STATES = {
  SUBMITTED: "待核对",
  CHECKED: "待批准",
  APPROVED: "已批准锁定",
  REFUSED: "已退回",
} as const;
export type ReportState = keyof typeof REPORT_STATES;

export type ReportSpan = {
  readonly from: Period;
  readonly to: Period;
  readonly lastDay: string;
  readonly words: string;
};

/** The months of a report's period; undefined when the period is none of its kind. */
export function reportSpan(kind: ReportKind, period: string): ReportSpan | undefined {
  const [, year = "", part = ""] = /^(\d{4})(?:-(.+))?$/.exec(period) ?? [];
  if (!isPeriod(`${year}-01`)) return undefined;
  const span = (first: number, months: number, words: string): ReportSpan => {
    const from = `${year}-${String(first).padStart(2, "0")}`;
    const to = shiftPeriod(from, months - 1);
    return { from, to, lastDay: dayOf(new Date(boundsOf(to).to.getTime() - 1)), words };
  };
  switch (kind) {
    case "MONTH":
      return isPeriod(period) ? span(Number(part), 1, `${year} 年 ${Number(part)} 月`) : undefined;
    case "QUARTER":
      return /^Q[1-4]$/.test(part)
        ? span(Number(part[1]) * 3 - 2, 3, `${year} 年第${"一二三四"[Number(part[1]) - 1]}季度`)
        : undefined;
    case "HALF_YEAR":
      return /^H[12]$/.test(part)
        ? span(part === "H1" ? 1 : 7, 6, `${year} 年${part === "H1" ? "上" : "下"}半年`)
        : undefined;
    case "YEAR":
      return part === "" ? span(1, 12, `${year} 年度`) : undefined;
  }
}

/** "2026 年第三季度" of a period of any kind; the period itself where it is none. */
export function periodWords(period: string): string {
  for (const kind of REPORT_KIND_KEYS) {
    const span = reportSpan(kind, period);
    if (span) return span.words;
  }
  return period;
}

/** 2026 年 9 月报告, 2026 年第三季度分析, of something 2025 年度农户收入总结: its time says the kind's length already. */
export function reportTitle(report: { readonly kind: ReportKind; readonly period: string }, about = ""): string {
  return `${periodWords(report.period)}${about}${REPORT_KINDS[report.kind].replace(/^(月|季|半年|年度)/, "")}`;
}

/** The period of a kind that ended last before a day. */
export function lastEnded(kind: ReportKind, day: string): string {
  const month = shiftPeriod(day.slice(0, 7), -1);
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5));
  switch (kind) {
    case "MONTH":
      return month;
    case "QUARTER": {
      const ended = Math.floor(number / 3);
      return ended === 0 ? `${year - 1}-Q4` : `${year}-Q${ended}`;
    }
    case "HALF_YEAR":
      return number === 12 ? `${year}-H2` : number >= 6 ? `${year}-H1` : `${year - 1}-H2`;
    case "YEAR":
      return String(number === 12 ? year : year - 1);
  }
}

/** The period of the same kind right before; of a year it is the year before. */
export function periodBefore(kind: ReportKind, period: string): string {
  const span = reportSpan(kind, period);
  return span ? periodEndingIn(kind, shiftPeriod(span.from, -1)) : period;
}

/** The same period a year before. */
export function yearBefore(period: string): string {
  return `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
}

/** The period of a kind whose last month this is. */
function periodEndingIn(kind: ReportKind, last: Period): string {
  const { year, month } = yearAndMonth(last);
  switch (kind) {
    case "MONTH":
      return last;
    case "QUARTER":
      return `${year}-Q${month / 3}`;
    case "HALF_YEAR":
      return `${year}-H${month / 6}`;
    case "YEAR":
      return String(year);
  }
}
