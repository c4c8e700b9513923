import { formatYuan } from "~/kernel/money";
import { type CellKind, type CellValue, columnName, type Cover, type SheetColumn } from "./spreadsheet";
import { zipStream } from "./zip-stream.server";

/** A table whose rows come in batches, from a cursor or a list: only one batch is in memory. */
export type StreamedSheet = {
  readonly name: string;
  readonly headers: readonly { readonly text: string; readonly kind: CellKind; readonly width?: number }[];
  readonly rows: AsyncIterable<readonly (readonly CellValue[])[]> | Iterable<readonly (readonly CellValue[])[]>;
};

const COVER_SHEET = "说明";
/** A cell takes 32,767 characters. */
const MOST_EXCEL_TEXT = 32_000;

/** Places in `STYLES`, in its order. */
const STYLE = { plain: 0, heading: 1, title: 2, yuan: 3, count: 4, identifier: 5, wrapped: 6 } as const;

/**
 * An Excel file in pieces: the tables, and last a sheet that says what they are. Every cell has a type and there is no
 * formula, so nothing in it is computed. Memory stays the same however many rows come.
 */
export function excelStream(cover: Cover, sheets: readonly StreamedSheet[]): AsyncGenerator<Buffer, void, undefined> {
  const names = [...sheets.map(({ name }) => sheetName(name)), COVER_SHEET];
  return zipStream([
    { name: "[Content_Types].xml", content: [contentTypes(names.length)] },
    { name: "_rels/.rels", content: [ROOT_RELATIONS] },
    { name: "xl/workbook.xml", content: [workbook(names)] },
    { name: "xl/_rels/workbook.xml.rels", content: [workbookRelations(names.length)] },
    { name: "xl/styles.xml", content: [STYLES] },
    ...sheets.map((sheet, index) => ({ name: `xl/worksheets/sheet${index + 1}.xml`, content: tableXml(sheet) })),
    { name: `xl/worksheets/sheet${names.length}.xml`, content: [coverXml(cover)] },
  ]);
}

/** Any rows with their columns, as the writer takes them. */
export function streamedSheet<Row>(
  name: string,
  columns: readonly SheetColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): StreamedSheet {
  return {
    name,
    headers: columns.map(({ header, kind, width }) => ({ text: header, kind, ...(width ? { width } : {}) })),
    rows: (async function* () {
      for await (const rows of batches) yield rows.map((row) => columns.map((column) => column.value(row)));
    })(),
  };
}

async function* tableXml({ headers, rows }: StreamedSheet): AsyncGenerator<string, void, undefined> {
  const kinds = headers.map(({ kind }) => kind);
  yield `${SHEET_START}<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths(
    headers.map(({ kind, width }) => width ?? defaultWidth(kind)),
  )}<sheetData>${rowXml(
    1,
    headers.map(({ text }, index) => textCell(index, 1, text, STYLE.heading)),
  )}`;
  let number = 1;
  for await (const batch of rows) {
    let text = "";
    for (const row of batch) {
      number += 1;
      const at = number;
      text += rowXml(
        at,
        row.map((value, index) => cellXml(index, at, kinds[index] ?? "text", value)),
      );
    }
    yield text;
  }
  yield "</sheetData></worksheet>";
}

function coverXml(cover: Cover): string {
  const lines: string[][] = [];
  const line = (...texts: [string, number][]) => {
    const at = lines.length + 1;
    lines.push(texts.map(([text, style], index) => textCell(index, at, text, style)));
  };
  line([cover.title, STYLE.title]);
  for (const [name, value] of cover.facts) line([name, STYLE.plain], [value, STYLE.wrapped]);
  line();
  line(["口径", STYLE.heading], ["说明", STYLE.heading]);
  for (const [name, value] of cover.definitions) line([name, STYLE.plain], [value, STYLE.wrapped]);
  const rows = lines.map((cells, index) => rowXml(index + 1, cells)).join("");
  return `${SHEET_START}${widths([26, 90])}<sheetData>${rows}</sheetData></worksheet>`;
}

function rowXml(number: number, cells: readonly string[]): string {
  return `<row r="${number}">${cells.join("")}</row>`;
}

function cellXml(column: number, row: number, kind: CellKind, value: CellValue): string {
  if (value === null || value === "") return "";
  switch (kind) {
    case "yuan":
      return numberCell(column, row, yuanDigits(value), STYLE.yuan);
    case "count":
      return numberCell(column, row, String(Number(value)), STYLE.count);
    case "identifier":
      return textCell(column, row, String(value), STYLE.identifier);
    case "day":
    case "text":
      return textCell(column, row, String(value), STYLE.plain);
  }
}

function numberCell(column: number, row: number, digits: string, style: number): string {
  return `<c r="${columnName(column)}${row}" s="${style}"><v>${digits}</v></c>`;
}

function textCell(column: number, row: number, text: string, style: number): string {
  return `<c r="${columnName(column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** The nearest double of an amount in yuan, as Excel keeps it: exact to the fen for every amount it can show. */
function yuanDigits(fen: CellValue): string {
  const digits = formatYuan(BigInt(fen ?? 0))
    .replaceAll(",", "")
    .replace("−", "-");
  return String(Number(digits));
}

function xmlText(text: string): string {
  return (
    text
      .slice(0, MOST_EXCEL_TEXT)
      // oxlint-disable-next-line no-control-regex -- XML knows no control characters
      .replace(/[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      // half of a pair is no character
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // Excel reads _x000D_ as a character by its number.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
  );
}

function widths(characters: readonly number[]): string {
  const columns = characters.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<cols>${columns.join("")}</cols>`;
}

function defaultWidth(kind: CellKind): number {
  return kind === "yuan" ? 16 : kind === "count" ? 10 : kind === "identifier" ? 22 : 18;
}

/** Excel refuses some signs in a sheet's name and more than 31 characters. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const SHEET_START = `${XML}<worksheet xmlns="${MAIN}">`;

const ROOT_RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts.join("")}</Types>`;
}

function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) =>
      `<sheet name="${xmlText(name).replaceAll('"', "&quot;")}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join("")}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${parts.join("")}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

const xf = (attributes: string, inside = "") =>
  inside === ""
    ? `<xf xfId="0" borderId="0" ${attributes}/>`
    : `<xf xfId="0" borderId="0" ${attributes}>${inside}</xf>`;
const WRAP = '<alignment wrapText="1" vertical="top"/>';

const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts><fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font><font><b/><sz val="14"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF4"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">${[
  xf('numFmtId="0" fontId="0" fillId="0"'),
  xf('numFmtId="0" fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"', WRAP),
  xf('numFmtId="0" fontId="2" fillId="0" applyFont="1"'),
  xf('numFmtId="164" fontId="0" fillId="0" applyNumberFormat="1"'),
  xf('numFmtId="3" fontId="0" fillId="0" applyNumberFormat="1"'),
  xf('numFmtId="49" fontId="0" fillId="0" applyNumberFormat="1"'),
  xf('numFmtId="0" fontId="0" fillId="0" applyAlignment="1"', WRAP),
].join("")}</cellXfs></styleSheet>`;
