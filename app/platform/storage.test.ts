import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetEverything } from "./per-process.server";
import * as storage from "./storage.server";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-storage-"));

beforeAll(() => {
  forgetEverything();
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://u:p@127.0.0.1/x",
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: "c".repeat(64),
    FIELD_KEYS: `k:${"a".repeat(64)}`,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
    MEDIA_DIR: path.join(folder, "media"),
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("files of the shop", () => {
  test("what is put is got again, put again it is replaced, deleted it is gone", async () => {
    const key = storage.newObjectKey("webp");
    await storage.putObject(key, Buffer.from("first"));
    await storage.putObject(key, Buffer.from("second"));
    expect((await storage.getObject(key))?.toString()).toBe("second");
    await storage.deleteObject(key);
    expect(await storage.getObject(key)).toBeUndefined();
    await storage.deleteObject(key);
  });

  test("two names are never the same, and nobody can guess one", () => {
    const names = new Set(Array.from({ length: 1000 }, () => storage.newObjectKey("jpg")));
    expect(names.size).toBe(1000);
    expect(storage.newObjectKey("jpg")).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{32}\.jpg$/);
  });

  test.each([
    "../outside",
    "a/../../outside",
    "/etc/passwd",
    "a//b",
    "a/./b",
    ".hidden",
    "a/.hidden",
    "a\\..\\b",
    "a\u0000b",
    "",
    "a/b/c/d/e",
    "%2e%2e/outside",
  ])("a key such as %j stores nothing and reads nothing", async (key) => {
    await expect(storage.putObject(key, Buffer.from("x"))).rejects.toThrow("not a storage key");
    await expect(storage.deleteObject(key)).rejects.toThrow("not a storage key");
    expect(await storage.getObject(key)).toBeUndefined();
    expect(fs.existsSync(path.join(folder, "outside"))).toBe(false);
  });

  test("nothing half-written is left where a file is replaced", async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => storage.putObject("same/name.bin", Buffer.alloc(50_000, i))),
    );
    const stored = await storage.getObject("same/name.bin");
    expect(new Set(stored)).toHaveProperty("size", 1);
    expect(fs.readdirSync(path.join(folder, "media/same"))).toEqual(["name.bin"]);
  });
});
