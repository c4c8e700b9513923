// npm run bench -- NAME: runs scripts/bench/NAME.ts, which prints one JSON object. Numbers are for reading, never a test.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const FOLDER = path.join(import.meta.dirname, "bench");
const names = fs.existsSync(FOLDER)
  ? fs.readdirSync(FOLDER).flatMap((file) => (/^[\w-]+\.ts$/.test(file) ? [file.replace(/\.ts$/, "")] : []))
  : [];
const [name, ...args] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  console.error(`npm run bench -- ${names.join(" | ") || "(there is none yet)"}`);
  process.exit(1);
}
const child = spawn(process.execPath, ["--import", "tsx", path.join(FOLDER, `${name}.ts`), ...args], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
