import { withTransaction } from "~/platform/db.server";

const BATCH = 2_000;
const LOCK = 7_041;

/**
 * Brings the kept record up to the ledger for the months that fell due. One at a time, or an older sum could overwrite a
 * newer one; whoever comes second leaves it to the first. A posting that is committed meanwhile has a row of its own, and
 * is taken by the next run.
 */
export async function refreshHouseholdMonths(): Promise<{ readonly refreshed: number }> {
  let refreshed = 0;
  for (;;) {
    const batch = await refreshBatch();
    refreshed += batch;
    if (batch < BATCH) return { refreshed };
  }
}

async function refreshBatch(): Promise<number> {
  return withTransaction("refresh household months", async (tx) => {
    const [mine] = await tx.$queryRaw<
      [{ locked: boolean }]
    >`SELECT pg_try_advisory_xact_lock(${LOCK}::int, 0) AS locked`;
    if (!mine.locked) return 0;
    const due = await tx.$queryRaw<{ householdId: string; period: string }[]>`
      DELETE FROM household_month_due WHERE id IN (SELECT id FROM household_month_due ORDER BY id LIMIT ${BATCH})
      RETURNING household_id AS "householdId", period`;
    if (due.length === 0) return 0;
    const households = due.map((row) => row.householdId);
    const periods = due.map((row) => row.period);
    await tx.$executeRaw`
      DELETE FROM household_month r USING unnest(${households}::uuid[], ${periods}::text[]) AS d(household_id, period)
      WHERE r.household_id = d.household_id AND r.period = d.period`;
    await tx.$executeRaw`
      INSERT INTO household_month (household_id, period, income_class, accrued_fen, paid_fen, pending_fen, stable_fen, attributed_fen)
      SELECT f.* FROM (SELECT DISTINCT * FROM unnest(${households}::uuid[], ${periods}::text[]) AS u(household_id, period)) d
      CROSS JOIN LATERAL household_month_of(d.household_id, d.period) f`;
    return due.length;
  });
}
