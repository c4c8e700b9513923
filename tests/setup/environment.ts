import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, inject, vi } from "vitest";
import pg from "pg";

// The process has run other files before: no module of ours may remember their database.
vi.resetModules();

/** Each test file has a database of its own, cloned from the migrated template, as the server's role. */
const database = `test_${randomBytes(6).toString("hex")}`;
const admin = new pg.Client(inject("adminUrl"));
await admin.connect();
await admin.query(`CREATE DATABASE "${database}" TEMPLATE template_huhui`);
await admin.end();

const url = new URL(inject("serverUrl"));
url.pathname = `/${database}`;
const ownerUrl = new URL(inject("adminUrl"));
ownerUrl.pathname = `/${database}`;

afterAll(async () => {
  const { disconnect } = await import("~/platform/db.server");
  await disconnect();
});

const mediaDir = path.join(os.tmpdir(), `huhui-media-${database}`);
afterAll(() => fs.rmSync(mediaDir, { recursive: true, force: true }));

Object.assign(process.env, {
  NODE_ENV: "test",
  DATABASE_URL: url.href,
  DATABASE_OWNER_URL: ownerUrl.href,
  APP_URL: "http://127.0.0.1:3000",
  APP_SECRET: "0".repeat(64),
  FIELD_KEYS: `test:${"1".repeat(64)}`,
  STRIPE_SECRET_KEY: "sk_test_sandbox",
  STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
  MEDIA_DIR: mediaDir,
  REQUIRE_TOTP: "0",
  LOG_LEVEL: "silent",
});
