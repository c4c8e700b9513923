import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env.server";
import { openBytes, sealBytes } from "./seal-bytes.server";

// A stolen database reads nothing: each record has a data key of its own, which is wrapped by a key that is only in
// the environment. Every ciphertext is bound to its table, row and column, so a value moved elsewhere does not open.

export type EncryptedRecord = {
  readonly table: string;
  readonly rowId: string;
  /** the record's data key, made by `newRecordKey` and stored in the row */
  readonly wrappedKey: string;
};
export type EncryptedField = EncryptedRecord & { readonly column: string };

type WrappingKey = { readonly id: string; readonly key: Buffer };

const VERSION = "v1";

/** A new data key for one record, wrapped by the first of FIELD_KEYS. */
export function newRecordKey(record: Omit<EncryptedRecord, "wrappedKey">): string {
  return wrap(randomBytes(32), record);
}

/** AES-256-GCM of `text` for this one field of this one row. */
export function encryptField(field: EncryptedField, text: string): string {
  return `${VERSION}.${sealBytes(unwrap(field), Buffer.from(text, "utf8"), fieldName(field))}`;
}

/** What `encryptField` was given. Throws when the value was changed, moved from another field, or its key is gone. */
export function decryptField(field: EncryptedField, ciphertext: string): string {
  const [version, sealed] = ciphertext.split(".");
  if (version !== VERSION || sealed === undefined) throw new Error("not an encrypted field");
  return openBytes(unwrap(field), sealed, fieldName(field)).toString("utf8");
}

/** The record's key wrapped anew when it is not under the first of FIELD_KEYS; undefined when it already is. */
export function rewrapRecordKey(record: EncryptedRecord): string | undefined {
  if (record.wrappedKey.split(".")[1] === primaryKey().id) return undefined;
  return wrap(unwrap(record), record);
}

/**
 * HMAC-SHA-256 for finding an encrypted value by equality. `purpose` keeps the same number in two columns apart.
 * It tells who has the key whether two values are equal, nothing more; without APP_SECRET it tells nothing.
 */
export function blindIndex(purpose: string, value: string): string {
  const key = Buffer.from(hkdfSync("sha256", Buffer.from(env().APP_SECRET, "hex"), "", `blind-index:${purpose}`, 32));
  return createHmac("sha256", key).update(value.normalize("NFKC").trim().toUpperCase()).digest("base64url");
}

function wrap(dataKey: Buffer, record: Omit<EncryptedRecord, "wrappedKey">): string {
  const { id, key } = primaryKey();
  return `${VERSION}.${id}.${sealBytes(key, dataKey, recordName(record))}`;
}

function unwrap(record: EncryptedRecord): Buffer {
  const [version, keyId, sealed] = record.wrappedKey.split(".");
  if (version !== VERSION || sealed === undefined) throw new Error("not a wrapped record key");
  const wrapping = wrappingKeys().find((candidate) => candidate.id === keyId);
  if (!wrapping) throw new Error(`FIELD_KEYS lacks the key "${keyId}"`);
  return openBytes(wrapping.key, sealed, recordName(record));
}

// JSON keeps the parts apart: no two fields can be called the same.
function recordName({ table, rowId }: { table: string; rowId: string }): string {
  return JSON.stringify(["record", table, rowId]);
}

function fieldName({ table, rowId, column }: EncryptedField): string {
  return JSON.stringify(["field", table, rowId, column]);
}

function wrappingKeys(): WrappingKey[] {
  return env()
    .FIELD_KEYS.split(",")
    .map((entry) => {
      const [id = "", hex = ""] = entry.split(":");
      return { id, key: Buffer.from(hex, "hex") };
    });
}

function primaryKey(): WrappingKey {
  const [first] = wrappingKeys();
  if (!first) throw new Error("FIELD_KEYS is empty");
  return first;
}
