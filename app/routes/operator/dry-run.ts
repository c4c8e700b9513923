import { splitLine, type GoodsLine, type PartKind, type SplittableLine } from "~/benefits/split";
import { percentWords } from "~/catalog/split-rule";
import { sum, type Fen } from "~/kernel/money";

/** What all lines together give to each kind of beneficiary. */
export function splitTotals(lines: readonly SplittableLine[]): ReadonlyMap<PartKind, Fen> {
  const totals = new Map<PartKind, Fen>();
  for (const line of lines) {
    for (const part of splitLine(line)) totals.set(part.kind, (totals.get(part.kind) ?? 0n) + part.amountFen);
  }
  return totals;
}

export type DryRunRow = { readonly kind: PartKind; readonly beforeFen: Fen; readonly afterFen: Fen };

/** The same lines as they were split, and as they would be: per beneficiary, in the order of a split. Both sides add up to the same. */
export function compareSplits(
  before: readonly SplittableLine[],
  after: readonly SplittableLine[],
): { readonly rows: readonly DryRunRow[]; readonly totalFen: Fen } {
  const [was, would] = [splitTotals(before), splitTotals(after)];
  const kinds = PART_ORDER.filter((kind) => was.has(kind) || would.has(kind));
  const rows = kinds.map((kind) => ({ kind, beforeFen: was.get(kind) ?? 0n, afterFen: would.get(kind) ?? 0n }));
  const totalFen = sum(rows.map((row) => row.beforeFen));
  if (totalFen !== sum(rows.map((row) => row.afterFen))) throw new Error("a dry run must split the same money");
  return { rows, totalFen };
}

/** The line as it would be under other terms. */
export function underTerms(line: GoodsLine, terms: GoodsLine["terms"]): GoodsLine {
  return { ...line, terms };
}

const PART_ORDER: readonly PartKind[] = [
  "HOUSEHOLD",
  "OTHERS",
  "VILLAGE",
  "COOPERATIVE",
  "RESERVE",
  "SERVICE_POINT",
  "FREIGHT",
  "PLATFORM_FEE",
  "PROCESSING",
];

/** "合作社 8%，其中风险金 20%，服务点 5%，村集体 0%" */
export function ratesInWords(rates: GoodsLine["terms"]): string {
  return [
    `合作社 ${percentWords(rates.cooperativeBps)}`,
    `其中风险金 ${percentWords(rates.reserveBps)}`,
    `服务点 ${percentWords(rates.servicePointBps)}`,
    `村集体 ${percentWords(rates.villageBps)}`,
  ].join("，");
}
