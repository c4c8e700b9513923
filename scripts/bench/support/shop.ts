// A shop of its own for benchmarks: real PostgreSQL with durability as in production, the sandbox, the production build.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { builtProgram } from "../../infra/programs.mjs";
import { startSearch } from "../../infra/search.mjs";
import { ensureDatabase, freePort, SERVER, startPostgres } from "../../infra/postgres.mjs";
import { ROOT } from "../../infra/root.mjs";

const READY_MS = 60_000;

/** What README.md tells who runs a shop to give its database: with 128 MB of its own it copies what the system keeps. */
const AS_IN_PRODUCTION = ["shared_buffers=2GB", "effective_cache_size=6GB"];

export type BenchShop = {
  readonly url: string;
  readonly sandboxUrl: string;
  /** the database's owner: for data, counters and the baseline */
  readonly ownerUrl: string;
  /** the engine's address, key and process, where one was asked for; stopped, PostgreSQL has to answer */
  readonly search: {
    readonly raw: string;
    readonly key: string;
    readonly pid: number;
    readonly stop: () => Promise<void>;
  };
  /** the web server's process: for its memory */
  readonly serverPid: number;
  readonly stop: () => Promise<void>;
};

/**
 * Starts it on an empty migrated database; `program` is what serves (as production starts it, unless the bench brings its own), with
 * a search engine beside it when `search` is asked for.
 */
export async function startShop({
  program = builtProgram("serve"),
  search = false,
}: { program?: readonly string[]; search?: boolean } = {}): Promise<BenchShop> {
  if (!fs.existsSync(path.join(ROOT, "build/app/server/index.js"))) run("scripts/build.mjs", process.env);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-bench-"));
  fs.chmodSync(dir, 0o755);
  const [databasePort, port, sandboxPort] = [await freePort(), await freePort(), await freePort()] as number[];
  const server = await startPostgres({ dir: path.join(dir, "pg"), port: databasePort, more: AS_IN_PRODUCTION });
  await ensureDatabase({ adminUrl: server.url("postgres"), database: "bench", serverPassword: "server" });
  const ownerUrl: string = server.url("bench");
  run("scripts/migrate.mjs", { ...process.env, DATABASE_OWNER_URL: ownerUrl }, "deploy");

  const key = "bench-master-key-of-32-characters";
  const engine = search
    ? await startSearch({ dir: path.join(dir, "search"), port: (await freePort()) as number, key })
    : undefined;
  const url = `http://127.0.0.1:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const environment = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    DATABASE_URL: server.url("bench", SERVER, "server") as string,
    DATABASE_OWNER_URL: ownerUrl,
    APP_URL: url,
    APP_SECRET: "0".repeat(64),
    FIELD_KEYS: `bench:${"1".repeat(64)}`,
    STRIPE_SECRET_KEY: "sk_test_sandbox",
    STRIPE_WEBHOOK_SECRET: "whsec_sandbox",
    STRIPE_API_URL: sandboxUrl,
    MEDIA_DIR: path.join(dir, "media"),
    REQUIRE_TOTP: "0",
    DEMO: "0",
    LOG_LEVEL: "error",
    ...(engine ? { MEILI_URL: engine.url, MEILI_KEY: key } : {}),
  };
  Object.assign(process.env, environment);
  const children = [
    child(written("scripts/stripe-sandbox/server.ts"), {
      ...environment,
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_SECRET_KEY: environment.STRIPE_SECRET_KEY,
      SANDBOX_WEBHOOK_SECRET: environment.STRIPE_WEBHOOK_SECRET,
      SANDBOX_WEBHOOK_URL: `${url}/webhooks/stripe`,
      SANDBOX_CONCURRENCY: "8",
    }),
    child(program, environment),
  ];
  await Promise.all([answers(`${url}/healthz`), answers(`${sandboxUrl}/_sandbox/health`)]);

  return {
    url,
    sandboxUrl,
    ownerUrl,
    search: {
      raw: engine?.url ?? "",
      key,
      pid: (engine?.child as ChildProcess | undefined)?.pid ?? 0,
      stop: async () => void (engine && (await ended(engine.child as ChildProcess))),
    },
    serverPid: children[1]?.pid ?? 0,
    async stop() {
      const { disconnect } = await import("~/platform/db.server");
      await disconnect();
      await Promise.all(children.map(ended));
      (engine?.child as ChildProcess | undefined)?.kill("SIGKILL");
      await server.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

function run(script: string, environment: NodeJS.ProcessEnv, ...args: string[]): void {
  const done = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, env: environment, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${script}: ${done.stderr}`);
}

/** A program as it stands in the sources. */
export function written(script: string): readonly string[] {
  return ["--import", "tsx", script];
}

function child(program: readonly string[], environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [...program], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once("exit", () => resolve());
    process.kill("SIGTERM");
  });
}

async function answers(url: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < READY_MS;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (answer && answer.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer`);
}
