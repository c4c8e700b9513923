import Papa from "papaparse";
import { readSheet } from "read-excel-file/node";
import { failed, type Result, succeeded } from "~/kernel/result";
import { asTyped, columnName, IMPORT_LIMITS, type SpreadsheetFailure, type SpreadsheetLimits } from "./spreadsheet";
import { readZip } from "./zip-entries.server";

/** A table as it was sent: every cell is text as it stands there, trimmed; rows keep the number the sheet shows. */
export type ReadTable = {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
};

/** How much of XML may be in a workbook of the largest size that is read. */
const UNPACKED_BYTES = 48 * 1024 * 1024;
const NAMED_CELLS = 5;

/** Reads the first sheet of an .xlsx, or a CSV in UTF-8 or GB18030, told apart by content and not by name. */
export async function readSpreadsheet(
  bytes: Uint8Array,
  limits: SpreadsheetLimits = IMPORT_LIMITS,
): Promise<Result<ReadTable, SpreadsheetFailure>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) return failed({ kind: "empty" });
  if (buffer.length > limits.bytes) return failed({ kind: "too-large", limit: limits.bytes });
  // A zip, an OLE2 container (.xls, or an .xlsx behind a password), or text.
  if (buffer.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return readExcel(buffer, limits);
  if (buffer.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return failed({ kind: "old-excel" });
  return readCsv(buffer, limits);
}

async function readExcel(buffer: Buffer, limits: SpreadsheetLimits): Promise<Result<ReadTable, SpreadsheetFailure>> {
  const zip = readZip(buffer, UNPACKED_BYTES);
  if (!zip.ok) return failed({ kind: zip.why === "bomb" ? "unpacks-too-large" : "damaged" });
  const sheets = zip.entries.filter((entry) => /^xl\/worksheets\/[^/]+\.xml$/i.test(entry.name));
  if (sheets.length === 0) return failed({ kind: "not-a-table" });

  const formulas = new CellList();
  const rounded = new CellList();
  const merged = new CellList();
  for (const sheet of sheets) {
    const xml = sheet.content.toString("utf8");
    for (const [, range = "?"] of xml.matchAll(/<mergeCell\b[^>]*?\bref="([^"]+)"/g)) merged.add(range);
    const widest = widestColumn(xml);
    if (widest > limits.columns) {
      return failed({ kind: "too-many-columns", found: widest, limit: limits.columns });
    }
    for (const [, attributes = "", inside = ""] of xml.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const cell = /\br="([A-Z]{1,3}\d+)"/.exec(attributes)?.[1] ?? "?";
      if (/<f[\s>/]/.test(inside)) formulas.add(cell);
      else if (!/\bt="/.test(attributes) || /\bt="n"/.test(attributes)) {
        const digits = /<v>([^<]*)<\/v>/.exec(inside)?.[1];
        if (digits !== undefined && losesDigits(digits)) rounded.add(cell);
      }
    }
  }
  if (formulas.count > 0) return failed({ kind: "formulas", ...formulas.named() });
  if (merged.count > 0) return failed({ kind: "merged-cells", ...merged.named() });
  if (rounded.count > 0) return failed({ kind: "rounded-numbers", ...rounded.named() });

  let data: readonly (readonly unknown[])[];
  try {
    data = await readSheet<string>(buffer, 1, { parseNumber: (text) => text });
  } catch {
    return failed({ kind: "damaged" });
  }
  return asTable(
    data.map((cells) => cells.map(cellText)),
    limits,
  );
}

/** Excel keeps fifteen digits: a longer whole number in a number cell is no longer what was typed. */
function losesDigits(number: string): boolean {
  if (/[eE]\+?(\d+)/.test(number)) return Number(/[eE]\+?(\d+)/.exec(number)?.[1] ?? 0) >= 15;
  return number.replace(/^-/, "").replace(/\..*$/, "").length > 15;
}

function widestColumn(xml: string): number {
  let widest = 0;
  for (const [, letters = ""] of xml.matchAll(/<c\b[^>]*?\br="([A-Z]{1,3})\d+"/g)) {
    let number = 0;
    for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
    widest = Math.max(widest, number);
  }
  return widest;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === "boolean") return value ? "是" : "否";
  return String(value);
}

function readCsv(buffer: Buffer, limits: SpreadsheetLimits): Result<ReadTable, SpreadsheetFailure> {
  if (buffer.includes(0)) return failed({ kind: "not-a-table" });
  const text = decodeText(buffer);
  if (text === undefined) return failed({ kind: "unknown-encoding" });
  const parsed = Papa.parse<string[]>(text, {
    header: false,
    skipEmptyLines: false,
    preview: limits.rows + 2,
    delimiter: delimiterOf(text),
  });
  if (parsed.errors.some((error) => error.type === "Quotes")) return failed({ kind: "damaged" });
  return asTable(parsed.data, limits);
}

/** What parts the headers parts the rows; a cell of digits may begin with a tab that is none. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split(/\r?\n/, 1);
  const often = (sign: string) => first.split(sign).length;
  return [",", "\t", ";"].reduce((best, sign) => (often(sign) > often(best) ? sign : best));
}

/** UTF-8 when it is valid as such, else GB18030: nothing but chance makes Chinese in GBK valid UTF-8. */
function decodeText(buffer: Buffer): string | undefined {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(buffer);
      // GB18030 gives nearly every pair of bytes a character; text of another code shows as private-use signs.
      if (!/[\ue000-\uf8ff]/.test(text)) return text;
    } catch {
      continue;
    }
  }
  return undefined;
}

function asTable(
  data: readonly (readonly string[])[],
  limits: SpreadsheetLimits,
): Result<ReadTable, SpreadsheetFailure> {
  const rows = data
    .map((cells, index) => ({ number: index + 1, cells: cells.map(asTyped) }))
    .filter((row) => row.cells.some((cell) => cell !== ""));
  const [first, ...rest] = rows;
  if (first === undefined || rest.length === 0) return failed({ kind: "empty" });
  const headers = dropTrailingEmpty(first.cells);
  const widest = Math.max(
    headers.length,
    ...rest.slice(0, limits.rows).map((row) => dropTrailingEmpty(row.cells).length),
  );
  if (widest > limits.columns) return failed({ kind: "too-many-columns", found: widest, limit: limits.columns });
  if (rest.length > limits.rows) return failed({ kind: "too-many-rows", limit: limits.rows });
  const repeated = headers.find((header, index) => header !== "" && headers.indexOf(header) !== index);
  if (repeated !== undefined) return failed({ kind: "repeated-header", header: repeated });
  for (const row of rows) {
    const long = row.cells.findIndex((cell) => cell.length > limits.cellLength);
    if (long >= 0) {
      return failed({ kind: "cell-too-long", cell: `${columnName(long)}${row.number}`, limit: limits.cellLength });
    }
  }
  return succeeded({
    headers,
    rows: rest.map((row) => ({ number: row.number, cells: headers.map((_, index) => row.cells[index] ?? "") })),
  });
}

function dropTrailingEmpty(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== "");
  return cells.slice(0, last + 1);
}

class CellList {
  count = 0;
  private readonly first: string[] = [];

  add(cell: string) {
    this.count += 1;
    if (this.first.length < NAMED_CELLS) this.first.push(cell);
  }

  named() {
    return { cells: this.first, count: this.count };
  }
}
