import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { db, poolBehind } from "~/platform/db.server";
import { ENV_NAMES } from "~/platform/env.server";
import { forgetEverything } from "~/platform/per-process.server";

/** Each test file has a database of its own, cloned from the migrated template, as the server's role. */
const database = `test_${randomBytes(6).toString("hex")}`;
const url = new URL(inject("serverUrl"));
url.pathname = `/${database}`;
const ownerUrl = new URL(inject("adminUrl"));
ownerUrl.pathname = `/${database}`;

const mediaDir = path.join(os.tmpdir(), `huhui-media-${database}`);
afterAll(() => fs.rmSync(mediaDir, { recursive: true, force: true }));

// The process has run other files before: neither their environment nor, below, what was made of it is this file's.
for (const name of ENV_NAMES) delete process.env[name];
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

const admin = new pg.Client(inject("adminUrl"));
await admin.connect();
await admin.query(`CREATE DATABASE "${database}" TEMPLATE template_huhui STRATEGY file_copy`);
await admin.end();

// The client stays the process's: making one costs as much as a test. Its connections are the new database's from here on.
const pool = poolBehind(db());
if (!pool) throw new Error("the process's client has no pool");
const idle = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
for (const connection of idle) connection.release(true);
pool.options.connectionString = url.href;
forgetEverything();
