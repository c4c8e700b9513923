// npm start: from a bare clone to a running shop. Only Node's built-ins until the dependencies are there.
import { existsSync } from "node:fs";
import { argumentsOf, USAGE } from "./infra/arguments.mjs";
import { nodeProblem, prepare } from "./infra/prepare.mjs";
import { portIsFree, runningInstance } from "./infra/run-file.mjs";
import { ROOT } from "./infra/root.mjs";

process.chdir(ROOT);

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

const tooOld = nodeProblem();
if (tooOld) refuse(tooOld);
if (existsSync(".env")) process.loadEnvFile(".env");

const options = argumentsOf(process.argv.slice(2), process.env);
if (options.problem) refuse(`${options.problem}\n${USAGE}`);
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const running = runningInstance(options.dataDir);
if (running) refuse(`Huhui is already running on these data: ${running.url} (pid ${running.pid}).`);
if (!(await portIsFree(options.port, options.host))) {
  refuse(
    `Port ${options.port} is in use by another program; choose another one with: npm start -- --port ${options.port + 1}`,
  );
}

const began = performance.now();
const say = (message) => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${message}`);
};

try {
  prepare({ say });
} catch (error) {
  refuse(error.message);
}
const { run } = await import("./infra/installation.mjs");
await run(options, say);
