import { Logger, parseCronItems, run, type Runner, type Task, type TaskList } from "graphile-worker";
import pg from "pg";
import { env } from "~/platform/env.server";
import { log } from "~/platform/log.server";
import { keepSetting } from "~/platform/setting.server";

/** Something that runs by the clock. It may run late, and twice; it is tried again when it throws. */
export type Job = {
  readonly name: string;
  readonly every: Interval;
  /** also once when a worker starts */
  readonly atStart?: boolean;
  /** takes minutes where a county sells: one of these runs at a time, so that what has to be quick finds a place */
  readonly long?: boolean;
  /** one use case; what it answers is kept as the job's last result */
  readonly run: (now: Date) => Promise<unknown>;
};

/** Graphile's clock ticks each minute; "15 s" is a job that asks for its own next run. */
export type Interval = "15 s" | "1 minute" | "5 minutes" | "1 hour" | "1 day";

const CRON: Record<Interval, string> = {
  "15 s": "* * * * *",
  "1 minute": "* * * * *",
  "5 minutes": "*/5 * * * *",
  "1 hour": "7 * * * *",
  "1 day": "30 19 * * *", // 03:30 in Asia/Shanghai
};
const ATTEMPTS = 3;

/** Starts the clock. With two workers, each tick runs once: Graphile Worker's tables decide which of them has it. */
export async function startSchedule(jobs: readonly Job[]): Promise<{ stop: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 6, options: "-c TimeZone=UTC" });
  // Graphile Worker wants to see both: a lost connection is its own business, it takes a new one.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  // Two runners and not a queue for the long ones: a queue stays locked for hours when a worker is killed.
  const long = jobs.filter((job) => job.long);
  const quick = jobs.filter((job) => !job.long);
  const runners = [await runnerOf(pool, quick, 2), await runnerOf(pool, long, 1)];
  return {
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
      await pool.end();
    },
  };
}

async function runnerOf(pool: pg.Pool, jobs: readonly Job[], concurrency: number): Promise<Runner> {
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    taskList: Object.fromEntries(jobs.map((job) => [job.name, task(job)])) satisfies TaskList,
    parsedCronItems: parseCronItems(
      jobs.map((job) => ({
        task: job.name,
        match: CRON[job.every],
        identifier: job.name,
        // No runs are made up for: every job looks at the present state.
        options: { backfillPeriod: 0, maxAttempts: ATTEMPTS, jobKey: job.name, jobKeyMode: "replace" as const },
      })),
    ),
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log.warn({ graphile: message }, "scheduled jobs");
    }),
  });
  const soon = (job: Job) => runner.addJob(job.name, {}, { jobKey: job.name, maxAttempts: ATTEMPTS });
  await Promise.all(jobs.filter((job) => job.atStart || job.every === "15 s").map(soon));
  return runner;
}

function task(job: Job): Task {
  return async (_payload, helpers) => {
    const began = performance.now();
    const note = (outcome: object) =>
      keepSetting({
        key: `job.${job.name}`,
        value: { ...outcome, ms: Math.round(performance.now() - began) },
        now: new Date(),
      });
    try {
      const result = await job.run(new Date());
      await note({ ok: true, result: plain(result) });
    } catch (error) {
      log.error({ err: error, job: job.name }, "scheduled job failed");
      await note({ ok: false, error: error instanceof Error ? error.message.slice(0, 300) : String(error) }).catch(
        () => {},
      );
      throw error;
    }
    if (job.every === "15 s") {
      await helpers.addJob(
        job.name,
        {},
        { jobKey: job.name, jobKeyMode: "replace", runAt: new Date(Date.now() + 15_000) },
      );
    }
  };
}

function plain(result: unknown): unknown {
  return JSON.parse(
    JSON.stringify(result ?? null, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  );
}
