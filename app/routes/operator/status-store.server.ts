import type { Db } from "~/platform/db.server";

export type DeskCounts = {
  readonly cooperativesWaiting: number;
  readonly rulesWaiting: number;
  readonly stuckOrders: number;
  readonly refundsOpen: number;
  readonly refundsFailed: number;
  readonly disputesOpen: number;
  readonly alarms: number;
  readonly events: number;
};

/** Paying usually takes minutes: an order placed longer ago than its hold lasts, and still not decided, is stuck. */
export async function deskCounts(db: Db, now: Date): Promise<DeskCounts> {
  const [row] = await db.$queryRaw<DeskCounts[]>`
    SELECT
      (SELECT count(*)::int FROM cooperative WHERE status IN ('APPLIED', 'RECOMMENDED')) AS "cooperativesWaiting",
      (SELECT count(*)::int FROM split_rule WHERE approved_at IS NULL AND rejected_at IS NULL)
        + (SELECT count(*)::int FROM fee_schedule WHERE approved_at IS NULL AND rejected_at IS NULL) AS "rulesWaiting",
      (SELECT count(*)::int FROM customer_order WHERE state = 'PLACED' AND hold_expires_at < ${now}) AS "stuckOrders",
      (SELECT count(*)::int FROM refund WHERE state IN ('REQUESTED', 'PENDING')) AS "refundsOpen",
      (SELECT count(*)::int FROM refund WHERE state = 'FAILED') AS "refundsFailed",
      (SELECT count(*)::int FROM dispute WHERE state = 'OPEN') AS "disputesOpen",
      (SELECT count(*)::int FROM payment_alarm WHERE resolved_at IS NULL) AS alarms,
      (SELECT count(*)::int FROM stripe_event WHERE outcome IN ('PARKED', 'ALARM')) AS events`;
  if (!row) throw new Error("counting answered nothing");
  return row;
}

export type JobRun = {
  readonly name: string;
  readonly at: Date;
  readonly ms: number;
  /** what it answered, "sent 0, failed 0"; or why it failed */
  readonly text: string;
  readonly ok: boolean;
};

/** When the worker last lived, and what its jobs last answered. */
export async function workerRuns(db: Db): Promise<{ readonly heartbeat: Date | undefined; readonly jobs: JobRun[] }> {
  const settings = await db.setting.findMany({
    where: { OR: [{ key: "worker.heartbeat" }, { key: { startsWith: "job." } }] },
    select: { key: true, value: true, updatedAt: true },
    orderBy: { key: "asc" },
  });
  return {
    heartbeat: settings.find(({ key }) => key === "worker.heartbeat")?.updatedAt,
    jobs: settings
      .filter(({ key }) => key.startsWith("job."))
      .map(({ key, value, updatedAt }) => ({ name: key.slice(4), at: updatedAt, ...told(value as Outcome) })),
  };
}

/** As the worker keeps it (scripts/worker/schedule.ts). */
type Outcome = { readonly ok: boolean; readonly ms: number; readonly result?: unknown; readonly error?: string };

function told({ ok, ms, result, error = "" }: Outcome): Pick<JobRun, "ok" | "ms" | "text"> {
  const facts = typeof result === "object" && result !== null ? Object.entries(result) : [];
  const counted = facts.filter(([, value]) => typeof value === "number").map((fact) => fact.join(" "));
  return { ok, ms, text: ok ? (typeof result === "number" ? String(result) : counted.join(", ")) : error };
}
