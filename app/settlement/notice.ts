import { formatYuan } from "~/kernel/money";

export const NOTICE_STATES = {
  SUBMITTED: "待核对",
  CHECKED: "待批准",
  PUBLISHED: "公示中",
  WITHDRAWN: "已撤回",
  REFUSED: "已退回",
} as const;
export type NoticeState = keyof typeof NOTICE_STATES;

/** 公示中 until the last day of its period, 公示期满 afterwards: nothing is written when it ends. */
export function noticeStateWords(state: NoticeState, untilOn: string | null, today: string): string {
  return state === "PUBLISHED" && untilOn !== null && untilOn < today ? "公示期满" : NOTICE_STATES[state];
}

/** Counts of fewer households than this, and sums over them, are not public: they would tell of single families. */
export const FEWEST_HOUSEHOLDS = 5;

/** One line of a notice: what the report has, and what everybody may see. */
export type NoticeRow = {
  readonly name: string;
  readonly households: string;
  readonly people: string;
  readonly earning: string;
  readonly paid: string;
};

export type NoticeBody = {
  readonly rows: readonly NoticeRow[];
  readonly total: NoticeRow;
  /** the total as restated, when something about the month was booked later */
  readonly restatedPaid: string | null;
  readonly lateEntries: number;
  readonly reportHash: string;
};

type Figures = {
  readonly name: string;
  readonly households: number;
  readonly people: number;
  readonly earning: number;
  readonly paidFen: bigint;
};

const FEW = `不足 ${FEWEST_HOUSEHOLDS} 户`;
const HIDDEN = "不公开";

/** A line as everybody may see it. */
export function maskFigures(figures: Figures): NoticeRow {
  const few = figures.households < FEWEST_HOUSEHOLDS;
  const fewEarn = figures.earning > 0 && figures.earning < FEWEST_HOUSEHOLDS;
  return {
    name: figures.name,
    households: few ? FEW : String(figures.households),
    people: few ? HIDDEN : String(figures.people),
    earning: few || fewEarn ? FEW : String(figures.earning),
    paid: few || fewEarn ? HIDDEN : formatYuan(figures.paidFen),
  };
}

/**
 * Masks a table so that a hidden line cannot be worked out from the total: where exactly one line is hidden, the next
 * smallest is hidden with it.
 */
export function maskRows(rows: readonly Figures[]): NoticeRow[] {
  const masked = rows.map(maskFigures);
  const hidden = masked.filter((row) => row.paid === HIDDEN);
  if (hidden.length !== 1 || rows.length < 2) return masked;
  const open = rows
    .map((row, index) => ({ row, index }))
    .filter(({ index }) => masked[index]?.paid !== HIDDEN)
    .sort((a, b) => a.row.earning - b.row.earning || a.index - b.index)[0];
  if (!open) return masked;
  return masked.map((row, index) => (index === open.index ? { ...row, earning: HIDDEN, paid: HIDDEN } : row));
}
