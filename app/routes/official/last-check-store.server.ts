import { minuteOf } from "~/kernel/period";
import type { Db } from "~/platform/db.server";

/** When every household and month was last compared with the ledger, and how many differed; null before the first time. */
export async function lastCheck(
  db: Db,
): Promise<{ readonly at: string; readonly ok: boolean; readonly differences: number } | null> {
  const setting = await db.setting.findUnique({
    where: { key: "job.check-household-months" },
    select: { value: true, updatedAt: true },
  });
  const value = setting?.value as { ok?: boolean; result?: { differences?: number } } | null | undefined;
  if (!setting || value?.ok !== true) return null;
  const differences = value.result?.differences ?? 0;
  return { at: minuteOf(setting.updatedAt), ok: differences === 0, differences };
}
