import { formatYuan } from "~/kernel/money";
import { excelStream, streamedSheet, type StreamedSheet } from "./excel-stream.server";
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

/** A small Excel file as a whole; a long one is written in pieces by `excelStream`. */
export async function writeExcel(cover: Cover, tables: readonly TableSheet<never>[]): Promise<Buffer> {
  if (tables.some((table) => table.rows.length > MOST_EXCEL_ROWS)) {
    throw new RangeError(`an Excel file takes at most ${MOST_EXCEL_ROWS} rows; write CSV`);
  }
  const sheets = tables.map(({ name, columns, rows }) => streamedSheet(name, columns, [rows]));
  const pieces: Buffer[] = [];
  for await (const piece of excelStream(cover, sheets)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** One table with rows of one type; `writeExcel` takes several of different types. */
export function tableSheet<Row>(sheet: TableSheet<Row>): TableSheet<never> {
  return sheet as unknown as TableSheet<never>;
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

/**
 * A long table as CSV in pieces. A CSV has no second sheet: what it is stands below the rows, after an empty line, so that
 * the first line stays the header.
 */
export async function* csvSheet(cover: Cover, sheet: StreamedSheet): AsyncGenerator<Buffer, void, undefined> {
  const kinds = sheet.headers.map(({ kind }) => kind);
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(sheet.headers.map(({ text }) => textSafe(text))));
  for await (const rows of sheet.rows) {
    yield Buffer.from(
      rows.map((row) => csvLine(row.map((value, index) => csvCell(kinds[index] ?? "text", value)))).join(""),
    );
  }
  const words = [["", ""], [cover.title, ""], ...cover.facts, ["口径", "说明"], ...cover.definitions];
  yield Buffer.from(words.map((pair) => csvLine(pair.map(textSafe))).join(""));
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

export const SPREADSHEET_TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
} as const;

/** A file to be saved, under a Chinese name; never kept by a cache, because its rows depend on who asks. */
export function downloadResponse(
  body: Buffer | ReadableStream<Uint8Array> | string,
  name: string,
  type: keyof typeof SPREADSHEET_TYPES,
): Response {
  const fallback = `huhui.${type}`;
  return new Response(body as BodyInit, {
    headers: {
      "Content-Type": SPREADSHEET_TYPES[type],
      "Content-Disposition": `attachment; filename="${fallback}"; filename*=UTF-8''${encodeURIComponent(`${name}.${type}`)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
