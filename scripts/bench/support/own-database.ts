// A migrated PostgreSQL of its own for benchmarks that need no server of the shop, with durability as in production.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureDatabase, freePort, SERVER, startPostgres } from "../../infra/postgres.mjs";

/** Runs `measure` on it, the app's environment pointing there, prints the answer as JSON, and ends the process. */
export async function benchOnOwnDatabase(measure: (ownerUrl: string) => Promise<object>): Promise<never> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-bench-"));
  fs.chmodSync(dir, 0o755);
  const server = await startPostgres({ dir: path.join(dir, "pg"), port: await freePort() });
  try {
    await ensureDatabase({ adminUrl: server.url("postgres"), database: "bench", serverPassword: "server" });
    const ownerUrl: string = server.url("bench");
    const migrated = spawnSync(process.execPath, ["scripts/migrate.mjs", "deploy"], {
      env: { ...process.env, DATABASE_OWNER_URL: ownerUrl },
      encoding: "utf8",
    });
    if (migrated.status !== 0) throw new Error(migrated.stderr);
    Object.assign(process.env, {
      NODE_ENV: "test",
      DATABASE_URL: server.url("bench", SERVER, "server"),
      APP_URL: "http://127.0.0.1:3000",
      APP_SECRET: "0".repeat(64),
      FIELD_KEYS: `bench:${"1".repeat(64)}`,
      STRIPE_SECRET_KEY: "sk_test_bench",
      STRIPE_WEBHOOK_SECRET: "whsec_bench",
      LOG_LEVEL: "silent",
    });
    console.log(JSON.stringify(await measure(ownerUrl), null, 2));
  } finally {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
  process.exit(0);
}
