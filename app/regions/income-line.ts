import type { Fen } from "~/kernel/money";
import { covers } from "./area";

export type IncomeLineKind = "NATIONAL_STANDARD" | "MONITORING";

export type IncomeLine = {
  /** "" = the whole country, else the prefix it holds for */
  readonly areaCode: string;
  readonly year: number;
  readonly kind: IncomeLineKind;
  readonly fenPerPerson: Fen;
  readonly source: string;
};

/** Years a monitoring line may be published for, and more than any line per person and year: a slip of the finger. */
export const LINE_YEARS = { least: 2015, most: 2050 };
export const HIGHEST_LINE: Fen = 10_000_000n;

/** The line that holds for an area in a year: of those that cover it, the most local one, and of its own the last. Undefined when none was published. */
export function lineFor(
  lines: readonly IncomeLine[],
  asked: { areaCode: string; year: number; kind: IncomeLineKind },
): IncomeLine | undefined {
  return lines
    .filter((line) => line.kind === asked.kind && line.year === asked.year && covers(line.areaCode, asked.areaCode))
    .reduce<IncomeLine | undefined>(
      (best, line) => (best === undefined || line.areaCode.length >= best.areaCode.length ? line : best),
      undefined,
    );
}

export function incomeLineName(kind: IncomeLineKind): string {
  return kind === "NATIONAL_STANDARD" ? "国家扶贫标准" : "防返贫监测线";
}
