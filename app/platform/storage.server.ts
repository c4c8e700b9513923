import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { env } from "./env.server";

/** Up to four plain segments: no dots at a beginning, no separators, nothing that leaves the folder. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,3}$/;

function fileOf(key: string): string {
  if (!KEY.test(key)) throw new RangeError("not a storage key");
  const root = path.resolve(env().MEDIA_DIR);
  const file = path.resolve(root, key);
  if (!file.startsWith(root + path.sep)) throw new RangeError("not a storage key");
  return file;
}

/** A key nobody can guess, such as `7f/7f3c….webp`; `extension` is without the dot. */
export function newObjectKey(extension: string): string {
  const name = randomBytes(16).toString("hex");
  return `${name.slice(0, 2)}/${name}.${extension}`;
}

/** Stores the bytes under `key`: whole or not at all, and what was there before is replaced. */
export async function putObject(key: string, bytes: Uint8Array): Promise<void> {
  await putObjectInPieces(key, [bytes]);
}

/** The same for what is made piece by piece, and never in memory as a whole; answers its size. */
export async function putObjectInPieces(
  key: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = fileOf(key);
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomBytes(6).toString("hex")}.part`;
  let size = 0;
  try {
    const handle = await open(unfinished, "wx", 0o640);
    try {
      for await (const piece of pieces) {
        await handle.writeFile(piece);
        size += piece.byteLength;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
    return size;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The bytes, or undefined when there is no such object (a malformed key is no object either). */
export async function getObject(key: string): Promise<Buffer | undefined> {
  if (!KEY.test(key)) return undefined;
  try {
    return await readFile(fileOf(key));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A large object to be sent on as it is read, with its size; undefined when there is no such object. */
export async function openObject(
  key: string,
): Promise<{ readonly size: number; readonly body: ReadableStream<Uint8Array> } | undefined> {
  if (!KEY.test(key)) return undefined;
  try {
    const handle = await open(fileOf(key), "r");
    const { size } = await handle.stat();
    return { size, body: Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array> };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Removes the object; nothing happens when it is not there. */
export async function deleteObject(key: string): Promise<void> {
  await rm(fileOf(key), { force: true });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR");
}
