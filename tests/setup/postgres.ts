import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { ensureDatabase, freePort, SERVER, startPostgres } from "../../scripts/infra/postgres.mjs";

declare module "vitest" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- it is added to an interface of vitest
  export interface ProvidedContext {
    /** superuser, on the maintenance database */
    adminUrl: string;
    /** the server's role, without a database name */
    serverUrl: string;
  }
}

const SERVER_PASSWORD = "server";
const GIGABYTE = 2 ** 30;

/** In memory where there is room for the databases of all files: 16 MB each, of 300 files, which a disk takes three times as long to copy. */
function placeForData(): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = fs.statfsSync(memory);
    fs.accessSync(memory, fs.constants.W_OK);
    if (bavail * bsize > 4 * GIGABYTE && os.freemem() > 8 * GIGABYTE) return memory;
  } catch {
    // this system has no such folder
  }
  return os.tmpdir();
}

/** One real PostgreSQL for the run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = fs.mkdtempSync(path.join(placeForData(), "huhui-test-"));
  fs.chmodSync(dir, 0o755);
  const port: number = await freePort();
  const server = await startPostgres({ dir: path.join(dir, "pg"), port, fast: true });
  const adminUrl: string = server.url("postgres");
  await ensureDatabase({ adminUrl, database: "template_huhui", serverPassword: SERVER_PASSWORD });

  const migrated = spawnSync(process.execPath, ["scripts/migrate.mjs", "deploy"], {
    env: { ...process.env, DATABASE_OWNER_URL: server.url("template_huhui") },
    encoding: "utf8",
  });
  if (migrated.status !== 0) {
    await server.stop();
    throw new Error(`the migrations do not apply:\n${migrated.stderr}`);
  }

  project.provide("adminUrl", adminUrl);
  project.provide("serverUrl", server.url("", SERVER, SERVER_PASSWORD));
  return async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
