// bench lighthouse [address]: Lighthouse's mobile profile on home, category and product of a running shop, with the Chromium of
// the browser tests. Prints the four scores of each page, what keeps one below 100, and how fast the machine was. Without an address it starts the
// demonstration of the browser tests (`.cache/e2e`) and stops it again.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium } from "../infra/chromium.mjs";
import { startDemonstration } from "../infra/demonstration.mjs";
import { freePort } from "../infra/postgres.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const START_MS = 20_000;

/** What we read of a result. */
type Report = {
  readonly environment: { readonly benchmarkIndex: number };
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<string, { readonly score: number | null; readonly numericValue?: number; readonly displayValue?: string }>
  >;
};
type Lighthouse = (
  url: string,
  flags: { readonly port: number; readonly onlyCategories: string[]; readonly logLevel: "error" },
) => Promise<{ readonly lhr: Report } | undefined>;

const lighthouse = await installed();
const shop = await aShop(process.argv[2]);
const browser = await aBrowser();
try {
  const pages: Record<string, unknown> = {};
  const looked = await addresses(shop.url);
  // A browser that has never drawn a Chinese letter loads its fonts first, a tenth of a second of the first page's own time.
  await lookAt(looked.home);
  for (const [name, address] of Object.entries(looked)) pages[name] = await scoresOf(address);
  console.log(JSON.stringify({ bench: "lighthouse", rounds: ROUNDS, ...pages }, null, 2));
} finally {
  browser.stop();
  await shop.stop();
}
process.exit(0);

async function lookAt(url: string): Promise<Report> {
  const result = await lighthouse(url, { port: browser.port, onlyCategories: [...CATEGORIES], logLevel: "error" });
  if (!result) throw new Error(`Lighthouse has no result for ${url}`);
  return result.lhr;
}

async function scoresOf(url: string) {
  const rounds: Report[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await lookAt(url));
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const [first] = rounds;
  return {
    page: new URL(url).pathname,
    ...Object.fromEntries(
      CATEGORIES.map((name) => [name, Math.round(median(rounds.map((run) => run.categories[name]?.score ?? 0)) * 100)]),
    ),
    // how fast Lighthouse found this machine: below 1000 others were at work, and times say more of them than of the page
    benchmarkIndex: Math.round(median(rounds.map((run) => run.environment.benchmarkIndex))),
    largestPaintMs: Math.round(median(rounds.map((run) => run.audits["largest-contentful-paint"]?.numericValue ?? 0))),
    bytes: Math.round(median(rounds.map((run) => run.audits["total-byte-weight"]?.numericValue ?? 0))),
    below: CATEGORIES.flatMap((name) =>
      (first?.categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
        const audit = first?.audits[id];
        if (!audit || audit.score === null || weight === 0 || audit.score >= 0.995) return [];
        return [`${id} ${Math.round(audit.score * 100)} ${audit.displayValue ?? ""}`.trim()];
      }),
    ),
  };
}

/** Lighthouse has a lockfile of its own: what it brings would be a third of the files that everybody installs. */
async function installed(): Promise<Lighthouse> {
  const folder = path.join(import.meta.dirname, "lighthouse");
  const program = path.join(folder, "node_modules/lighthouse/core/index.js");
  if (!fs.existsSync(program)) {
    const npm = spawnSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    if (npm.status !== 0) throw new Error("Lighthouse could not be installed");
  }
  const { default: run } = (await import(pathToFileURL(program).href)) as { readonly default: Lighthouse };
  return run;
}

/** Home, the category with most on sale, and the first product of it: read from the pages themselves. */
async function addresses(url: string) {
  const category = await linkOn(`${url}/`, /href="(\/c\/[\w-]+)"/);
  const product = await linkOn(url + category, /href="(\/p\/[\w-]+)"/);
  return { home: `${url}/`, category: url + category, product: url + product };
}

async function linkOn(url: string, pattern: RegExp): Promise<string> {
  const html = await (await fetch(url, { signal: AbortSignal.timeout(20_000) })).text();
  const found = pattern.exec(html)?.[1];
  if (!found) throw new Error(`${url} has no link like ${pattern}`);
  return found;
}

async function aShop(given: string | undefined): Promise<{ url: string; stop: () => Promise<void> }> {
  if (given) return { url: given.replace(/\/$/, ""), stop: async () => {} };
  const dataDir = path.resolve(import.meta.dirname, "../../.cache/e2e");
  const { ready, stop } = startDemonstration({ dataDir, port: (await freePort()) as number });
  const { url } = JSON.parse(fs.readFileSync((await ready) as string, "utf8")) as { url: string };
  return { url, stop: async () => void (await stop()) };
}

async function aBrowser(): Promise<{ port: number; stop: () => void }> {
  const { executablePath, env } = await findChromium();
  const port = (await freePort()) as number;
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-lighthouse-"));
  const child = spawn(
    executablePath,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--no-first-run",
      `--remote-debugging-port=${port}`,
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { env: { ...process.env, ...env }, stdio: "ignore" },
  );
  const deadline = Date.now() + START_MS;
  while (!(await listens(port))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error("Chromium did not start");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    port,
    stop: () => {
      child.once("exit", () => fs.rmSync(profile, { recursive: true, force: true }));
      child.kill();
    },
  };
}

async function listens(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/json/version`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
