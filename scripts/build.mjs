// Production build into build/: the programs around the app, then the app by Remix. Run by `npm start` and `npm test` when what
// it is made of has changed (--if-stale). Who started us is told when the programs are there, which takes a tenth of the time.
import { cli } from "@remix-run/dev";
import { build } from "esbuild";
import { beginBuild, isBuilt, takeTurn } from "./infra/prepare.mjs";
import { BUILT, PROGRAMS } from "./infra/programs.mjs";
import { ROOT } from "./infra/root.mjs";

process.chdir(ROOT);
process.env.NODE_ENV = "production";
const release = takeTurn(console.log);
process.once("exit", release);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

if (!(process.argv.includes("--if-stale") && isBuilt())) {
  const noteBuilt = beginBuild();
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
  process.send?.("programs");
  await cli.run(["vite:build", "--logLevel", "warn"]);
  noteBuilt();
}
process.exit(0);
