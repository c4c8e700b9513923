// npm run backup -- DIR [--data DIR]: the whole shop into a new folder, from one snapshot, while it goes on selling.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { columnsOf, FORMAT, sequencesOf, tablesInOrder } from "./infra/backup-format.mjs";
import { openDatabase } from "./infra/open-database.mjs";

const PAGE = 2000;

/** Writes the backup and answers its manifest. */
export async function backup({ ownerUrl, mediaDir, folder }) {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: ownerUrl, options: "-c TimeZone=UTC" });
  await client.connect();
  const rows = {};
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables = await tablesInOrder(client);
    const file = path.join(folder, "database.jsonl.gz");
    await pipeline(lines(client, tables, rows), createGzip({ level: 6 }), fs.createWriteStream(file, { mode: 0o600 }));
    const { rows: migrations } = await client.query(
      "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name",
    );
    await client.query("COMMIT");
    // After the snapshot, as counters do not stand still in it: too high skips a number, too low gives one twice.
    const sequences = await sequencesOf(client);
    // Pictures are written once and never changed, so copying them after the snapshot can only bring a few too many.
    const media = copyMedia(mediaDir, path.join(folder, "media"));
    const manifest = {
      format: FORMAT,
      takenAt: new Date().toISOString(),
      migrations: migrations.map((migration) => migration.name),
      rows,
      sequences,
      media,
      sha256: digestOf(file),
    };
    fs.writeFileSync(path.join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    return manifest;
  } finally {
    await client.end();
  }
}

/** `["table", {row}]` a line. PostgreSQL writes the JSON, so that no number loses a digit on its way through JavaScript. */
async function* lines(client, tables, rows) {
  for (const table of tables) {
    const name = client.escapeIdentifier(table);
    const columns = (await columnsOf(client, table)).map((column) => client.escapeIdentifier(column)).join(", ");
    rows[table] = 0;
    await client.query(
      `DECLARE page NO SCROLL CURSOR FOR SELECT to_jsonb(line)::text AS line FROM (SELECT ${columns} FROM ${name}) line`,
    );
    for (;;) {
      const { rows: page } = await client.query(`FETCH ${PAGE} FROM page`);
      if (page.length === 0) break;
      rows[table] += page.length;
      yield page.map(({ line }) => `[${JSON.stringify(table)},${line}]\n`).join("");
    }
    await client.query("CLOSE page");
  }
}

/** Files that somebody may fetch for a few days: they can be made again, and what they name should not multiply. */
const EXPORTS = "exports";

function copyMedia(from, to) {
  fs.mkdirSync(to, { recursive: true });
  if (!fs.existsSync(from)) return { files: 0, bytes: 0 };
  fs.cpSync(from, to, {
    recursive: true,
    filter: (file) => !file.endsWith(".part") && path.relative(from, file) !== EXPORTS,
  });
  const files = fs
    .readdirSync(to, { recursive: true, encoding: "utf8" })
    .map((name) => fs.statSync(path.join(to, name)));
  const plain = files.filter((stat) => stat.isFile());
  return { files: plain.length, bytes: plain.reduce((sum, stat) => sum + stat.size, 0) };
}

export function digestOf(file) {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  const at = args.indexOf("--data");
  const dataDir = at >= 0 ? path.resolve(args.splice(at, 2)[1] ?? ".data") : undefined;
  const [target] = args;
  if (!target) {
    console.error(
      "npm run backup -- FOLDER [--data DIR]   (keep secrets.json or your environment apart from it: the backup needs its keys)",
    );
    process.exit(1);
  }
  try {
    const database = await openDatabase(dataDir ? { dataDir } : {});
    try {
      if (!database.ownerUrl) throw new Error("A backup reads every table: set DATABASE_OWNER_URL.");
      const manifest = await backup({ ...database, folder: path.resolve(target) });
      const count = Object.values(manifest.rows).reduce((sum, n) => sum + n, 0);
      console.log(
        `${count} rows of ${Object.keys(manifest.rows).length} tables, ${manifest.media.files} files: ${target}`,
      );
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
