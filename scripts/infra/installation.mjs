// One running installation: services, migrations, the demonstration on the first run, web server and worker.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { childFamily } from "./children.mjs";
import { DATABASE, dataFolder, dropDatabase, ensureDatabase, SERVER, startPostgres } from "./postgres.mjs";
import { claimData, isOurs, keptPort, releaseData, writeRunFile } from "./run-file.mjs";
import { searchProgram, startSearch } from "./search.mjs";
import { installationSecrets } from "./secrets.mjs";
import { BUILD, isBuilt } from "./prepare.mjs";
import { builtProgram, writtenProgram } from "./programs.mjs";
import { ROOT } from "./root.mjs";

const READY_SECONDS = 60;
const LOADED = "demo-loaded";
const LOADING = "demo-loading";

export async function run(options, say) {
  const { dataDir, port, host, development } = options;
  if (options.reset) reset(dataDir, say);
  claimData(dataDir);
  fs.mkdirSync(path.join(dataDir, "logs"), { recursive: true });

  const logFile = (name) => path.join(dataDir, "logs", `${name}.log`);
  const services = [];
  let ending;
  const end = (code) => (ending ??= stopEverything(code));
  const family = childFamily({
    cwd: ROOT,
    logFile,
    onRestart: (name, how) =>
      say(`${name} ended (${how}), see ${path.relative(ROOT, logFile(name))}; it is started again`),
    onGiveUp: (name) => {
      console.error(`${name} keeps ending; everything stops. Its log: ${logFile(name)}`);
      end(1);
    },
  });

  async function stopEverything(code) {
    if (code === 0) console.log("\nstopping");
    await family.stopAll();
    for (const service of services.reverse()) await service.stop();
    releaseData(dataDir);
    process.exit(code);
  }
  /** A service that ends while we run takes everything with it, loudly. */
  const watched = (name, child, stop) => {
    services.push({ stop });
    child?.once("exit", () => {
      if (ending) return;
      console.error(`${name} ended by itself; everything stops. Its log is below ${dataDir}`);
      end(1);
    });
  };
  process.on("SIGINT", () => end(0));
  process.on("SIGTERM", () => end(0));
  process.on("SIGHUP", () => end(0));

  try {
    forgetBrokenLoading({ dataDir, say });
    const secrets = installationSecrets(dataDir);
    const [database, search] = await Promise.all([
      openDatabase({ dataDir, secrets, say, watched }),
      openSearch({ dataDir, secrets, say, watched }),
    ]);
    const build = development ? { programs: undefined, all: undefined } : building({ family, say });
    const environment = { ...process.env, ...baseEnvironment({ options, secrets, database }), ...search };
    const sandbox = await sandboxAddress(dataDir);
    Object.assign(environment, sandbox);
    await migrate({ environment, say });
    // The demonstration's year is paid in a sandbox of the loader's own, on the same books: ours opens them afterwards.
    const program = development ? writtenProgram : builtProgram;
    await build.programs;
    const loading = loadDemonstration({ args: program("seed"), options, environment, database, family, say });
    await Promise.all([loading, build.all]);

    const mode = development ? ["--dev"] : [];
    await Promise.all([
      startSandbox({ args: program("sandbox"), environment, dataDir, family, say }),
      family.start("worker", { args: program("worker"), env: environment }),
      family.start("web", { args: [...program("serve"), ...mode], env: environment, inherit: development }),
    ]);
    const url = `http://${host === "127.0.0.1" || host === "0.0.0.0" ? "localhost" : host}:${port}`;
    await untilHealthy(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/healthz`);
    if (ending) return;

    writeRunFile(dataDir, {
      url,
      pid: process.pid,
      pids: { ...family.pids(), ...(database.pid ? { postgres: database.pid } : {}) },
      databaseUrl: environment.DATABASE_URL,
      databaseOwnerUrl: environment.DATABASE_OWNER_URL,
      searchUrl: environment.MEILI_URL,
      sandboxUrl: sandbox.STRIPE_API_URL,
      dataDir,
      startedAt: new Date().toISOString(),
    });
    const { drawsChinese, NO_CHINESE_FONT } = await import("./chinese-font.mjs"); // sharp is there only after installing
    if (!(await drawsChinese())) say(NO_CHINESE_FONT);
    say("ready");
    console.log(invitation({ url, dataDir, environment }));
  } catch (error) {
    if (!ending) console.error(error.message);
    await end(1);
  }
}

function reset(dataDir, say) {
  say(`deleting ${dataDir}`);
  fs.rmSync(dataFolder(path.join(dataDir, "pg")), { recursive: true, force: true });
  fs.rmSync(dataDir, { recursive: true, force: true });
}

/** The database given in the environment, else an embedded one of this installation. */
async function openDatabase({ dataDir, secrets, say, watched }) {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, ownerUrl: process.env.DATABASE_OWNER_URL };
  const server = await startPostgres({
    dir: path.join(dataDir, "pg"),
    port: await keptPort(dataDir, "database"),
    password: secrets.ownerPassword,
    say,
  });
  watched("PostgreSQL", server.child, server.stop);
  const adminUrl = server.url("postgres");
  if (fs.existsSync(path.join(dataDir, LOADING))) await dropDatabase({ adminUrl, database: DATABASE });
  await ensureDatabase({ adminUrl, database: DATABASE, serverPassword: secrets.serverPassword });
  say("PostgreSQL runs");
  return {
    embedded: true,
    pid: server.pid,
    url: server.url(DATABASE, SERVER, secrets.serverPassword),
    ownerUrl: server.url(DATABASE),
  };
}

async function openSearch({ dataDir, secrets, say, watched }) {
  if (process.env.MEILI_URL) return {};
  if (!searchProgram()) {
    say("search runs on PostgreSQL: there is no Meilisearch program for this machine");
    return {};
  }
  const dir = path.join(dataDir, "search");
  await endLeftover(path.join(dir, "pid"), "meilisearch");
  try {
    const logFile = path.join(dataDir, "logs/search.log");
    const { url, child } = await startSearch({
      dir,
      port: await keptPort(dataDir, "search"),
      key: secrets.searchKey,
      logFile,
    });
    fs.writeFileSync(path.join(dir, "pid"), String(child.pid));
    const gone = new Promise((resolve) => child.once("exit", resolve));
    watched("Meilisearch", child, () => {
      child.ref();
      child.kill("SIGTERM");
      return gone;
    });
    say("Meilisearch runs");
    return { MEILI_URL: url, MEILI_KEY: secrets.searchKey };
  } catch (error) {
    say(`search runs on PostgreSQL: ${error.message}`);
    return {};
  }
}

/** What a killed start left running on the same data. */
async function endLeftover(pidFile, word) {
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, "utf8"));
  for (let waited = 0; isOurs(pid, word); waited += 50) {
    process.kill(pid, waited > 5000 ? "SIGKILL" : "SIGTERM");
    await pause(50);
  }
}

/** Without a key of Stripe's the sandbox stands in for it, on the same library and wire protocol. */
async function sandboxAddress(dataDir) {
  if (process.env.STRIPE_SECRET_KEY) return {};
  return { STRIPE_API_URL: `http://127.0.0.1:${await keptPort(dataDir, "sandbox")}` };
}

async function startSandbox({ args, environment, dataDir, family, say }) {
  if (process.env.STRIPE_SECRET_KEY || !environment.STRIPE_API_URL) return;
  await family.start("sandbox", {
    args,
    env: {
      ...environment,
      SANDBOX_PORT: new URL(environment.STRIPE_API_URL).port,
      SANDBOX_STATE: path.join(dataDir, "sandbox"),
      SANDBOX_SECRET_KEY: environment.STRIPE_SECRET_KEY,
      SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${environment.PORT}/webhooks/stripe`,
      SANDBOX_WEBHOOK_SECRET: environment.STRIPE_WEBHOOK_SECRET,
    },
  });
  say("the Stripe sandbox runs");
}

function baseEnvironment({ options, secrets, database }) {
  const given = process.env;
  const standIn = given.STRIPE_SECRET_KEY
    ? {}
    : { STRIPE_SECRET_KEY: secrets.stripeKey, STRIPE_WEBHOOK_SECRET: secrets.webhookSecret };
  return {
    NODE_ENV: options.development ? "development" : "production",
    HOST: options.host,
    PORT: String(options.port),
    DATA_DIR: options.dataDir,
    DATABASE_URL: database.url,
    ...(database.ownerUrl ? { DATABASE_OWNER_URL: database.ownerUrl } : {}),
    APP_URL: given.APP_URL || `http://localhost:${options.port}`,
    APP_SECRET: given.APP_SECRET || secrets.appSecret,
    FIELD_KEYS: given.FIELD_KEYS || `local:${secrets.fieldKey}`,
    MEDIA_DIR: given.MEDIA_DIR || path.join(options.dataDir, "media"),
    // The embedded installation is the demonstration; with a database of your own, say so yourself.
    DEMO: given.DEMO || (database.embedded ? "1" : "0"),
    REQUIRE_TOTP: given.REQUIRE_TOTP || (database.embedded ? "0" : "1"),
    LOG_LEVEL: given.LOG_LEVEL || (options.development ? "warn" : "info"),
    ...standIn,
  };
}

/** The production build, while the demonstration loads: `programs` comes first, and is all that loading needs. */
function building({ family, say }) {
  if (isBuilt()) return { programs: undefined, all: undefined };
  say("building");
  let all;
  const programs = new Promise((resolve, reject) => {
    all = family.run("build", { args: BUILD, env: {}, onMessage: resolve }).then(() => {
      say("built");
      resolve();
    });
    all.catch(reject);
  });
  programs.catch(() => {}); // whoever waits for one of the two hears it
  return { programs, all };
}

async function migrate({ environment, say }) {
  const { DATABASE_OWNER_URL } = environment;
  if (!DATABASE_OWNER_URL) return say("migrations are left to you: DATABASE_OWNER_URL is not set (npm run migrate)");
  if (await isMigrated(DATABASE_OWNER_URL)) return;
  const child = spawn(process.execPath, ["scripts/migrate.mjs", "deploy"], { cwd: ROOT, env: environment });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code === 0) return say("migrated");
  throw new Error(
    `The migrations do not apply to this database:\n${said.trim()}\n` +
      "If these are a demonstration's data, begin anew with: npm start -- --reset",
  );
}

/** Whether exactly the migrations of this project are applied: asking costs far less than starting their engine. */
async function isMigrated(url) {
  const folder = path.join(ROOT, "prisma/migrations");
  const expected = fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const sql = fs.readFileSync(path.join(folder, entry.name, "migration.sql"));
    return [`${entry.name} ${createHash("sha256").update(sql).digest("hex")}`];
  });
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT migration_name || ' ' || checksum AS applied FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    const jobs = await client.query("SELECT to_regclass('graphile_worker.migrations') AS there");
    const applied = rows.map((row) => row.applied);
    return jobs.rows[0].there !== null && expected.sort().join() === applied.sort().join();
  } catch (error) {
    if (error.code === "42P01") return false; // no migration was ever applied
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * A loading of the demonstration that was broken off begins anew, on an empty database, an empty sandbox and without its
 * pictures: half a year of sales would add up to nothing.
 */
function forgetBrokenLoading({ dataDir, say }) {
  if (!fs.existsSync(path.join(dataDir, LOADING))) return;
  say("the loading of the demonstration was broken off; it begins anew");
  for (const name of ["sandbox", "media", "search"])
    fs.rmSync(path.join(dataDir, name), { recursive: true, force: true });
}

/** A year of the demonstration, once: it is marked as loaded when it is whole. */
async function loadDemonstration({ args, options, environment, database, family, say }) {
  const { dataDir } = options;
  const [loaded, loading] = [LOADED, LOADING].map((name) => path.join(dataDir, name));
  if (!database.embedded || !options.demo || fs.existsSync(loaded)) return;
  fs.writeFileSync(loading, "");
  say("loading the demonstration");
  const env = { ...environment, DATABASE_URL: hastyUrl(environment.DATABASE_URL), LOG_LEVEL: "silent" };
  // Loading makes much and keeps little: with more room for what is new, Node collects it a third less.
  await family.run("seed", { args: ["--max-semi-space-size=64", ...args], env });
  fs.writeFileSync(loaded, "");
  fs.rmSync(loading);
  say("the demonstration is loaded");
}

/** Loading is all or nothing, so its thousands of commits need not each wait for the disk. What the URL says is all that is said. */
function hastyUrl(databaseUrl) {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c TimeZone=UTC -c synchronous_commit=off");
  return url.href;
}

async function untilHealthy(url) {
  for (let waited = 0; waited < READY_SECONDS * 1000; waited += 50) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error("The web server did not answer in time.");
}

function invitation({ url, dataDir, environment }) {
  const lines = ["", `  户惠 Huhui   ${url}`];
  const file = path.join(dataDir, "demo-logins.json");
  if (environment.DEMO === "1" && fs.existsSync(file)) {
    lines.push("", "  Demonstration: every person in it is invented. Sign in as");
    const logins = JSON.parse(fs.readFileSync(file, "utf8"));
    const columns = ["role", "loginName", "password"].map((key) => {
      const width = Math.max(...logins.map((login) => cells(String(login[key] ?? ""))));
      return (login) => String(login[key] ?? "") + " ".repeat(width - cells(String(login[key] ?? "")));
    });
    for (const login of logins) {
      const row = columns.map((column) => column(login)).join("   ");
      lines.push(`    ${row}   ${login.url ? new URL(login.url, url).href : ""}`.trimEnd());
    }
  }
  lines.push("", `  Data: ${dataDir}   Logs: ${path.join(dataDir, "logs")}   Stop: Ctrl-C`, "");
  return lines.join("\n");
}

/** How many columns of a terminal a text takes: a Chinese character takes two. */
function cells(text) {
  return [...text].reduce(
    (sum, sign) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(sign) ? 2 : 1),
    0,
  );
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
