import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { disconnect } from "~/platform/db.server";
import { ENV_NAMES } from "~/platform/env.server";
import { forgetEverything } from "~/platform/per-process.server";

// The process has run other files before: neither their environment nor what was made of it is this file's.
forgetEverything();
for (const name of ENV_NAMES) delete process.env[name];

/** Each test file has a database of its own, cloned from the migrated template, as the server's role. */
const database = `test_${randomBytes(6).toString("hex")}`;
const admin = new pg.Client(inject("adminUrl"));
await admin.connect();
await admin.query(`CREATE DATABASE "${database}" TEMPLATE template_huhui STRATEGY file_copy`);
await admin.end();

const url = new URL(inject("serverUrl"));
url.pathname = `/${database}`;
const ownerUrl = new URL(inject("adminUrl"));
ownerUrl.pathname = `/${database}`;

afterAll(disconnect);

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
