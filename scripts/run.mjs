// npm run serve, npm run worker: a program of production as `npm run build` made it.
import { builtProgram } from "./infra/programs.mjs";

const program = builtProgram(process.argv[2]);
if (!program) {
  console.error("There is no build yet: npm run build makes it (npm start does so by itself).");
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(program.at(-1));
