import { createHash, hkdfSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { failed, succeeded, type Result } from "~/kernel/result";
import { env } from "./env.server";
import { readSpreadsheet, type ReadTable } from "./read-spreadsheet.server";
import { openBytes, sealBytes } from "./seal-bytes.server";
import { explainSpreadsheetFailure } from "./spreadsheet";

// A sheet is uploaded once, shown, and confirmed by a second form. Between the two it travels in the page itself, sealed for
// the person and the purpose: nothing personal stays on the server for those who go away, and nothing can be changed on the way.

export type CarriedTable = ReadTable & {
  /** SHA-256 of the file as it was sent */
  readonly fileDigest: string;
};

const HOURS_TO_CONFIRM = 2;
/** A page that carries more is no page any more. */
const UNPACKED_BYTES = 16 * 1024 * 1024;

/** The table as the value of a hidden field of the form that confirms it. */
export function carryTable(table: CarriedTable, to: { purpose: string; userId: string; now: Date }): string {
  const content = JSON.stringify({ at: to.now.getTime(), table });
  return sealBytes(keyOf(to.purpose), gzipSync(content), nameOf(to));
}

/** The table that was carried; undefined when it is not this person's, was changed, or is older than two hours. */
export function carriedTable(
  text: string,
  to: { purpose: string; userId: string; now: Date },
): CarriedTable | undefined {
  try {
    const packed = openBytes(keyOf(to.purpose), text, nameOf(to));
    const { at, table } = JSON.parse(gunzipSync(packed, { maxOutputLength: UNPACKED_BYTES }).toString("utf8")) as {
      at: number;
      table: CarriedTable;
    };
    return to.now.getTime() - at > HOURS_TO_CONFIRM * 3_600_000 ? undefined : table;
  } catch {
    return undefined;
  }
}

function keyOf(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(env().APP_SECRET, "hex"), "", `carried:${purpose}`, 32));
}

function nameOf({ purpose, userId }: { purpose: string; userId: string }): string {
  return JSON.stringify(["carried", purpose, userId]);
}

/**
 * The table a form of upload and confirmation brings: carried from the preview, else the file that was chosen. Refused with
 * the sentence for its field.
 */
export async function sentTable(
  form: { readonly file?: File | undefined; readonly carried?: string | undefined },
  to: { readonly purpose: string; readonly userId: string; readonly now: Date },
): Promise<Result<{ readonly table: CarriedTable; readonly carried: string }, string>> {
  if (form.carried !== undefined) {
    const table = carriedTable(form.carried, to);
    return table ? succeeded({ table, carried: form.carried }) : failed("预览已过期，请重新选择文件。");
  }
  if (form.file === undefined || form.file.size === 0) return failed("请选择要上传的表格。");
  const bytes = new Uint8Array(await form.file.arrayBuffer());
  const read = await readSpreadsheet(bytes);
  if (!read.ok) return failed(explainSpreadsheetFailure(read.failure));
  const table = { ...read.value, fileDigest: createHash("sha256").update(bytes).digest("hex") };
  return succeeded({ table, carried: carryTable(table, to) });
}
