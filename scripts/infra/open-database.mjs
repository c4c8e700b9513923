import fs from "node:fs";
import path from "node:path";
import { DATABASE, SERVER, startPostgres } from "./postgres.mjs";
import { keptPort, runningInstance } from "./run-file.mjs";
import { installationSecrets } from "./secrets.mjs";
import { ROOT } from "./root.mjs";

/**
 * The database that a tool works on: DATABASE_URL and DATABASE_OWNER_URL when they are set, else the embedded one of an
 * installation (`dataDir`, by default .data), which is started when it does not run, and stopped again by `close`.
 */
export async function openDatabase({ dataDir = path.join(ROOT, ".data"), create = false } = {}) {
  if (process.env.DATABASE_URL || process.env.DATABASE_OWNER_URL) {
    const url = process.env.DATABASE_URL ?? process.env.DATABASE_OWNER_URL;
    const mediaDir = process.env.MEDIA_DIR ?? path.join(ROOT, ".data/media");
    return { url, ownerUrl: process.env.DATABASE_OWNER_URL, mediaDir, close: async () => {} };
  }
  if (!create && !fs.existsSync(path.join(dataDir, "secrets.json"))) {
    throw new Error(`There is no installation in ${dataDir}: run npm start first, or set DATABASE_URL.`);
  }
  const runs = runningInstance(dataDir) !== undefined;
  const secrets = installationSecrets(dataDir);
  const server = await startPostgres({
    dir: path.join(dataDir, "pg"),
    port: await keptPort(dataDir, "database"),
    password: secrets.ownerPassword,
  });
  return {
    url: server.url(DATABASE, SERVER, secrets.serverPassword),
    ownerUrl: server.url(DATABASE),
    adminUrl: server.url("postgres"),
    serverPassword: secrets.serverPassword,
    mediaDir: process.env.MEDIA_DIR ?? path.join(dataDir, "media"),
    close: () => (runs ? Promise.resolve() : server.stop()),
  };
}
