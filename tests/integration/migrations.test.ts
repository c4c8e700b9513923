import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { db } from "~/platform/db.server";

test("the migrated database has exactly the schema's tables", () => {
  const drift = spawnSync(process.execPath, ["scripts/migrate.mjs", "drift"], { env: process.env, encoding: "utf8" });
  expect(drift.stdout + drift.stderr).toContain("no drift");
});

test("sessions run in UTC, so that an instant is stored as it is", async () => {
  const [row] = await db().$queryRaw<{ TimeZone: string }[]>`SHOW TimeZone`;
  expect(row?.TimeZone).toBe("UTC");
});
