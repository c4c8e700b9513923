import { inflateRawSync } from "node:zlib";

// An .xlsx is a zip, and a zip may unpack to a thousand times its size, whatever sizes it declares. So every entry is
// unpacked here first with a hard limit, before a library is allowed to.

export type ZipEntry = { readonly name: string; readonly content: Buffer };
export type ZipReading =
  | { readonly ok: true; readonly entries: readonly ZipEntry[] }
  | { readonly ok: false; readonly why: "damaged" | "bomb" };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 2_000;

/** Everything in the zip, unless all of it together is more than `mostBytes` unpacked. */
export function readZip(zip: Buffer, mostBytes: number): ZipReading {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length || zip.length - end > LONGEST_COMMENT + 22) return { ok: false, why: "damaged" };
  if (zip.readUInt32LE(end) !== END_OF_DIRECTORY) return { ok: false, why: "damaged" };
  const count = zip.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) return { ok: false, why: "bomb" };
  const entries: ZipEntry[] = [];
  let left = mostBytes;
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) return { ok: false, why: "damaged" };
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const packed = packedBytes(zip, at);
    if (packed === undefined) return { ok: false, why: "damaged" };
    const content = unpack(packed, zip.readUInt16LE(at + 10), left);
    if (content === "damaged" || content === "bomb") return { ok: false, why: content };
    left -= content.length;
    entries.push({ name, content });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return { ok: true, entries };
}

function packedBytes(zip: Buffer, directoryEntry: number): Buffer | undefined {
  const size = zip.readUInt32LE(directoryEntry + 20);
  const header = zip.readUInt32LE(directoryEntry + 42);
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== LOCAL_HEADER) return undefined;
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  return start + size > zip.length ? undefined : zip.subarray(start, start + size);
}

function unpack(packed: Buffer, method: number, mostBytes: number): Buffer | "damaged" | "bomb" {
  if (method === STORED) return packed.length > mostBytes ? "bomb" : packed;
  if (method !== DEFLATED) return "damaged";
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, mostBytes) });
  } catch (error) {
    return (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? "bomb" : "damaged";
  }
}
