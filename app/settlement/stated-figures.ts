import { columnName } from "~/platform/spreadsheet";

/**
 * Figures as an office states them in a report: typed by hand, and checked cell by cell before anything is published. A row
 * is an item; it may be a part of another item, or a share of one item in another.
 */
export const STATED_COLUMNS = {
  item: "项目",
  value: "数值",
  unit: "单位",
  partOf: "合计项",
  numerator: "分子",
  denominator: "分母",
} as const;
type StatedColumn = keyof typeof STATED_COLUMNS;

export type StatedFigure = {
  readonly row: number;
  readonly item: string;
  /** as it was typed, without grouping commas: the printed digits count */
  readonly value: string;
  readonly unit: string;
  readonly partOf: string;
  readonly numerator: string;
  readonly denominator: string;
};

export type StatedProblem = { readonly cell: string; readonly words: string };

/** Money of different size is one kind of thing; whatever is not here is only compared with its like. */
const MONEY: Readonly<Record<string, bigint>> = { 元: 1n, 万元: 10_000n, 亿元: 100_000_000n };

/** Reads the sheet; columns that are not known are named. */
export function readStatedSheet(table: {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}): { readonly figures: readonly StatedFigure[]; readonly problems: readonly StatedProblem[] } {
  const headers = table.headers.map((header) => header.replace(/[\s*＊]/g, ""));
  const place = (column: StatedColumn) => headers.indexOf(STATED_COLUMNS[column]);
  const missing = (["item", "value", "unit"] as const).filter((column) => place(column) < 0);
  if (missing.length > 0) {
    const words = `缺少${missing.map((column) => `“${STATED_COLUMNS[column]}”`).join("")}列，请用模板填写。`;
    return { figures: [], problems: [{ cell: "A1", words }] };
  }
  const problems: StatedProblem[] = [];
  const figures = table.rows.map(({ number, cells }): StatedFigure => {
    const of = (column: StatedColumn) => (cells[place(column)] ?? "").normalize("NFKC").trim();
    const wrong = (column: StatedColumn, words: string) =>
      problems.push({ cell: `${columnName(place(column))}${number}`, words });
    const value = of("value").replaceAll(",", "").replace("−", "-").replace(/%$/, "");
    if (of("item") === "") wrong("item", "请填写项目。");
    if (!/^-?\d{1,15}(?:\.\d{1,6})?$/.test(value)) wrong("value", "数值请填数字，最多六位小数。");
    if (of("unit") === "") wrong("unit", "请填写单位，例如户、人、元、万元、亿元、%。");
    const [item, unit, partOf] = [of("item"), of("unit"), of("partOf")];
    return { row: number, item, value, unit, partOf, numerator: of("numerator"), denominator: of("denominator") };
  });
  const names = new Set(figures.map(({ item }) => item));
  for (const [index, figure] of figures.entries()) {
    if (figures.findIndex(({ item }) => item === figure.item) < index)
      problems.push({ cell: `${columnName(place("item"))}${figure.row}`, words: `项目“${figure.item}”出现了两次。` });
    for (const column of ["partOf", "numerator", "denominator"] as const) {
      const named = figure[column];
      if (named !== "" && !names.has(named))
        problems.push({ cell: `${columnName(place(column))}${figure.row}`, words: `表里没有“${named}”这一项。` });
    }
  }
  return { figures, problems };
}

/** Every figure that does not follow from the others, in a sentence that names the difference; while there is one, nothing is published. */
export function statedDifferences(figures: readonly StatedFigure[]): string[] {
  return [...sums(figures), ...shares(figures)];
}

function sums(figures: readonly StatedFigure[]): string[] {
  return figures.flatMap((whole) => {
    const parts = figures.filter(({ partOf, item }) => partOf === whole.item && item !== whole.item);
    if (parts.length === 0) return [];
    const strange = parts.find(({ unit }) => !sameKind(unit, whole.unit));
    if (strange)
      return [
        `“${strange.item}”的单位是${strange.unit}，“${whole.item}”的单位是${whole.unit}，不能相加。请改成同一种单位。`,
      ];
    const total = parts.reduce((sum, part) => sum + amountOf(part), 0n);
    const stated = amountOf(whole);
    if (total === stated) return [];
    const difference = stated > total ? stated - total : total - stated;
    const words =
      `“${whole.item}”写 ${whole.value} ${whole.unit}，各分项（${parts.map(({ item }) => item).join("、")}）合计 ` +
      `${inUnit(total, whole.unit)} ${whole.unit}，相差 ${inUnit(difference, whole.unit)} ${whole.unit}。`;
    return [words + unitHint(whole, parts)];
  });
}

/** A figure that would fit under another unit: the plans' own 万 for 亿. */
function unitHint(whole: StatedFigure, parts: readonly StatedFigure[]): string {
  if (MONEY[whole.unit] === undefined) return "";
  for (const suspect of parts) {
    for (const unit of Object.keys(MONEY)) {
      if (unit === suspect.unit) continue;
      const total = parts.reduce((sum, part) => sum + amountOf(part === suspect ? { ...part, unit } : part), 0n);
      if (total === amountOf(whole))
        return `若“${suspect.item}”的单位是${unit}而不是${suspect.unit}，合计正好相符，请核对单位。`;
    }
  }
  return "";
}

function shares(figures: readonly StatedFigure[]): string[] {
  const find = (item: string) => figures.find((figure) => figure.item === item);
  return figures.flatMap((share) => {
    const [part, whole] = [find(share.numerator), find(share.denominator)];
    if (!part || !whole) return [];
    if (share.unit !== "%") return [`“${share.item}”有分子和分母，单位应为 %。`];
    if (!sameKind(part.unit, whole.unit))
      return [`“${part.item}”与“${whole.item}”的单位不同（${part.unit}、${whole.unit}），不能求比例。`];
    const outOf = amountOf(whole);
    if (outOf <= 0n) return [`“${whole.item}”为 0，“${share.item}”没有意义。`];
    const digits = share.value.split(".")[1]?.length ?? 0;
    const right = percent(amountOf(part), outOf, digits);
    return right === share.value
      ? []
      : [`“${share.item}”写 ${share.value}%，按 ${part.value} ÷ ${whole.value} 应为 ${right}%。`];
  });
}

/** Six decimals of the smallest unit: sums and shares are exact. */
const SCALE = 1_000_000n;

function amountOf({ value, unit }: Pick<StatedFigure, "value" | "unit">): bigint {
  const [, sign, whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const scaled = BigInt(whole) * SCALE + BigInt(fraction.padEnd(6, "0").slice(0, 6) || "0");
  return (sign === "-" ? -scaled : scaled) * (MONEY[unit] ?? 1n);
}

function inUnit(amount: bigint, unit: string): string {
  if (amount < 0n) return `-${inUnit(-amount, unit)}`;
  const scaled = amount / (MONEY[unit] ?? 1n);
  const text = `${scaled / SCALE}.${String(scaled % SCALE).padStart(6, "0")}`;
  return text.replace(/\.?0+$/, "");
}

/** A share of nothing negative to so many digits, half up. */
export function percent(part: bigint, whole: bigint, digits: number): string {
  const factor = 10n ** BigInt(digits);
  const doubled = part * 200n * factor + whole;
  const units = doubled / (2n * whole);
  if (digits === 0) return String(units);
  return `${units / factor}.${String(units % factor).padStart(digits, "0")}`;
}

function sameKind(a: string, b: string): boolean {
  return a === b || (MONEY[a] !== undefined && MONEY[b] !== undefined);
}
