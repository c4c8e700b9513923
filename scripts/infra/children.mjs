import { spawn } from "node:child_process";
import fs from "node:fs";

const STOP_SECONDS = 15;
const RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;

/**
 * The programs of one start. One that dies is started again; one that keeps dying ends everything: `onGiveUp(name)`.
 * They hold a channel to us and end by themselves when we are gone, and they stand in groups of their own, so that
 * Ctrl-C reaches us alone and they are stopped in order.
 */
export function childFamily({ cwd, logFile, onRestart, onGiveUp }) {
  const family = new Map();
  let stopping = false;

  /** Starts a program; resolves when it says it is ready (or dies: rejects with the end of its log). */
  function start(name, { args, env, inherit = false }) {
    const member = { name, args, env, inherit, deaths: [], child: undefined };
    family.set(name, member);
    // Each start writes a log of its own; the one before is kept beside it.
    if (!inherit && fs.existsSync(logFile(name))) fs.renameSync(logFile(name), `${logFile(name)}.1`);
    return new Promise((resolve, reject) => launch(member, { ready: resolve, refused: reject }));
  }

  function launch(member, { ready, refused }) {
    const log = member.inherit ? "inherit" : fs.openSync(logFile(member.name), "a", 0o600);
    const child = spawn(process.execPath, member.args, {
      cwd,
      env: { ...process.env, ...member.env, PROCESS_NAME: member.name },
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
    if (typeof log === "number") fs.closeSync(log);
    member.child = child;
    let isReady = false;
    child.once("message", () => {
      isReady = true;
      ready?.(child);
    });
    child.once("exit", (code, signal) => {
      if (stopping) return;
      if (!isReady && refused) return refused(new Error(lastWords(member, logFile)));
      onRestart?.(member.name, signal ?? `code ${code}`);
      const now = Date.now();
      member.deaths = [...member.deaths.filter((at) => now - at < RESTART_WINDOW_MS), now];
      if (member.deaths.length >= RESTARTS) return onGiveUp(member.name);
      setTimeout(() => !stopping && launch(member, {}), 500 * member.deaths.length);
    });
  }

  /** Runs a program to its end, before our eyes; `onMessage` hears what it says on the way. */
  function run(name, { args, env, onMessage }) {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, args, {
        cwd,
        env: { ...process.env, ...env, PROCESS_NAME: name },
        detached: true,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      family.set(name, { name, child });
      if (onMessage) child.on("message", onMessage);
      child.once("exit", (code) => {
        family.delete(name);
        if (stopping) return;
        if (code === 0) resolve();
        else reject(new Error(`${name} failed`));
      });
    });
  }

  /** Stops one program and waits; what does not stop in time is killed. */
  async function stop(name) {
    const { child } = family.get(name) ?? {};
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_SECONDS * 1000);
    await gone;
    clearTimeout(killer);
  }

  /** The last started is stopped first. */
  async function stopAll() {
    stopping = true;
    for (const name of [...family.keys()].reverse()) await stop(name);
  }

  const pids = () => Object.fromEntries([...family].map(([name, { child }]) => [name, child?.pid]));
  return { start, run, stopAll, pids };
}

function lastWords(member, logFile) {
  if (member.inherit) return `${member.name} did not start`;
  const lines = fs.readFileSync(logFile(member.name), "utf8").trim().split("\n").slice(-12);
  return `${member.name} did not start:\n${lines.join("\n")}`;
}
