// What a bare clone lacks: dependencies and the generated database client. Only Node's built-ins here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./root.mjs";

const STAMPS = path.join(ROOT, "node_modules/.huhui");
const BUILT_OF = path.join(ROOT, "build/.sources");
/** How Node is asked for a production build where there is none of these sources. */
export const BUILD = ["scripts/build.mjs", "--if-stale"];
const SCHEMA = ["prisma/schema", "prisma.config.ts", "package-lock.json"];
const PROGRAMS = ["serve.ts", "server", "worker.ts", "worker", "stripe-sandbox", "infra", "build.mjs"];
const SOURCES = [
  ...["app", "public", "prisma/seed", "vite.config.ts", "remix.config.js", "tsconfig.json", ...SCHEMA],
  ...PROGRAMS.map((name) => `scripts/${name}`),
];

/** One sentence when this Node is too old; undefined when it will do. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  return good ? undefined : `Huhui needs Node 20.19 or later, 22.12 or later, or 24; this is ${version}.`;
}

/** All that is lacking, once. */
export function prepare({ say }) {
  const release = takeTurn(say);
  try {
    ensureDependencies(say);
    ensureGenerated(say);
  } finally {
    release();
  }
}

/** A second command on the same clone waits for the first. The answer gives the turn to the next. */
export function takeTurn(say) {
  const lock = path.join(ROOT, ".cache/preparing");
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isRunning(Number(readIfThere(lock)))) fs.rmSync(lock, { force: true });
      else if (waited === 0) say("another command is preparing this project; waiting for it");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Installs the locked dependencies unless exactly these are there. */
function ensureDependencies(say) {
  const wanted = digest(["package-lock.json"]);
  if (stamped("dependencies") === wanted) return;
  say("installing dependencies (npm ci)");
  // NODE_ENV=production would leave out what builds and tests.
  // What is in npm's cache is known by its digest: asking the registry about each again would take a fifth of the time.
  const args = ["ci", "--include=dev", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  if (npm && /npm(-cli)?\.c?js$/.test(npm)) run(process.execPath, [npm, ...args]);
  else run(process.platform === "win32" ? "npm.cmd" : "npm", args, { shell: process.platform === "win32" });
  stamp("dependencies", wanted);
}

/** Generates Prisma's client when the schema has changed. */
function ensureGenerated(say) {
  const wanted = digest(SCHEMA);
  if (stamped("generated") === wanted && fs.existsSync(path.join(ROOT, "prisma/generated/client.ts"))) return;
  say("generating the database client");
  run(process.execPath, ["scripts/generate.mjs", "--quiet"]);
  stamp("generated", wanted);
}

/** Whether the production build is of the sources as they are. */
export function isBuilt() {
  return readIfThere(BUILT_OF) === digest(SOURCES);
}

/** What a build is about to be made of; the answer notes that it was. */
export function beginBuild() {
  const sources = digest(SOURCES);
  return () => fs.writeFileSync(BUILT_OF, sources);
}

/** A digest over the names and contents of files and folders. */
export function digest(entries) {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0]);
  const add = (entry) => {
    const stat = fs.statSync(path.join(ROOT, entry), { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of fs.readdirSync(path.join(ROOT, entry)).sort()) add(`${entry}/${name}`);
    else if (stat && !/\.test\.tsx?$|\.md$/.test(entry))
      hash.update(entry).update(fs.readFileSync(path.join(ROOT, entry)));
  };
  entries.forEach(add);
  return hash.digest("hex");
}

const stamped = (name) => readIfThere(path.join(STAMPS, name));

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function stamp(name, value) {
  fs.mkdirSync(STAMPS, { recursive: true });
  fs.writeFileSync(path.join(STAMPS, name), value);
}

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], ...options });
  if (done.status !== 0) throw new Error(`failed: ${path.basename(program)} ${args.join(" ")}`);
}
