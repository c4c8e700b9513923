import { failed, succeeded, type Result } from "~/kernel/result";
import { readSpreadsheet } from "~/platform/read-spreadsheet.server";
import { IMPORT_LIMITS } from "~/platform/spreadsheet";
import {
  type ImportFailure,
  MOST_IMPORT_ROWS,
  sameHeader,
  type SheetKind,
  type SheetRow,
  SHEETS,
} from "./sheet-import";

/** The rows of an uploaded sheet by the kind's columns; wrong columns are refused by name. */
export async function readSheetRows(
  kind: SheetKind,
  bytes: Uint8Array,
): Promise<Result<readonly SheetRow[], ImportFailure>> {
  const read = await readSpreadsheet(bytes, { ...IMPORT_LIMITS, rows: MOST_IMPORT_ROWS });
  if (!read.ok) return failed({ kind: "sheet", failure: read.failure });
  const { headers, rows } = read.value;
  const { columns } = SHEETS[kind];
  const missing = columns.filter(({ header, required }) => required && !headers.some((one) => sameHeader(one, header)));
  if (missing.length > 0) return failed({ kind: "missing-columns", headers: missing.map(({ header }) => header) });
  const unknown = headers.filter((one) => one !== "" && !columns.some(({ header }) => sameHeader(one, header)));
  if (unknown.length > 0) return failed({ kind: "unknown-columns", headers: unknown });
  const places = columns.map(({ key, header }) => [key, headers.findIndex((one) => sameHeader(one, header))] as const);
  return succeeded(
    rows.map(({ number, cells }) => ({
      number,
      cells: Object.fromEntries(places.map(([key, at]) => [key, at < 0 ? "" : (cells[at] ?? "")])),
    })),
  );
}
