// Prisma Migrate without its native engine: the same engine compiled to WebAssembly, through @prisma/adapter-pg.
// Writes standard prisma/migrations/<time>_<name>/migration.sql and the standard _prisma_migrations table.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { installJobs } from "./infra/jobs-schema.mjs";
import { ROOT } from "./infra/root.mjs";

const MIGRATIONS = path.join(ROOT, "prisma/migrations");
const SCHEMA = path.join(ROOT, "prisma/schema");
const FILTERS = { externalTables: [], externalEnums: [] };
const CHAR_OID = 18;
const TEXT_OID = 25;

const connections = new Set();

/** Idle adapter connections would keep a database busy for 10 s (CREATE DATABASE … TEMPLATE, DROP DATABASE). */
async function closing(work) {
  try {
    return await work;
  } finally {
    const open = [...connections];
    connections.clear();
    await Promise.all(open.map((connection) => connection.dispose().catch(() => {})));
  }
}

/** adapter-pg 7.10.1 as a driver for migrations, with its two defects mended. */
class MigrationPg extends PrismaPg {
  async connect() {
    const adapter = await super.connect();
    connections.add(adapter);
    const performIO = adapter.performIO.bind(adapter);
    const queryRaw = adapter.queryRaw.bind(adapter);
    let isChar = [];
    // It does not know PostgreSQL's catalogue type "char", which the engine's introspection reads.
    adapter.performIO = async (query) => {
      const result = await performIO(query);
      isChar = result.fields.map((field) => field.dataTypeID === CHAR_OID);
      for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
      return result;
    };
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      result.columnTypes = result.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type));
      return result;
    };
    // Its executeScript splits on every ";" and so breaks $$-quoted bodies: send the script whole, in one implicit transaction.
    adapter.executeScript = async (sql) => {
      try {
        await adapter.client.query(sql);
      } catch (error) {
        adapter.onError(error);
      }
    };
    return adapter;
  }
}

/** A temporary empty database beside `url`; always dropped. */
async function withScratchDatabase(url, work) {
  const name = `prisma_scratch_${process.pid}_${Date.now()}`;
  const admin = async (sql) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`CREATE DATABASE "${name}" TEMPLATE template0`);
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  try {
    return await work(scratch.href);
  } finally {
    await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  }
}

const schemaFiles = () =>
  fs
    .readdirSync(SCHEMA)
    .sort()
    .map((file) => ({
      path: path.join("prisma/schema", file),
      content: fs.readFileSync(path.join(SCHEMA, file), "utf8"),
    }));

let engineModule;
async function engine(url) {
  if (!engineModule) {
    const base = path.join(ROOT, "node_modules/@prisma/schema-engine-wasm");
    engineModule = await import(pathToFileURL(path.join(base, "schema_engine_bg.js")).href);
    const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(base, "schema_engine_bg.wasm")), {
      "./schema_engine_bg.js": engineModule,
    });
    engineModule.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start?.();
  }
  // One connection: the engine takes Prisma's advisory lock on it.
  const adapter = new MigrationPg({ connectionString: url, max: 1 }, { onPoolError() {}, onConnectionError() {} });
  return engineModule.SchemaEngine.new(
    { datamodels: schemaFiles().map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

function migrationsList() {
  const names = fs.existsSync(MIGRATIONS)
    ? fs
        .readdirSync(MIGRATIONS, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  const lock = path.join(MIGRATIONS, "migration_lock.toml");
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: fs.existsSync(lock) ? fs.readFileSync(lock, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: fs.readFileSync(path.join(MIGRATIONS, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** Applies what is not applied yet; answers the names. */
export async function deploy(url) {
  const schemaEngine = await engine(url);
  const applied = await closing(schemaEngine.applyMigrations({ migrationsList: migrationsList(), filters: FILTERS }));
  return applied.appliedMigrationNames;
}

export async function status(url) {
  const schemaEngine = await engine(url);
  return closing(
    schemaEngine.diagnoseMigrationHistory({
      migrationsList: migrationsList(),
      optInToShadowDatabase: false,
      filters: FILTERS,
    }),
  );
}

/** "" when the live database has the schema's tables; otherwise the SQL that would make it so. */
export async function drift(url) {
  const schemaEngine = await engine(url);
  const files = schemaFiles();
  const diff = await closing(
    schemaEngine.diff({
      from: { tag: "schemaDatasource", files, configDir: "." },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: FILTERS,
    }),
  );
  return diff.exitCode === 2 ? diff.stdout : "";
}

/** "" when the migrations replayed from nothing equal the schema; otherwise the next migration's SQL. */
export async function pending(url) {
  return withScratchDatabase(url, async (scratch) => {
    await deploy(scratch);
    return drift(scratch);
  });
}

/** Writes the next migration from the difference; answers its folder, or undefined when there is none. */
export async function newMigration(url, name) {
  const sql = await pending(url);
  if (!sql) return undefined;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(MIGRATIONS, `${stamp}_${name}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "migration.sql"), sql);
  return path.relative(ROOT, folder);
}

const COMMANDS = {
  deploy: async (url) => {
    const applied = await deploy(url);
    await installJobs(url);
    return `applied: ${applied.join(", ") || "nothing new"}`;
  },
  status: async (url) => JSON.stringify(await status(url), null, 2),
  drift: async (url) => (await drift(url)) || "no drift",
  pending: async (url) => (await pending(url)) || "the migrations match the schema",
  new: async (url, name) => (await newMigration(url, name)) ?? "no change",
};

if (import.meta.filename === process.argv[1]) {
  const [command = "deploy", argument] = process.argv.slice(2);
  const run = COMMANDS[command];
  const url = process.env.DATABASE_OWNER_URL;
  if (!run || !url || (command === "new" && !/^[a-z_]+$/.test(argument ?? ""))) {
    console.error("npm run migrate -- deploy | status | drift | pending | new <name>   (with DATABASE_OWNER_URL set)");
    process.exit(1);
  }
  try {
    console.log(await run(url, argument));
  } catch (error) {
    console.error(error?.message ?? error, error?.meta ?? "");
    process.exitCode = 1;
  }
  process.exit(); // the engine's advisory-lock timer would keep Node alive for 10 s
}
