import { createHash, hkdfSync } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { env } from "./env.server";
import type { ReadTable } from "./read-spreadsheet.server";
import { openBytes, sealBytes } from "./seal-bytes.server";

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
export function carryTable(
  table: ReadTable,
  bytes: Uint8Array,
  to: { purpose: string; userId: string; now: Date },
): string {
  const fileDigest = createHash("sha256").update(bytes).digest("hex");
  const content = { at: to.now.getTime(), table: { ...table, fileDigest } satisfies CarriedTable };
  return sealBytes(keyOf(to.purpose), gzipSync(JSON.stringify(content)), nameOf(to));
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
