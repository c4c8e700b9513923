// npm run restore -- FOLDER [--data DIR] --apply: a backup into an empty database. Says what it would do without --apply.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { digestOf } from "./backup.mjs";
import { columnsOf, FORMAT, tablesInOrder } from "./infra/backup-format.mjs";
import { openDatabase } from "./infra/open-database.mjs";
import { ensureDatabase, DATABASE } from "./infra/postgres.mjs";
import { ROOT } from "./infra/root.mjs";

const PAGE = 1000;

/** The manifest, when the backup is whole and of a form we know. */
export function readManifest(folder) {
  const file = path.join(folder, "manifest.json");
  if (!fs.existsSync(file)) throw new Error(`${folder} holds no backup: manifest.json is missing.`);
  const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
  if (manifest.format !== FORMAT)
    throw new Error(`This backup has format ${manifest.format}; this program reads ${FORMAT}.`);
  if (digestOf(path.join(folder, "database.jsonl.gz")) !== manifest.sha256) {
    throw new Error("The backup's database file is not what was written: its digest differs from the manifest.");
  }
  return manifest;
}

/** Fills the migrated, empty database in one transaction; answers the rows of each table. Refuses a database with data. */
export async function restore({ ownerUrl, mediaDir, folder }) {
  const manifest = readManifest(folder);
  const client = new pg.Client({ connectionString: ownerUrl, options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    await client.query("BEGIN");
    const tables = await tablesInOrder(client);
    const lost = Object.keys(manifest.rows).filter((table) => !tables.includes(table));
    if (lost.length > 0)
      throw new Error(`This database has no table ${lost.join(", ")}: migrate it to the backup's version.`);
    await refuseData(client, tables);
    // Rows that migrations put there (rules that ship with the program) come again from the backup.
    await client.query("SET LOCAL session_replication_role = replica");
    for (const table of tables.toReversed()) await client.query(`DELETE FROM ${client.escapeIdentifier(table)}`);
    const rows = await fill(client, folder);
    for (const [table, count] of Object.entries(manifest.rows)) {
      if ((rows[table] ?? 0) !== count) throw new Error(`${table}: ${rows[table] ?? 0} of ${count} rows came back.`);
    }
    await checkLinks(client);
    await continueSequences(client, manifest.sequences);
    await client.query("COMMIT");
    fs.mkdirSync(mediaDir, { recursive: true });
    fs.cpSync(path.join(folder, "media"), mediaDir, { recursive: true });
    return rows;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
}

/** A shop that has sold is never overwritten. */
async function refuseData(client, tables) {
  for (const table of ["customer_order", "journal", "household", "app_user"].filter((name) => tables.includes(name))) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${client.escapeIdentifier(table)} LIMIT 1`);
    if (rowCount) throw new Error(`The database is not empty (${table} has rows): restore into a new one.`);
  }
}

async function fill(client, folder) {
  const rows = {};
  let table;
  let page = [];
  const flush = async () => {
    if (page.length === 0) return;
    const name = client.escapeIdentifier(table);
    const columns = (await columnsOf(client, table)).map((column) => client.escapeIdentifier(column)).join(", ");
    await client.query(
      `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${columns} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`,
      [`[${page.join(",")}]`],
    );
    rows[table] = (rows[table] ?? 0) + page.length;
    page = [];
  };
  const input = fs.createReadStream(path.join(folder, "database.jsonl.gz")).pipe(createGunzip());
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    // The row stays text: parsed here, a large amount would lose digits.
    const [, name, row] = /^\["([^"]+)",(.*)\]$/.exec(line) ?? [];
    if (name === undefined) throw new Error("The backup holds a line that is no row.");
    if (name !== table || page.length === PAGE) await flush();
    table = name;
    page.push(row);
  }
  await flush();
  return rows;
}

/** Foreign keys were not asked while filling; they are asked now, all of them. */
async function checkLinks(client) {
  const { rows } = await client.query(
    `SELECT k.conname AS name, child.relname AS child, parent.relname AS parent,
            array_agg(ca.attname::text ORDER BY u.n) AS child_columns, array_agg(pa.attname::text ORDER BY u.n) AS parent_columns
     FROM pg_constraint k
     JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
     JOIN pg_namespace n ON n.oid = child.relnamespace
     CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (child_key, parent_key, n)
     JOIN pg_attribute ca ON ca.attrelid = child.oid AND ca.attnum = u.child_key
     JOIN pg_attribute pa ON pa.attrelid = parent.oid AND pa.attnum = u.parent_key
     WHERE k.contype = 'f' AND n.nspname = 'public' GROUP BY k.oid, k.conname, child.relname, parent.relname`,
  );
  const quote = (name) => client.escapeIdentifier(name);
  for (const link of rows) {
    const on = link.child_columns
      .map((column, i) => `p.${quote(link.parent_columns[i])} = c.${quote(column)}`)
      .join(" AND ");
    const given = link.child_columns.map((column) => `c.${quote(column)} IS NOT NULL`).join(" AND ");
    const { rowCount } = await client.query(
      `SELECT 1 FROM ${quote(link.child)} c WHERE ${given} AND NOT EXISTS (SELECT FROM ${quote(link.parent)} p WHERE ${on}) LIMIT 1`,
    );
    if (rowCount)
      throw new Error(`The backup is torn: a row of ${link.child} names a row of ${link.parent} that is not in it.`);
  }
}

/** The next number of every counter comes after all that were given, also of those whose rows are gone. */
async function continueSequences(client, sequences) {
  for (const [name, last] of Object.entries(sequences)) {
    await client.query("SELECT setval($1::regclass, $2)", [`public.${client.escapeIdentifier(name)}`, last]);
  }
}

if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  const at = args.indexOf("--data");
  const dataDir = at >= 0 ? path.resolve(args.splice(at, 2)[1] ?? ".data") : undefined;
  const apply = args.includes("--apply");
  const [source] = args.filter((arg) => !arg.startsWith("--"));
  if (!source) {
    console.error("npm run restore -- FOLDER [--data DIR] --apply");
    process.exit(1);
  }
  try {
    const folder = path.resolve(source);
    const manifest = readManifest(folder);
    const count = Object.values(manifest.rows).reduce((sum, n) => sum + n, 0);
    const what = `${count} rows and ${manifest.media.files} files of ${manifest.takenAt}`;
    if (!apply) {
      console.log(`Would restore ${what} into an empty database. Do it with --apply.`);
    } else {
      const database = await openDatabase({ ...(dataDir ? { dataDir } : {}), create: true });
      try {
        if (!database.ownerUrl) throw new Error("Restoring writes every table: set DATABASE_OWNER_URL.");
        if (database.adminUrl) await ensureDatabase({ ...database, database: DATABASE });
        const migrated = spawnSync(process.execPath, ["scripts/migrate.mjs", "deploy"], {
          cwd: ROOT,
          env: { ...process.env, DATABASE_OWNER_URL: database.ownerUrl },
          encoding: "utf8",
        });
        if (migrated.status !== 0) throw new Error(`The migrations do not apply:\n${migrated.stderr}`);
        await restore({ ...database, folder });
        if (dataDir) fs.writeFileSync(path.join(dataDir, "demo-loaded"), "");
        console.log(`Restored ${what}. Now run: npm run verify${dataDir ? ` -- --data ${dataDir}` : ""}`);
      } finally {
        await database.close();
      }
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
