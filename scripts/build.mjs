// Production build into build/. Run by `npm start` and `npm test` when what it is made of has changed.
import { spawnSync } from "node:child_process";

const built = spawnSync(
  process.execPath,
  ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "warn"],
  { stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
);
process.exit(built.status ?? 1);
