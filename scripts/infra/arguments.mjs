import path from "node:path";
import { ROOT } from "./root.mjs";

export const USAGE = `npm start -- [--port N] [--data DIR] [--reset] [--no-demo]
  --port N     the web server's port (default: PORT, else 3000)
  --data DIR   where this installation keeps its data (default: .data)
  --reset      begin anew: deletes those data first
  --no-demo    do not load the demonstration's year of sales`;

/**
 * What the command line asks for, or `problem`: one sentence.
 * @returns {{ port: number, host: string, dataDir: string, reset: boolean, demo: boolean, development: boolean, help: boolean, problem?: string }}
 */
export function argumentsOf(args, environment = {}) {
  const options = {
    port: Number(environment.PORT || 3000),
    host: environment.HOST || "127.0.0.1",
    dataDir: path.resolve(ROOT, environment.DATA_DIR || ".data"),
    reset: false,
    demo: true,
    development: false,
    help: false,
  };
  const rest = args.flatMap((arg) =>
    /^--\w+=/.test(arg) ? [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)] : [arg],
  );
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--port") options.port = Number(rest.shift());
    else if (arg === "--data") options.dataDir = path.resolve(ROOT, rest.shift() ?? "");
    else if (arg === "--reset") options.reset = true;
    else if (arg === "--no-demo") options.demo = false;
    else if (arg === "--development") options.development = true;
    else if (arg === "--help" || arg === "-h") options.help = true;
    else return { ...options, problem: `Unknown option: ${arg}` };
  }
  if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65_535) {
    return { ...options, problem: "The port must be a number from 1 to 65535." };
  }
  if ([ROOT, path.parse(ROOT).root].includes(options.dataDir) || ROOT.startsWith(options.dataDir + path.sep)) {
    return { ...options, problem: "The data directory must be a folder of its own." };
  }
  return options;
}
