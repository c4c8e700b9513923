import { beforeEach, describe, expect, test } from "vitest";
import * as crypto from "./field-encryption.server";
import { forgetEverything } from "./per-process.server";

const OLD = `old:${"a".repeat(64)}`;
const NEW = `new:${"b".repeat(64)}`;
const HOUSEHOLD = { table: "household", rowId: "0198c0de-0000-7000-8000-000000000001" };
const OTHER = { ...HOUSEHOLD, rowId: "0198c0de-0000-7000-8000-000000000002" };
const ACCOUNT = "6222021234567890123";

/** A process reads its keys from the environment once; each test has an environment of its own. */
function withKeys(keys: string): void {
  forgetEverything();
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://u:p@127.0.0.1/x",
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: "c".repeat(64),
    FIELD_KEYS: keys,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
  });
}

describe("a household's sensitive fields", () => {
  beforeEach(() => withKeys(OLD));

  test("a field opens to what was put in, and its ciphertext shows nothing of it", () => {
    const field = { ...HOUSEHOLD, column: "bank_account", wrappedKey: crypto.newRecordKey(HOUSEHOLD) };
    const ciphertext = crypto.encryptField(field, ACCOUNT);
    expect(ciphertext).not.toContain(ACCOUNT);
    expect(crypto.decryptField(field, ciphertext)).toBe(ACCOUNT);
  });

  test("the same number twice gives two ciphertexts", () => {
    const field = { ...HOUSEHOLD, column: "bank_account", wrappedKey: crypto.newRecordKey(HOUSEHOLD) };
    expect(crypto.encryptField(field, ACCOUNT)).not.toBe(crypto.encryptField(field, ACCOUNT));
  });

  test("a ciphertext moved to another column of the row does not open", () => {
    const wrappedKey = crypto.newRecordKey(HOUSEHOLD);
    const ciphertext = crypto.encryptField({ ...HOUSEHOLD, column: "phone", wrappedKey }, ACCOUNT);
    expect(() => crypto.decryptField({ ...HOUSEHOLD, column: "bank_account", wrappedKey }, ciphertext)).toThrow();
  });

  test("a row copied over another household's, key and all, does not open", () => {
    const wrappedKey = crypto.newRecordKey(HOUSEHOLD);
    const ciphertext = crypto.encryptField({ ...HOUSEHOLD, column: "phone", wrappedKey }, "13812345678");
    expect(() => crypto.decryptField({ ...OTHER, column: "phone", wrappedKey }, ciphertext)).toThrow();
  });

  test("a changed ciphertext does not open", () => {
    const field = { ...HOUSEHOLD, column: "phone", wrappedKey: crypto.newRecordKey(HOUSEHOLD) };
    const ciphertext = crypto.encryptField(field, "13812345678");
    const middle = Math.floor(ciphertext.length / 2);
    const changed =
      ciphertext.slice(0, middle) + (ciphertext[middle] === "A" ? "B" : "A") + ciphertext.slice(middle + 1);
    expect(() => crypto.decryptField(field, changed)).toThrow();
    expect(() => crypto.decryptField(field, "plain text")).toThrow("not an encrypted field");
  });

  test("after a new key comes first, old records still open, new ones use it, and old ones can be rewrapped", () => {
    const column = "phone";
    const wrappedOld = crypto.newRecordKey(HOUSEHOLD);
    const ciphertext = crypto.encryptField({ ...HOUSEHOLD, column, wrappedKey: wrappedOld }, "13812345678");

    withKeys(`${NEW},${OLD}`);
    expect(crypto.decryptField({ ...HOUSEHOLD, column, wrappedKey: wrappedOld }, ciphertext)).toBe("13812345678");
    expect(crypto.newRecordKey(OTHER)).toMatch(/^v1\.new\./);
    const rewrapped = crypto.rewrapRecordKey({ ...HOUSEHOLD, wrappedKey: wrappedOld });
    expect(rewrapped).toMatch(/^v1\.new\./);

    withKeys(NEW);
    const field = { ...HOUSEHOLD, column, wrappedKey: rewrapped ?? "" };
    expect(crypto.decryptField(field, ciphertext)).toBe("13812345678");
    expect(crypto.rewrapRecordKey(field)).toBeUndefined();
    expect(() => crypto.decryptField({ ...field, wrappedKey: wrappedOld }, ciphertext)).toThrow('lacks the key "old"');
  });

  test("equal numbers have equal blind indexes within one purpose, however they are typed, and different ones across", () => {
    expect(crypto.blindIndex("id-number", " 34102119650101123x ")).toBe(
      crypto.blindIndex("id-number", "34102119650101123X"),
    );
    expect(crypto.blindIndex("id-number", "１２３")).toBe(crypto.blindIndex("id-number", "123"));
    expect(crypto.blindIndex("phone", "123")).not.toBe(crypto.blindIndex("id-number", "123"));
    expect(crypto.blindIndex("phone", "123")).not.toBe(crypto.blindIndex("phone", "124"));
  });
});
