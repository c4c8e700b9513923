import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

const fileOf = (dataDir) => path.join(dataDir, "run.json");
const lockOf = (dataDir) => path.join(dataDir, "start.pid");

/** The start that is running on these data now, or undefined. One that was killed does not count. */
export function runningInstance(dataDir) {
  if (!fs.existsSync(lockOf(dataDir))) return undefined;
  const pid = Number(fs.readFileSync(lockOf(dataDir), "utf8"));
  if (!isOurs(pid)) return undefined;
  const url = fs.existsSync(fileOf(dataDir)) ? JSON.parse(fs.readFileSync(fileOf(dataDir), "utf8")).url : "starting";
  return { pid, url };
}

export function claimData(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true });
  fs.rmSync(fileOf(dataDir), { force: true });
  fs.writeFileSync(lockOf(dataDir), String(process.pid));
}

export function releaseData(dataDir) {
  fs.rmSync(fileOf(dataDir), { force: true });
  fs.rmSync(lockOf(dataDir), { force: true });
}

/** For tests and tools: where everything of the running installation is. Holds passwords, so only its owner reads it. */
export function writeRunFile(dataDir, facts) {
  fs.writeFileSync(`${fileOf(dataDir)}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${fileOf(dataDir)}.new`, fileOf(dataDir));
}

export function portIsFree(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/**
 * The port a service of this installation had before, while it is free: links to the sandbox's pages outlive a restart.
 * Else a free one, which is kept from now on.
 */
export async function keptPort(dataDir, name) {
  const file = path.join(dataDir, "ports.json");
  const ports = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  if (ports[name] && (await portIsFree(ports[name], "127.0.0.1"))) return ports[name];
  ports[name] = await freePort();
  fs.writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports[name];
}

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Process ids are used again: ask what the program is, where the system tells. */
export function isOurs(pid, word = "start.mjs|dev.mjs") {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const program = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return program.status === 0 ? new RegExp(word).test(program.stdout) : program.error !== undefined;
}
