import writeXlsxFile, { type Row as ExcelRow, type Sheet } from "write-excel-file/node";
import { formatYuan } from "~/kernel/money";
import {
  type CellKind,
  type CellValue,
  type Cover,
  identifierSafe,
  MOST_EXCEL_ROWS,
  type SheetColumn,
  textSafe,
} from "./spreadsheet";

export type TableSheet<Row> = {
  readonly name: string;
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: readonly Row[];
};

/** Excel reads a file without this mark in the computer's own code page, and Chinese turns into nonsense. */
const BYTE_ORDER_MARK = "\uFEFF";
const COVER_SHEET = "说明";
const MOST_EXCEL_TEXT = 32_000;

/** An Excel file: the tables, and a sheet that says what they are. Every cell has a type, so nothing in it is computed. */
export async function writeExcel(cover: Cover, tables: readonly TableSheet<never>[]): Promise<Buffer> {
  if (tables.some((table) => table.rows.length > MOST_EXCEL_ROWS)) {
    throw new RangeError(`an Excel file takes at most ${MOST_EXCEL_ROWS} rows; write CSV`);
  }
  return writeXlsxFile([...tables.map(excelTable), excelCover(cover)]).toBuffer();
}

/** One table with rows of one type; `writeExcel` takes several of different types. */
export function tableSheet<Row>(sheet: TableSheet<Row>): TableSheet<never> {
  return sheet as unknown as TableSheet<never>;
}

function excelTable({ name, columns, rows }: TableSheet<never>): Sheet<Buffer> {
  return {
    sheet: sheetName(name),
    stickyRowsCount: 1,
    columns: columns.map((column) => ({ width: column.width ?? defaultWidth(column.kind) })),
    data: [
      columns.map((column) => heading(column.header)),
      ...rows.map((row) => columns.map((column) => excelCell(column.kind, column.value(row)))),
    ],
  };
}

function excelCover(cover: Cover): Sheet<Buffer> {
  const pairs = (rows: Cover["facts"]): ExcelRow[] =>
    rows.map(([name, value]) => [excelText(name), { ...excelText(value), wrap: true }]);
  return {
    sheet: COVER_SHEET,
    columns: [{ width: 26 }, { width: 90 }],
    data: [
      [{ ...excelText(cover.title), fontWeight: "bold", fontSize: 14 }],
      ...pairs(cover.facts),
      [null],
      [heading("口径"), heading("说明")],
      ...pairs(cover.definitions),
    ],
  };
}

function heading(text: string) {
  return { ...excelText(text), fontWeight: "bold" as const, backgroundColor: "#E8EDF4", wrap: true };
}

function excelText(text: string) {
  // oxlint-disable-next-line no-control-regex -- XML knows no control characters
  return { value: text.replace(/[\0-\u0008\u000b\u000c\u000e-\u001f]/g, "").slice(0, MOST_EXCEL_TEXT), type: String };
}

function excelCell(kind: CellKind, value: CellValue) {
  if (value === null || value === "") return null;
  switch (kind) {
    case "yuan":
      return { value: yuanNumber(value), type: Number, format: "#,##0.00" };
    case "count":
      return { value: Number(value), type: Number, format: "#,##0" };
    case "identifier":
      return { ...excelText(String(value)), format: "@" };
    case "day":
    case "text":
      return excelText(String(value));
  }
}

/** CSV for Excel: a byte order mark, CRLF, and no cell that computes. Rows may come from a cursor; none is kept. */
export function csvStream<Row>(
  columns: readonly SheetColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = csvLines(columns, rows);
  return new ReadableStream({
    async pull(controller) {
      const next = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

export async function csvText<Row>(columns: readonly SheetColumn<Row>[], rows: Iterable<Row>): Promise<string> {
  let text = "";
  for await (const line of csvLines(columns, rows)) text += line;
  return text;
}

async function* csvLines<Row>(
  columns: readonly SheetColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<string, void, undefined> {
  yield BYTE_ORDER_MARK + csvLine(columns.map((column) => textSafe(column.header)));
  for await (const row of rows) yield csvLine(columns.map((column) => csvCell(column.kind, column.value(row))));
}

function csvCell(kind: CellKind, value: CellValue): string {
  if (value === null) return "";
  switch (kind) {
    case "yuan":
      return formatYuan(BigInt(value)).replaceAll(",", "").replace("−", "-");
    case "count":
      return String(value);
    case "identifier":
      return identifierSafe(String(value));
    case "day":
    case "text":
      return textSafe(String(value));
  }
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n\t']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}

/** The nearest double of an amount in yuan: exact to the fen for every amount Excel can show. */
function yuanNumber(fen: CellValue): number {
  return Number(
    formatYuan(BigInt(fen ?? 0))
      .replaceAll(",", "")
      .replace("−", "-"),
  );
}

function defaultWidth(kind: CellKind): number {
  return kind === "yuan" ? 16 : kind === "count" ? 10 : kind === "identifier" ? 22 : 18;
}

/** Excel refuses some signs in a sheet's name and more than 31 characters. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

const TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const;

/** A file to be saved, under a Chinese name; never kept by a cache, because its rows depend on who asks. */
export function downloadResponse(
  body: Buffer | ReadableStream<Uint8Array> | string,
  name: string,
  type: keyof typeof TYPES,
): Response {
  const fallback = `huhui.${type}`;
  return new Response(body as BodyInit, {
    headers: {
      "Content-Type": TYPES[type],
      "Content-Disposition": `attachment; filename="${fallback}"; filename*=UTF-8''${encodeURIComponent(`${name}.${type}`)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
