import { db, poolState } from "./db.server";
import { searchEngine } from "./search-engine.server";

export type Readiness = {
  readonly ready: boolean;
  readonly checks: Readonly<Record<"database" | "migrations" | "worker" | "search", string>>;
};

/** A worker that has not written its heartbeat for this long is not there. */
const HEARTBEAT_SECONDS = 60;

/** Whether this process can serve: the database answers, is migrated, and a worker lives. Search may be away: it degrades. */
export async function readiness({ migrations, now }: { migrations: readonly string[]; now: Date }): Promise<Readiness> {
  const [database, search] = await Promise.all([databaseChecks(migrations, now), searchCheck()]);
  const checks = { ...database, search };
  const ready = checks.database === "ok" && checks.migrations === "ok" && checks.worker === "ok";
  return { ready, checks };
}

async function databaseChecks(expected: readonly string[], now: Date) {
  try {
    const [row] = await db().$queryRaw<{ applied: string[]; heartbeat: Date | null }[]>`
      SELECT (SELECT coalesce(array_agg(migration_name), '{}') FROM _prisma_migrations
              WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS applied,
             (SELECT updated_at FROM setting WHERE key = 'worker.heartbeat') AS heartbeat`;
    const missing = expected.filter((name) => !row?.applied.includes(name));
    const age = row?.heartbeat ? (now.getTime() - row.heartbeat.getTime()) / 1000 : Infinity;
    return {
      database: "ok",
      migrations: missing.length === 0 ? "ok" : `${missing.length} not applied`,
      worker: age < HEARTBEAT_SECONDS ? "ok" : "no heartbeat",
    };
  } catch {
    const { waiting } = poolState();
    return { database: waiting > 0 ? "no free connection" : "away", migrations: "unknown", worker: "unknown" };
  }
}

async function searchCheck(): Promise<string> {
  const engine = searchEngine();
  if (!engine) return "PostgreSQL";
  return (await engine.isHealthy()) ? "ok" : "degraded: PostgreSQL";
}
