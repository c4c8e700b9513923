import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../infra/root.mjs";

/** What runs here: the package's version, and the commit it was built from where that is known. */
export function version(): { version: string; commit: string } {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
  return { version, commit: process.env["COMMIT"] ?? commitOfCheckout() };
}

function commitOfCheckout(): string {
  const git = spawnSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: ROOT, encoding: "utf8" });
  return git.status === 0 ? git.stdout.trim() : "unknown";
}

export function migrationNames(): string[] {
  return fs
    .readdirSync(path.join(ROOT, "prisma/migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
