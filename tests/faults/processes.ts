import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { useStripe } from "~/platform/stripe.server";
import { freePort } from "../../scripts/infra/postgres.mjs";
import { isBuilt } from "../../scripts/infra/prepare.mjs";
import { builtProgram, type PROGRAMS } from "../../scripts/infra/programs.mjs";
import { ROOT } from "../../scripts/infra/root.mjs";

const START_MS = 40_000;
const STOP_MS = 10_000;

export type ProcessName = "web-1" | "web-2" | "worker" | "sandbox";

type Environment = Record<string, string | undefined>;
type Running = { child?: ChildProcess; readonly args: readonly string[]; readonly env: Environment };

/**
 * The shop as it runs in production: two web servers on the production build, a worker and a Stripe, each a process of
 * its own, on this test file's database. Driven over HTTP; they may be killed at any moment and started again.
 */
export type Shop = {
  readonly urls: readonly [string, string];
  readonly sandboxUrl: string;
  /** SIGKILL: nothing is cleaned up */
  kill(name: ProcessName): Promise<void>;
  start(name: ProcessName): Promise<void>;
  close(): Promise<void>;
};

export async function openShop(options: { seed: number; laterMs?: number; worker?: boolean }): Promise<Shop> {
  if (!isBuilt())
    throw new Error("these tests run the production build, of the sources as they are: npm run build first");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-faults-"));
  const [first, second, sandboxPort] = [await freePort(), await freePort(), await freePort()] as const;
  const urls = [`http://127.0.0.1:${first}`, `http://127.0.0.1:${second}`] as const;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const environment: Environment = {
    ...process.env,
    // Pages of both servers belong to the shop: each counts the address that the browser used as its own.
    NODE_ENV: "production",
    DEMO: "1",
    APP_URL: urls[0],
    STRIPE_API_URL: sandboxUrl,
    LOG_LEVEL: "error",
    HOST: "127.0.0.1",
  };
  const processes = new Map<ProcessName, Running>();
  const program = (name: ProcessName, of: keyof typeof PROGRAMS, env: Environment): void => {
    processes.set(name, { args: builtProgram(of), env: { ...environment, ...env, PROCESS_NAME: name } });
  };
  program("sandbox", "sandbox", {
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_STATE: path.join(folder, "sandbox"),
    SANDBOX_SECRET_KEY: environment["STRIPE_SECRET_KEY"],
    SANDBOX_WEBHOOK_SECRET: environment["STRIPE_WEBHOOK_SECRET"],
    SANDBOX_WEBHOOK_URL: urls.map((url) => `${url}/webhooks/stripe`).join(","),
    SANDBOX_LATER_MS: String(options.laterMs ?? 50),
    SANDBOX_RETRY_MS: "50",
    SANDBOX_CONCURRENCY: "5",
    SANDBOX_SEED: String(options.seed),
  });
  program("web-1", "serve", { PORT: String(first) });
  program("web-2", "serve", { PORT: String(second) });
  program("worker", "worker", {});

  async function start(name: ProcessName): Promise<void> {
    const running = processes.get(name);
    if (!running) throw new Error(`there is no ${name}`);
    const log = fs.openSync(path.join(folder, `${name}.log`), "a");
    const child = spawn(process.execPath, [...running.args], {
      cwd: ROOT,
      env: running.env as NodeJS.ProcessEnv,
      stdio: ["ignore", log, log, "ipc"],
    });
    fs.closeSync(log);
    running.child = child;
    await new Promise<void>((resolve, reject) => {
      const slow = setTimeout(() => reject(new Error(`${name} did not start:\n${lastWords(name)}`)), START_MS);
      child.once("message", () => {
        clearTimeout(slow);
        resolve();
      });
      child.once("exit", (code) => {
        clearTimeout(slow);
        reject(new Error(`${name} ended with ${code} while starting:\n${lastWords(name)}`));
      });
    });
  }

  function lastWords(name: ProcessName): string {
    return fs
      .readFileSync(path.join(folder, `${name}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-12)
      .join("\n");
  }

  async function end(name: ProcessName, signal: NodeJS.Signals): Promise<void> {
    const child = processes.get(name)?.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(killer);
  }

  const names: ProcessName[] = [
    "sandbox",
    "web-1",
    "web-2",
    ...(options.worker === false ? [] : (["worker"] as const)),
  ];
  const close = async (): Promise<void> => {
    useStripe(undefined);
    await Promise.all(names.map((name) => end(name, "SIGTERM")));
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(names.map(start));
  } catch (error) {
    await close();
    throw error;
  }
  // What the test itself does (the operator's refund, the one reconciliation afterwards) asks the same Stripe.
  useStripe(
    new Stripe(environment["STRIPE_SECRET_KEY"] ?? "", {
      host: "127.0.0.1",
      port: sandboxPort,
      protocol: "http",
      maxNetworkRetries: 2,
      telemetry: false,
    }),
  );
  return { urls, sandboxUrl, kill: (name) => end(name, "SIGKILL"), start, close };
}
