/** What a table that leaves or enters as a file is made of, and what is wrong with one that was sent. */

export type CellKind =
  /** words: a leading = + - @ is taken its meaning */
  | "text"
  /** digits that are a name (document number, account, phone, area code): never a number, or Excel rounds them */
  | "identifier"
  /** bigint fen, shown as yuan with two digits */
  | "yuan"
  | "count"
  /** "2026-11-23", text on purpose: it sorts, and no computer's language changes it */
  | "day";

export type CellValue = string | number | bigint | null;

export type SheetColumn<Row> = {
  readonly header: string;
  readonly kind: CellKind;
  readonly value: (row: Row) => CellValue;
  /** in characters of Latin width; a Chinese one takes two */
  readonly width?: number;
};

/** What stands on the first sheet: which rows these are, seen by whom and when, and what each figure means. */
export type Cover = {
  readonly title: string;
  /** filters, scope, period, rows: [name, value] */
  readonly facts: readonly (readonly [string, string])[];
  /** 口径: [figure, what it counts] */
  readonly definitions: readonly (readonly [string, string])[];
};

export const MOST_EXCEL_ROWS = 50_000;

/** A spreadsheet takes a cell that begins like this for a formula, full-width signs included. */
const FORMULA_START = /^[\s\0]*[=+\-@＝＋－＠|%]/u;
// oxlint-disable-next-line no-control-regex -- XML and spreadsheets know none of them
const CONTROL = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** The words of a CSV cell so that no spreadsheet computes them: what looks like a formula gets an apostrophe in front. */
export function textSafe(text: string): string {
  const clean = text.replace(CONTROL, "").replaceAll("\t", " ");
  return FORMULA_START.test(clean) ? `'${clean}` : clean;
}

/** A CSV cell of digits that must stay text: Excel keeps fifteen of them and drops leading zeros, unless a tab stands in front. */
export function identifierSafe(text: string): string {
  const safe = textSafe(text);
  return /^\d{6,}[\dXx]?$/.test(safe) || /^0\d+$/.test(safe) ? `\t${safe}` : safe;
}

/** Undoes what the two above did to a cell that comes back. */
export function asTyped(cell: string): string {
  const trimmed = cell.replace(CONTROL, "").trim();
  return trimmed.startsWith("'") && FORMULA_START.test(trimmed.slice(1)) ? trimmed.slice(1) : trimmed;
}

/** "A", "Z", "AA": how spreadsheets call the column at this place, counted from 0. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

export type SpreadsheetLimits = {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
  readonly cellLength: number;
};

export const IMPORT_LIMITS: SpreadsheetLimits = {
  bytes: 8 * 1024 * 1024,
  rows: 20_000,
  columns: 64,
  cellLength: 2_000,
};

export type SpreadsheetFailure =
  | { readonly kind: "empty" }
  | { readonly kind: "too-large"; readonly limit: number }
  | { readonly kind: "not-a-table" }
  | { readonly kind: "old-excel" }
  | { readonly kind: "damaged" }
  | { readonly kind: "unpacks-too-large" }
  | { readonly kind: "unknown-encoding" }
  | { readonly kind: "too-many-rows"; readonly limit: number }
  | { readonly kind: "too-many-columns"; readonly found: number; readonly limit: number }
  | { readonly kind: "cell-too-long"; readonly cell: string; readonly limit: number }
  | { readonly kind: "formulas"; readonly cells: readonly string[]; readonly count: number }
  | { readonly kind: "merged-cells"; readonly cells: readonly string[]; readonly count: number }
  | { readonly kind: "rounded-numbers"; readonly cells: readonly string[]; readonly count: number }
  | { readonly kind: "repeated-header"; readonly header: string };

export function explainSpreadsheetFailure(failure: SpreadsheetFailure): string {
  switch (failure.kind) {
    case "empty":
      return "文件里没有数据。第一行应为表头，第二行起为数据。";
    case "too-large":
      return `文件太大，最多 ${failure.limit / 1024 / 1024} MB。请分成几个文件，或去掉图片。`;
    case "not-a-table":
      return "这不是 Excel（.xlsx）或 CSV 表格。请用模板填写后再上传。";
    case "old-excel":
      return "这是旧版 Excel（.xls）或加了密码的文件。请打开后另存为不加密的“Excel 工作簿（.xlsx）”再上传。";
    case "damaged":
      return "文件不完整或已损坏，打不开。请重新保存后再上传。";
    case "unpacks-too-large":
      return "文件解压后大得不正常，已停止读取。请把数据复制到新的工作簿里再上传。";
    case "unknown-encoding":
      return "CSV 的文字编码认不出来。请另存为 UTF-8 或 GB18030（GBK）编码。";
    case "too-many-rows":
      return `行数太多，最多 ${failure.limit} 行。请分成几个文件。`;
    case "too-many-columns":
      return `有 ${failure.found} 列，最多 ${failure.limit} 列。请只保留模板里的列。`;
    case "cell-too-long":
      return `单元格 ${failure.cell} 的内容太长，最多 ${failure.limit} 字。`;
    case "formulas":
      return `有 ${failure.count} 个单元格是公式（${failure.cells.join("、")}${more(failure)}）。请“选择性粘贴 → 数值”后再上传：公式的结果不能作为依据。`;
    case "merged-cells":
      return `有 ${failure.count} 处合并的单元格（${failure.cells.join("、")}${more(failure)}）。请取消合并，每一行每一列各填各的。`;
    case "rounded-numbers":
      return `有 ${failure.count} 个单元格的长数字已被 Excel 舍入（${failure.cells.join("、")}${more(failure)}），末尾几位丢失。请把该列设为“文本”后重新填写。`;
    case "repeated-header":
      return `表头“${failure.header}”出现了两次。请只保留一列。`;
  }
}

function more({ cells, count }: { cells: readonly string[]; count: number }): string {
  return count > cells.length ? " 等" : "";
}
