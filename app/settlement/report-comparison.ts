import { formatYuan } from "~/kernel/money";
import type { ReportKind } from "./periodic-report";
import type { ComparedFigures, ReportFigures } from "./report-body";
import { percent } from "./stated-figures";

/** What the periods that a report speaks of are called, as its table heads them. */
export const COMPARED_WORDS: Readonly<Record<ReportKind, { now: string; before: string; yearBefore: string }>> = {
  MONTH: { now: "本月", before: "上月", yearBefore: "去年同月" },
  QUARTER: { now: "本季", before: "上季", yearBefore: "去年同季" },
  HALF_YEAR: { now: "本期", before: "上期", yearBefore: "去年同期" },
  YEAR: { now: "本年", before: "上年", yearBefore: "上年" },
};

const NO_RECORD = "去年同期无记录";
const NO_RECORD_BEFORE = "上期无记录";

type Unit = "户" | "元";

/**
 * How a figure changed, in words: "升 1,200.00 元（12.5 %）". The percent is worked out from whole fen and rounded half up to a
 * tenth; of nothing, and of less than nothing, there is none.
 */
export function changeWords(now: bigint, before: bigint, unit: Unit): string {
  if (now === before) return "持平";
  const by = now > before ? now - before : before - now;
  const words = `${now > before ? "升" : "降"} ${amount(by, unit)} ${unit}`;
  return before <= 0n
    ? `${words}（基数${before === 0n ? "为 0" : "为负"}）`
    : `${words}（${percent(by, before, 1)} %）`;
}

export type ComparisonRow = {
  readonly label: string;
  readonly unit: Unit;
  readonly now: string;
  /** undefined: the report compares with no such period */
  readonly before: Then | undefined;
  readonly yearBefore: Then;
};
type Then = { readonly figure: string; readonly change: string };

/** A report's figures beside those of the periods before, in the order of its table. */
export function comparisonRows(
  total: ReportFigures,
  compared: { readonly before?: ComparedFigures; readonly yearBefore: ComparedFigures },
): ComparisonRow[] {
  return MEASURES.map(({ label, unit, of }) => {
    const now = of(total);
    const then = ({ figures }: ComparedFigures, none: string): Then =>
      figures === null
        ? { figure: "—", change: none }
        : { figure: amount(of(figures), unit), change: changeWords(now, of(figures), unit) };
    return {
      label,
      unit,
      now: amount(now, unit),
      before: compared.before && then(compared.before, NO_RECORD_BEFORE),
      yearBefore: then(compared.yearBefore, NO_RECORD),
    };
  });
}

/** A part's payments beside those of a year before. */
export function paidChange(paidFen: string, yearBeforeFen: string | undefined): string {
  return yearBeforeFen === undefined ? NO_RECORD : changeWords(BigInt(paidFen), BigInt(yearBeforeFen), "元");
}

const MEASURES: readonly { label: string; unit: Unit; of: (figures: ReportFigures) => bigint }[] = [
  { label: "有收入户", unit: "户", of: ({ earning }) => BigInt(earning) },
  { label: "到户收入（已付）", unit: "元", of: ({ paidFen }) => BigInt(paidFen) },
  { label: "应计收入", unit: "元", of: ({ accruedFen }) => BigInt(accruedFen) },
  { label: "申报收入（已核定）", unit: "元", of: ({ declaredFen }) => BigInt(declaredFen) },
  { label: "带动销售额（另一口径）", unit: "元", of: ({ attributedFen }) => BigInt(attributedFen) },
];

function amount(value: bigint, unit: Unit): string {
  return unit === "元" ? formatYuan(value) : String(value);
}
