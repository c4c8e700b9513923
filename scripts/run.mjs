// npm run serve, npm run worker: a program of production as `npm run build` made it.
import { existsSync } from "node:fs";
import { builtProgram } from "./infra/programs.mjs";

const file = builtProgram(process.argv[2]).at(-1);
if (!existsSync(file)) {
  console.error("There is no build yet: npm run build makes it (npm start does so by itself).");
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(file);
