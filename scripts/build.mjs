// Production build into build/: the app by Remix, then the programs around it. Run by `npm start` and `npm test` when what
// it is made of has changed.
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { beginBuild } from "./infra/prepare.mjs";
import { BUILT, PROGRAMS } from "./infra/programs.mjs";
import { ROOT } from "./infra/root.mjs";

const noteBuilt = beginBuild();
const app = spawnSync(
  process.execPath,
  ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "warn"],
  { cwd: ROOT, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
);
if (app.status !== 0) process.exit(app.status ?? 1);

await build({
  absWorkingDir: ROOT,
  entryPoints: PROGRAMS,
  outdir: BUILT,
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
});
noteBuilt();
