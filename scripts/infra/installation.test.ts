import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { argumentsOf } from "./arguments.mjs";
import { childFamily } from "./children.mjs";
import { nodeProblem } from "./prepare.mjs";
import { claimData, keptPort, releaseData, runningInstance, writeRunFile } from "./run-file.mjs";
import { installationSecrets } from "./secrets.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huhui-installation-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const own = (name: string) => path.join(folder, name);

test("a machine without a Chinese font is noticed", () => {
  const fonts = own("no-fonts.conf");
  fs.writeFileSync(fonts, "<fontconfig></fontconfig>");
  const ask = `import("./scripts/infra/chinese-font.mjs").then(async ({ drawsChinese }) => console.log(await drawsChinese()))`;
  const asked = spawnSync(process.execPath, ["-e", ask], {
    env: { ...process.env, FONTCONFIG_FILE: fonts },
    encoding: "utf8",
  });
  expect(asked.stdout.trim()).toBe("false");
});

describe("what npm start is asked", () => {
  test.each(["20.19.0", "20.20.2", "22.12.0", "22.22.0", "24.0.0", "25.1.0"])("Node %s will do", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  test.each(["18.20.0", "20.18.3", "21.7.0", "22.11.0", "23.5.0"])("Node %s is told no, with a sentence", (version) => {
    expect(nodeProblem(version)).toMatch(/^Huhui needs Node 20\.19 .* this is /);
  });

  test("options are read, with or without an equals sign", () => {
    expect(argumentsOf(["--port", "4000", `--data=${own("x")}`, "--reset"])).toMatchObject({
      port: 4000,
      dataDir: own("x"),
      reset: true,
      demo: true,
    });
    expect(argumentsOf([], { PORT: "" })).toMatchObject({ port: 3000, reset: false });
  });

  test.each([
    [["--port", "none"], "The port must be a number from 1 to 65535."],
    [["--port", "70000"], "The port must be a number from 1 to 65535."],
    [["--prot", "1"], "Unknown option: --prot"],
    [["--data", "/"], "The data directory must be a folder of its own."],
    [["--data", "."], "The data directory must be a folder of its own."],
    [["--data"], "The data directory must be a folder of its own."],
  ])("%j is answered: %s", (args, problem) => {
    expect(argumentsOf(args).problem).toBe(problem);
  });
});

describe("what an installation keeps", () => {
  test("secrets are random, made once, and readable by their owner alone", () => {
    const first = installationSecrets(own("a"));
    expect(installationSecrets(own("a"))).toEqual(first);
    expect(installationSecrets(own("b")).appSecret).not.toBe(first.appSecret);
    expect(first.appSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(fs.statSync(own("a/secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("a service gets the port it had before, and another one when that is taken", async () => {
    fs.mkdirSync(own("ports"), { recursive: true });
    const port = await keptPort(own("ports"), "sandbox");
    expect(await keptPort(own("ports"), "sandbox")).toBe(port);
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    expect(await keptPort(own("ports"), "sandbox")).not.toBe(port);
    await new Promise((resolve) => other.close(resolve));
  });

  test("a running start is found by the data it holds; a killed one does not count", () => {
    claimData(own("run"));
    fs.writeFileSync(own("run/start.pid"), "999999999");
    expect(runningInstance(own("run"))).toBeUndefined();
    writeRunFile(own("run"), { url: "http://localhost:1" });
    expect(fs.statSync(own("run/run.json")).mode & 0o777).toBe(0o600);
    releaseData(own("run"));
    expect(fs.readdirSync(own("run"))).toEqual([]);
  });
});

describe("npm start, before it does anything", () => {
  const start = (...args: string[]) =>
    spawnSync(process.execPath, ["scripts/start.mjs", ...args], { encoding: "utf8" });

  test("a busy port gives a sentence and no stack", async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    const refused = start("--port", String(port), "--data", own("busy"));
    await new Promise((resolve) => other.close(resolve));
    expect(refused.status).toBe(1);
    expect(refused.stderr.trim()).toBe(
      `Port ${port} is in use by another program; choose another one with: npm start -- --port ${port + 1}`,
    );
    expect(fs.existsSync(own("busy"))).toBe(false);
  });

  test("an unknown option is told with the ones there are", () => {
    const refused = start("--prot", "1");
    expect([refused.status, refused.stderr.split("\n")[0]]).toEqual([1, "Unknown option: --prot"]);
    expect(refused.stderr).toContain("--reset");
  });
});

describe("the programs of one start", () => {
  function family(name: string) {
    const told: string[] = [];
    const members = childFamily({
      cwd: folder,
      logFile: (child: string) => own(`${name}-${child}.log`),
      onRestart: (child: string, how: string) => told.push(`${child} ${how}`),
      onGiveUp: (child: string) => told.push(`${child} given up`),
    });
    return { told, members };
  }
  const program = (name: string, code: string) => {
    fs.writeFileSync(own(name), code);
    return own(name);
  };
  const STEADY =
    'process.send("ready"); process.on("disconnect", () => process.exit(0)); process.on("SIGTERM", () => process.exit(0));';

  test("one that dies is started again, under a new process id", async () => {
    const { told, members } = family("restart");
    await members.start("steady", { args: [program("steady.cjs", STEADY)], env: {} });
    const before = members.pids().steady;
    process.kill(Number(before), "SIGKILL");
    await expect.poll(() => members.pids().steady, { timeout: 5000 }).not.toBe(before);
    expect(told).toEqual(["steady SIGKILL"]);
    await members.stopAll();
    expect(told).toEqual(["steady SIGKILL"]);
  });

  test("one that never becomes ready is refused with its last words", async () => {
    const { members } = family("never");
    const args = [program("never.cjs", 'console.error("APP_URL: missing"); process.exit(1)')];
    await expect(members.start("never", { args, env: {} })).rejects.toThrow(/never did not start:\nAPP_URL: missing/);
  });

  test("one that keeps dying is given up", async () => {
    const { told, members } = family("dying");
    const args = [program("dying.cjs", 'process.send("ready"); setTimeout(() => process.exit(3), 30);')];
    await members.start("dying", { args, env: {} });
    await expect.poll(() => told.at(-1), { timeout: 15_000, interval: 100 }).toBe("dying given up");
    await members.stopAll();
  }, 20_000);

  test("when whoever started them is killed, they end by themselves", async () => {
    program("steady.cjs", STEADY);
    const parent = program(
      "parent.mjs",
      `import { childFamily } from ${JSON.stringify(path.resolve(import.meta.dirname, "children.mjs"))};
       const members = childFamily({ cwd: ${JSON.stringify(folder)}, logFile: (n) => ${JSON.stringify(own("orphan"))} + n });
       await members.start("steady", { args: [${JSON.stringify(own("steady.cjs"))}], env: {} });
       console.log(members.pids().steady);
       setInterval(() => {}, 1000);`,
    );
    const child = spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = await new Promise<number>((resolve) =>
      child.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk))),
    );
    child.kill("SIGKILL");
    await expect.poll(() => isThere(pid), { timeout: 5000 }).toBe(false);
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
