import { spawn, type ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { db } from "~/platform/db.server";
import { readiness } from "~/platform/health.server";
import { sendMessage } from "~/platform/message.server";
import { isBuilt } from "../../../scripts/infra/prepare.mjs";
import { builtProgram, writtenProgram } from "../../../scripts/infra/programs.mjs";

const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
});

/** A worker process of production on this file's database, as the server's role. */
async function aWorker(): Promise<ChildProcess> {
  const program = isBuilt() ? builtProgram("worker") : writtenProgram("worker");
  const worker = spawn(process.execPath, program, {
    env: { ...process.env, NODE_ENV: "production", DEMO: "1", LOG_LEVEL: "error" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  workers.push(worker);
  await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return worker;
}

const exitCode = (worker: ChildProcess) => new Promise((resolve) => worker.once("exit", (code) => resolve(code)));
const TEXT = { channel: "SMS", recipient: "13800000000", subject: "" } as const;
const sentCount = () => db().message.count({ where: { sentAt: { not: null } } });

test("a worker lives, sends what waits, runs its jobs as the server's role, and ends in order", async () => {
  expect((await readiness({ migrations: [], now: new Date() })).checks.worker).toBe("no heartbeat");
  const worker = await aWorker();
  expect(await readiness({ migrations: [], now: new Date() })).toMatchObject({ ready: true, checks: { worker: "ok" } });

  await sendMessage(db(), { ...TEXT, body: "到货" });
  await expect.poll(sentCount, { timeout: 10_000 }).toBe(1);
  const sealing = () => db().setting.findUnique({ where: { key: "job.seal-journals" } });
  await expect.poll(async () => (await sealing())?.value, { timeout: 15_000 }).toMatchObject({ ok: true });

  const ended = exitCode(worker);
  worker.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("two workers share the work; when one is killed the other goes on", async () => {
  const [one] = await Promise.all([aWorker(), aWorker()]);
  for (let i = 0; i < 40; i++) await sendMessage(db(), { ...TEXT, body: `第 ${i} 条` });
  const killed = exitCode(one);
  one.kill("SIGKILL");
  await killed;
  await sendMessage(db(), { ...TEXT, body: "最后一条" });
  const last = () => db().message.findFirstOrThrow({ where: { body: "最后一条" } });
  await expect.poll(async () => (await last()).sentAt, { timeout: 15_000 }).not.toBeNull();
  // What the killed one held stays claimed, not lost: it is due again when the claim lapses.
  const held = await db().outbox.findMany({ where: { processedAt: null } });
  const inTwoMinutes = new Date(Date.now() + 121_000);
  expect(held.filter((message) => message.availableAt > inTwoMinutes)).toEqual([]);
});

test("a database that lacks a migration is not ready, and says how many", async () => {
  const state = await readiness({ migrations: ["20990101000000_of_tomorrow"], now: new Date() });
  expect(state).toMatchObject({ ready: false, checks: { database: "ok", migrations: "1 not applied" } });
});
