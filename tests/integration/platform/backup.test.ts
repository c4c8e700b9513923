import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { db } from "~/platform/db.server";
import { newId } from "~/kernel/ids";
import { enqueue } from "~/platform/outbox.server";
import { getObject, putObject } from "~/platform/storage.server";
import { backup } from "../../../scripts/backup.mjs";
import { restore } from "../../../scripts/restore.mjs";
import { verify } from "../../../scripts/verify";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-backup-"));
const ownerUrl = String(process.env["DATABASE_OWNER_URL"]);
const empty = `restored_${randomBytes(6).toString("hex")}`;
const restoredUrl = Object.assign(new URL(ownerUrl), { pathname: `/${empty}` }).href;
const saved = path.join(folder, "saved");
const now = new Date("2026-03-05T08:00:00.123456Z");
const userId = newId(now);

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client(inject("adminUrl"));
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Every row of every table as text, in a fixed order: equal texts are equal databases. */
async function contents(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
  );
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ text: string | null }>(
      `SELECT string_agg(t::text, E'\n' ORDER BY t::text) AS text FROM ${client.escapeIdentifier(name)} t`,
    );
    all[name] = rows[0]?.text ?? "";
  }
  await client.end();
  return all;
}

beforeAll(async () => {
  await asAdmin(`CREATE DATABASE "${empty}" TEMPLATE template_huhui`);
  await db().user.create({ data: { id: userId, loginName: "op'er\\ator", displayName: "运营\n一号", createdAt: now } });
  const grant = { role: "OPERATOR", scopeKind: "PLATFORM", scopeId: "", grantedAt: now };
  await db().roleGrant.create({ data: { id: newId(now), userId, ...grant } });
  await enqueue(db(), { topic: "t", key: "k", payload: { text: '引号"与\\反斜杠', n: 12345678901234 } });
  await putObject("aa/picture.webp", Buffer.from([0, 255, 1]));
});
afterAll(async () => {
  await asAdmin(`DROP DATABASE IF EXISTS "${empty}" WITH (FORCE)`);
  fs.rmSync(folder, { recursive: true, force: true });
});

const mediaDir = () => String(process.env["MEDIA_DIR"]);

let slipsGiven: number;

test("a restored shop has every row and picture of the saved one, to the letter, and its invariants hold", async () => {
  const [given] = await db().$queryRaw<[{ number: number }]>`
    SELECT max(nextval('intake_number'))::int AS number FROM generate_series(1, 7)`;
  slipsGiven = given.number;
  const manifest = await backup({ ownerUrl, mediaDir: mediaDir(), folder: saved });
  expect(manifest.rows).toMatchObject({ app_user: 1, role_grant: 1, outbox: 1 });
  expect(manifest.media).toEqual({ files: 1, bytes: 3 });

  const restoredMedia = path.join(folder, "media");
  await restore({ ownerUrl: restoredUrl, mediaDir: restoredMedia, folder: saved });
  expect(await contents(restoredUrl)).toEqual(await contents(ownerUrl));
  expect(fs.readFileSync(path.join(restoredMedia, "aa/picture.webp"))).toEqual(await getObject("aa/picture.webp"));

  const findings = await verify(restoredUrl);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.filter((finding) => finding.violations > 0)).toEqual([]);
});

test("in a restored shop the next numbers come after the ones that are there, and rules guard it again", async () => {
  const client = new pg.Client(restoredUrl);
  await client.connect();
  const { rows } = await client.query(
    "INSERT INTO outbox (topic, key, payload) VALUES ('t', 'next', '{}') RETURNING id",
  );
  const before = await db().outbox.findFirstOrThrow({ select: { id: true } });
  expect(BigInt(rows[0].id)).toBe(before.id + 1n);
  // A counter that belongs to no column: numbers of deliveries, given and written on slips.
  const { rows: slips } = await client.query("SELECT nextval('intake_number')::int AS next");
  expect(slips[0].next).toBe(slipsGiven + 1);
  const orphan = client.query(
    "INSERT INTO role_grant SELECT gen_random_uuid(), gen_random_uuid(), role, scope_kind, scope_id, granted_at FROM role_grant",
  );
  await expect(orphan).rejects.toThrow("foreign key");
  await client.end();
});

test("a backup is never restored over a shop that has data, and nothing of it changes", async () => {
  const before = await contents(ownerUrl);
  await expect(restore({ ownerUrl, mediaDir: mediaDir(), folder: saved })).rejects.toThrow("is not empty");
  expect(await contents(ownerUrl)).toEqual(before);
});

test("a backup that was changed on its way is refused", async () => {
  const torn = path.join(folder, "torn");
  fs.cpSync(saved, torn, { recursive: true });
  fs.appendFileSync(path.join(torn, "database.jsonl.gz"), "x");
  const fresh = `${empty}_2`;
  await asAdmin(`CREATE DATABASE "${fresh}" TEMPLATE template_huhui`);
  const url = Object.assign(new URL(ownerUrl), { pathname: `/${fresh}` }).href;
  await expect(restore({ ownerUrl: url, mediaDir: folder, folder: torn })).rejects.toThrow("digest differs");
  const users = new pg.Client(url);
  await users.connect();
  expect((await users.query("SELECT 1 FROM app_user")).rowCount).toBe(0);
  await users.end();
  await asAdmin(`DROP DATABASE "${fresh}" WITH (FORCE)`);
});

test("a folder that holds something is not written into", async () => {
  await expect(backup({ ownerUrl, mediaDir: mediaDir(), folder: saved })).rejects.toThrow("is not empty");
});

test("restoring without --apply only says what it would do", () => {
  const told = spawnSync(process.execPath, ["scripts/restore.mjs", saved], { encoding: "utf8" });
  expect(told.stdout).toMatch(/^Would restore \d+ rows and 1 files/);
  expect(told.status).toBe(0);
});
