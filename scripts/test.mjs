// npm test: every check there is, from a bare clone. Ends with the plain line "N passed, N failed".
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { BUILD, nodeProblem, prepare } from "./infra/prepare.mjs";
import { ROOT } from "./infra/root.mjs";

const CACHE = path.join(ROOT, ".cache/test");
const DEMONSTRATION = path.join(ROOT, ".cache/e2e");
process.chdir(ROOT);

const began = performance.now();
const clock = () => `${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s`;
const total = { passed: 0, failed: 0, skipped: 0 };
const running = new Set();
const stops = [];

const tooOld = nodeProblem();
if (tooOld) end(tooOld);

fs.rmSync(CACHE, { recursive: true, force: true });
fs.mkdirSync(CACHE, { recursive: true });
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => breakOff(name));

try {
  const say = (message) => console.log(`${clock()}  ${message}`);
  prepare({ say });
} catch (error) {
  end(error.message);
}

const bin = (name) => path.join("node_modules/.bin", name);
const vitest = (projects, name) => () =>
  runner(
    name,
    bin("vitest"),
    [
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${path.join(CACHE, `${name}.json`)}`,
    ],
    countVitest,
  );

// Two lanes for two cores: one loads the demonstration, looks at it with browsers and plants faults, the other tests below the
// pages. A browser that waits for an answer leaves its core to the other lane.
const building = check("build", process.execPath, BUILD); // whatever starts a server waits for it
const pages = lane(
  () => building,
  async () => ((await building) ? testPages() : undefined),
  async () => ((await building) ? vitest(["faults"], "faults")() : undefined),
);
const rules = lane(
  vitest(["unit"], "unit"),
  // It ends before its memory is worth collecting: a fifth of its processor time, for a sixth more memory.
  () => check("types", process.execPath, ["node_modules/typescript-native/bin/tsc", "--noEmit"], { GOGC: "400" }),
  () => check("lint", bin("oxlint"), ["--deny-warnings"]),
  () => check("format", bin("oxfmt"), ["--check"]),
  () =>
    check("dependency rule", bin("depcruise"), [
      ...["app", "scripts", "prisma", "tests", "--config", ".dependency-cruiser.cjs", "--output-type", "err-long"],
    ]),
  () => building,
  vitest(["integration"], "integration"),
);
await Promise.all([pages, rules]);
finish();

async function testPages() {
  const demo = await loadDemonstration();
  if (!demo) return;
  await runner(
    "browser",
    bin("playwright"),
    ["test"],
    countPlaywright,
    {
      HUHUI_RUN_FILE: demo,
      PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(CACHE, "browser.json"),
    },
    ["--reporter=list,json"],
  );
  await check("invariants after the browser tests", process.execPath, [
    ...["--import", "tsx", "scripts/verify.ts", "--data", DEMONSTRATION],
  ]);
  await Promise.all(stops.splice(0).map((stop) => stop()));
}

/** Steps one after the other; the answers of all. */
async function lane(...steps) {
  const answers = [];
  for (const step of steps) answers.push(await step());
  return answers;
}

/** A program that only says yes or no counts as one test; the answer is its answer. */
async function check(name, program, args, env = {}) {
  const start = performance.now();
  const { code, output } = await launch(program, args, env);
  report(name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, start, code === 0 ? "" : output);
  return code === 0;
}

/** A test runner: its own tests are counted. One that broke before it could count has failed once. */
async function runner(name, program, args, count, env = {}, more = []) {
  const start = performance.now();
  const { code, output } = await launch(program, [...args, ...more], env);
  const file = path.join(CACHE, `${name}.json`);
  const counted = fs.existsSync(file) ? count(JSON.parse(fs.readFileSync(file, "utf8"))) : undefined;
  const counts = counted ?? { passed: 0, failed: 1, skipped: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  report(name, counts, start, code === 0 ? "" : output);
}

function countVitest(result) {
  const broken = result.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function countPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
}

async function loadDemonstration() {
  const start = performance.now();
  const [{ freePort }, { startDemonstration }] = await Promise.all([
    import("./infra/postgres.mjs"),
    import("./infra/demonstration.mjs"),
  ]);
  const { ready, stop } = startDemonstration({ dataDir: DEMONSTRATION, port: await freePort() });
  stops.push(stop);
  try {
    const runFile = await ready;
    report("demonstration loads and starts", { passed: 1, failed: 0, skipped: 0 }, start);
    return runFile;
  } catch (error) {
    report("demonstration loads and starts", { passed: 0, failed: 1, skipped: 0 }, start, error.message);
    return undefined;
  }
}

function launch(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1", ...env },
      shell: process.platform === "win32",
    });
    running.add(child);
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

function report(name, { passed, failed, skipped }, start, output = "") {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
  const counts = passed + failed + skipped > 1 ? `  ${passed} passed, ${failed} failed` : "";
  console.log(`${clock()}  ${failed ? "✗" : "✓"} ${name.padEnd(34)} ${seconds} s${counts}`);
  if (!failed || !output) return;
  fs.writeFileSync(path.join(CACHE, `${name.replaceAll(" ", "-")}.log`), output);
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(-250);
  console.log([`──── ${name}`, ...(lines.length > shown.length ? ["…"] : []), ...shown, "────"].join("\n"));
}

async function breakOff(name) {
  for (const child of running) child.kill(name);
  await Promise.all(stops.splice(0).map((stop) => stop()));
  process.exit(130);
}

function end(sentence) {
  console.error(sentence);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

function finish() {
  console.log(`\n${clock()}  everything is done`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed > 0 ? 1 : 0);
}
