import { spawn } from "node:child_process";
import { freePort } from "../../scripts/infra/postgres.mjs";
import { isBuilt } from "../../scripts/infra/prepare.mjs";
import { builtProgram, writtenProgram } from "../../scripts/infra/programs.mjs";

export type WebServer = {
  readonly origin: string;
  /** what it has written so far */
  log(): string;
  stop(): Promise<void>;
};

/**
 * The real web server on this test's database, as a process of its own: everything that a request passes. On the
 * production build when that is of these sources (`npm test` builds first), else on development's, which is slower.
 */
export async function startWebServer({ logLevel = "error" } = {}): Promise<WebServer> {
  const port: number = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { VITEST: _, ...inherited } = process.env;
  const built = isBuilt();
  const program = built ? builtProgram("serve") : [...writtenProgram("serve"), "--dev"];
  const child = spawn(process.execPath, program, {
    env: {
      ...inherited,
      NODE_ENV: built ? "production" : "development",
      HOST: "127.0.0.1",
      PORT: String(port),
      APP_URL: origin,
      DEMO: "1",
      LOG_LEVEL: logLevel,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  const deadline = Date.now() + 90_000;
  while (!(await answers(origin))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the web server did not start:\n${said.slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    origin,
    log: () => said,
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** A page's HTML as somebody without cookies gets it. */
export async function pageFrom({ origin }: WebServer, path: string): Promise<string> {
  const answer = await fetch(origin + path, { signal: AbortSignal.timeout(60_000) });
  if (answer.status !== 200) throw new Error(`${answer.status} from ${path}`);
  return answer.text();
}
