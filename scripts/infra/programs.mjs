// The programs that a start needs at once. Built, each is a file of its own: Node loads it in a third of the time that a
// thousand sources take, each to be translated first.
import path from "node:path";
import { ROOT } from "./root.mjs";

export const PROGRAMS = {
  serve: "scripts/serve.ts",
  worker: "scripts/worker.ts",
  sandbox: "scripts/stripe-sandbox/server.ts",
  seed: "prisma/seed/load.ts",
};
export const BUILT = "build/programs";

/** How Node is asked to run a program as built. */
export function builtProgram(name) {
  return ["--enable-source-maps", path.join(ROOT, BUILT, `${name}.js`)];
}

/** How Node is asked to run a program as written: slower to start, and every change counts. */
export function writtenProgram(name) {
  return ["--import", "tsx", "--enable-source-maps", PROGRAMS[name]];
}
