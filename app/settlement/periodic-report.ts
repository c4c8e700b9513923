import type { IncomeClass } from "~/benefits/flow";
import type { Standing } from "~/households/status";
import { formatYuan } from "~/kernel/money";
import { boundsOf, dayOf, isPeriod, shiftPeriod, type Period } from "~/kernel/period";
import type { StatedFigure } from "./stated-figures";

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
      return year !== "" && part === "" ? span(1, 12, `${year} 年度`) : undefined;
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

export type PeriodicReportBody = {
  readonly areaCode: string;
  readonly kind: ReportKind;
  readonly period: string;
  readonly total: ReportFigures;
  /** the areas right below; none in a village */
  readonly parts: readonly (ReportFigures & { readonly code: string })[];
  readonly byClass: readonly {
    readonly incomeClass: IncomeClass;
    readonly accruedFen: string;
    readonly paidFen: string;
  }[];
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
  /** declared to lead against paid; not in a village's report */
  readonly cooperatives: readonly {
    readonly name: string;
    readonly declared: number;
    readonly paid: number;
    readonly paidFen: string;
  }[];
  readonly closedMonths: readonly Period[];
  readonly stated: readonly StatedFigure[];
};

/** What does not add up, in sentences; a report with one is not submitted. */
export function reportDifferences({ total, parts, byClass, byStanding }: PeriodicReportBody): string[] {
  const count = (name: string, stated: number, rows: readonly number[], of: string) => {
    const added = rows.reduce((sum, one) => sum + one, 0);
    const off = Math.abs(stated - added);
    return added === stated ? [] : [`${name}合计 ${stated}，${of}之和 ${added}，相差 ${off}。`];
  };
  const money = (name: string, stated: string, rows: readonly string[], of: string) => {
    const added = rows.reduce((sum, one) => sum + BigInt(one), 0n);
    const off = BigInt(stated) - added;
    if (off === 0n) return [];
    return [
      `${name}合计 ${formatYuan(BigInt(stated))} 元，${of}之和 ${formatYuan(added)} 元，相差 ${formatYuan(off < 0n ? -off : off)} 元。`,
    ];
  };
  const column = <Key extends keyof ReportFigures>(key: Key) => parts.map((part) => part[key]);
  return [
    ...count(
      "户数",
      total.households,
      byStanding.map((row) => row.households),
      "各类别",
    ),
    ...count(
      "人口",
      total.people,
      byStanding.map((row) => row.people),
      "各类别",
    ),
    ...money(
      "应计收入",
      total.accruedFen,
      byClass.map((row) => row.accruedFen),
      "四类",
    ),
    ...money(
      "到户收入",
      total.paidFen,
      byClass.map((row) => row.paidFen),
      "四类",
    ),
    ...(parts.length === 0
      ? []
      : [
          ...count("户数", total.households, column("households"), "下级各地"),
          ...count("人口", total.people, column("people"), "下级各地"),
          ...count("有收入户", total.earning, column("earning"), "下级各地"),
          ...money("应计收入", total.accruedFen, column("accruedFen"), "下级各地"),
          ...money("到户收入", total.paidFen, column("paidFen"), "下级各地"),
          ...money("带动销售额", total.attributedFen, column("attributedFen"), "下级各地"),
          ...money("申报收入", total.declaredFen, column("declaredFen"), "下级各地"),
        ]),
  ];
}
