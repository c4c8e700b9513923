// A real Chromium: the machine's, else the one from npm, unpacked into the project's own cache.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { ROOT } from "./root.mjs";

// The shell is Chromium without the windows of a browser: tests that nobody looks at need a third less of the processor.
const ON_THE_MACHINE = [
  ...["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].map(
    (name) => `/usr/bin/${name}`,
  ),
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Where the browser is and what its environment needs. CHROMIUM_PATH chooses one; "npm" means the one from npm. */
export async function findChromium(wish = process.env.CHROMIUM_PATH) {
  if (wish && wish !== "npm") return { executablePath: wish, env: {} };
  const found = wish === "npm" ? undefined : ON_THE_MACHINE.find((file) => fs.existsSync(file) && runs(file));
  return found ? { executablePath: found, env: {} } : unpacked();
}

/** A file of that name may be a stub that asks to install a package. */
function runs(file) {
  return spawnSync(file, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}

async function unpacked() {
  let source;
  try {
    const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    source = path.join(main.slice(0, main.lastIndexOf(`${path.sep}build${path.sep}`)), "bin");
  } catch {
    throw new Error("No Chromium on this machine and none from npm: install one, or set CHROMIUM_PATH.");
  }
  const folder = path.join(ROOT, ".cache/chromium");
  const executablePath = path.join(folder, "chromium");
  if (!fs.existsSync(path.join(folder, ".complete"))) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    await unbrotli(path.join(source, "chromium.br"), executablePath);
    fs.chmodSync(executablePath, 0o755);
    for (const name of ["al2023.tar.br", "swiftshader.tar.br", "fonts.tar.br"]) {
      const tar = path.join(folder, name.replace(/\.br$/, ""));
      await unbrotli(path.join(source, name), tar);
      const into = name.startsWith("swiftshader") ? folder : path.join(folder, name.split(".")[0]);
      fs.mkdirSync(into, { recursive: true });
      if (spawnSync("tar", ["--no-same-owner", "-xf", tar, "-C", into]).status !== 0)
        throw new Error(`could not unpack ${name}`);
      fs.rmSync(tar);
    }
    fs.writeFileSync(path.join(folder, ".complete"), "");
  }
  // The libraries that a machine without a browser lacks come with it.
  const libraries = path.join(folder, "al2023/lib");
  const rest = process.env.LD_LIBRARY_PATH;
  return { executablePath, env: { LD_LIBRARY_PATH: rest ? `${libraries}:${rest}` : libraries } };
}

async function unbrotli(from, to) {
  await pipeline(fs.createReadStream(from), createBrotliDecompress(), fs.createWriteStream(to));
}
