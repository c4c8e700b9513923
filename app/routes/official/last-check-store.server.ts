import { minuteOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

/** When every household and month was last compared with the ledger, and how many differed; null before the first time. */
export async function lastCheck(
  db: Db,
): Promise<{ readonly at: string; readonly ok: boolean; readonly differences: number } | null> {
  const [setting] = await db.$queryRaw<{ ok: boolean; differences: number; updatedAt: Date }[]>`
    SELECT coalesce((value->>'ok')::boolean, false) AS ok, coalesce((value->'result'->>'differences')::int, 0) AS differences,
      updated_at AS "updatedAt"
    FROM setting WHERE key = 'job.check-household-months'`;
  if (setting?.ok !== true) return null;
  const { differences, updatedAt } = setting;
  return { at: minuteOf(updatedAt), ok: differences === 0, differences };
}
