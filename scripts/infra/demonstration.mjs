// The demonstration as one child process, for the tests: production build, embedded services, data of its own.
import { spawn } from "node:child_process";
import path from "node:path";
import { ROOT } from "./root.mjs";

const READY_SECONDS = 600;

/**
 * Starts on empty data. `ready` gives the path of its run file, or throws with what it said. `stop` ends it in order.
 * @param {{ dataDir: string, port: number, args?: string[], env?: Record<string, string> }} options
 */
export function startDemonstration({ dataDir, port, args = ["--reset"], env = {} }) {
  const given = { ...process.env };
  // Services of this machine must not be drawn into the tests.
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "STRIPE_SECRET_KEY", "MEILI_URL", "APP_URL"])
    delete given[name];
  const child = spawn(process.execPath, ["scripts/start.mjs", ...args, "--data", dataDir, "--port", String(port)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...given, LOG_LEVEL: "warn", ...env },
  });
  let said = "";
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const ready = new Promise((resolve, reject) => {
    const refuse = (reason) => reject(new Error(`the demonstration ${reason}:\n${said}`));
    const limit = setTimeout(() => refuse(`was not ready in ${READY_SECONDS} s`), READY_SECONDS * 1000);
    const listen = (chunk) => {
      said += chunk;
      if (!/ s {2}ready$/m.test(said)) return;
      clearTimeout(limit);
      resolve(path.join(dataDir, "run.json"));
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    gone.then(() => {
      clearTimeout(limit);
      refuse("ended before it was ready");
    });
  });
  ready.catch(() => {});
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  return { ready, stop, child };
}
