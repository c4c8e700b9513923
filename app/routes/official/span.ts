import { isPeriod, periodOf, shiftPeriod, yearAndMonth, type Period } from "~/kernel/period";

/** Which months a page counts: the month itself, its year up to it, or the twelve months that end with it, or the register's year from October to September. */
export type SpanKind = "month" | "year" | "rolling" | "octsep";

export type Span = {
  readonly kind: SpanKind;
  readonly month: Period;
  readonly from: Period;
  readonly to: Period;
};

export const SPAN_WORDS: Readonly<Record<SpanKind, string>> = {
  year: "本年累计",
  month: "当月",
  rolling: "近 12 个月",
  octsep: "10 月至次年 9 月",
};

/** Reads `?month=2026-11&span=month`. Nonsense is the present month and its year; a month to come is the present one. */
export function parseSpan(search: URLSearchParams, now: Date): Span {
  const present = periodOf(now);
  const askedMonth = search.get("month");
  const month = isPeriod(askedMonth) && askedMonth <= present ? askedMonth : present;
  const askedKind = search.get("span");
  const kind = askedKind === "month" || askedKind === "rolling" || askedKind === "octsep" ? askedKind : "year";
  return { kind, month, from: firstMonth(kind, month), to: month };
}

function firstMonth(kind: SpanKind, month: Period): Period {
  switch (kind) {
    case "month":
      return month;
    case "year":
      return `${month.slice(0, 4)}-01`;
    case "rolling":
      return shiftPeriod(month, -11);
    case "octsep":
      return yearAndMonth(month).month >= 10 ? `${month.slice(0, 4)}-10` : `${yearAndMonth(month).year - 1}-10`;
  }
}

/** The same months a year before. */
export function yearBefore(span: Span): { readonly from: Period; readonly to: Period } {
  return { from: shiftPeriod(span.from, -12), to: shiftPeriod(span.to, -12) };
}

/** "2026 年 11 月", "2026 年 1–11 月", "2025 年 12 月至 2026 年 11 月" */
export function spanText(span: Pick<Span, "from" | "to">): string {
  const [from, to] = [yearAndMonth(span.from), yearAndMonth(span.to)];
  if (span.from === span.to) return `${to.year} 年 ${to.month} 月`;
  if (from.year === to.year) return `${to.year} 年 ${from.month}–${to.month} 月`;
  return `${from.year} 年 ${from.month} 月至 ${to.year} 年 ${to.month} 月`;
}

/** What of a span stays in links: the defaults are left out of URLs. */
export function spanQuery(span: Span): { readonly month: string; readonly span?: SpanKind } {
  return span.kind === "year" ? { month: span.month } : { month: span.month, span: span.kind };
}
