// Generates Prisma's client offline: any existing executable satisfies the resolver of the schema engine,
// which `generate` does not use.
import { spawnSync } from "node:child_process";

const quiet = process.argv.includes("--quiet");
const generated = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
  stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
if (quiet && generated.status !== 0) console.error(generated.stdout, generated.stderr);
process.exit(generated.status ?? 1);
