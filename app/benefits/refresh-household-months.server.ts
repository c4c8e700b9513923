import { yearAndMonth, type Period } from "~/kernel/period";
import { Prisma, withTransaction, type Transaction } from "~/platform/db.server";

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
    if (batch === 0) return { refreshed };
    refreshed += batch;
  }
}

async function refreshBatch(): Promise<number> {
  return withTransaction("refresh household months", async (tx) => {
    const [mine] = await tx.$queryRaw<
      [{ locked: boolean }]
    >`SELECT pg_try_advisory_xact_lock(${LOCK}::int, 0) AS locked`;
    if (!mine.locked) return 0;
    // All that is due of a household at once: its years are added up once, however many of its postings wait.
    const due = await tx.$queryRaw<{ householdId: string; period: string }[]>`
      WITH gone AS (
        DELETE FROM household_month_due WHERE household_id IN (
          SELECT household_id FROM household_month_due ORDER BY id LIMIT ${BATCH})
        RETURNING household_id, period)
      SELECT DISTINCT household_id AS "householdId", period FROM gone`;
    if (due.length === 0) return 0;
    const households = due.map((row) => row.householdId);
    await refreshMonths(
      tx,
      Prisma.sql`SELECT * FROM unnest(${households}::uuid[], ${due.map((row) => row.period)}::text[]) AS u(household_id, period)`,
    );
    await refreshYears(tx, [...new Set(households)], [...new Set(due.map((row) => yearAndMonth(row.period).year))]);
    return due.length;
  });
}

type Place = { readonly areaCode: string; readonly period: Period };

/** Each month anew, and after it the sums of the villages where it was counted or is now. */
async function refreshMonths(tx: Transaction, asked: Prisma.Sql): Promise<void> {
  const before = await tx.$queryRaw<Place[]>`
    WITH gone AS (
      DELETE FROM household_month r USING (${asked}) d WHERE r.household_id = d.household_id AND r.period = d.period
      RETURNING r.area_code, r.period)
    SELECT DISTINCT area_code AS "areaCode", period FROM gone`;
  const after = await tx.$queryRaw<Place[]>`
    WITH written AS (
      INSERT INTO household_month (household_id, period, income_class, accrued_fen, paid_fen, pending_fen, stable_fen, attributed_fen, area_code)
      SELECT f.*, h.area_code FROM (${asked}) d JOIN household h ON h.id = d.household_id
      CROSS JOIN LATERAL household_month_of(d.household_id, d.period) f RETURNING area_code, period)
    SELECT DISTINCT area_code AS "areaCode", period FROM written`;
  const places = [...before, ...after];
  const counted = Prisma.sql`(SELECT DISTINCT * FROM unnest(${places.map(({ areaCode }) => areaCode)}::text[], ${places.map(({ period }) => period)}::text[]) AS u(area_code, period)) k`;
  await tx.$executeRaw`DELETE FROM area_month a USING ${counted} WHERE a.area_code = k.area_code AND a.period = k.period`;
  await tx.$executeRaw`
    INSERT INTO area_month (area_code, period, income_class, accrued_fen, paid_fen, pending_fen, stable_fen, attributed_fen)
    SELECT k.area_code, k.period, s.* FROM ${counted} CROSS JOIN LATERAL (
      SELECT r.income_class, sum(r.accrued_fen), sum(r.paid_fen), sum(r.pending_fen), sum(r.stable_fen), sum(r.attributed_fen)
      FROM household_month r WHERE r.period = k.period AND r.area_code = k.area_code GROUP BY r.income_class) s`;
}

/** The households' years out of the record; and out of the postings, what cooperatives paid them in these. */
async function refreshYears(tx: Transaction, households: readonly string[], years: readonly number[]): Promise<void> {
  const asked = Prisma.sql`s.household_id = ANY (${[...households]}::uuid[]) AND s.year = ANY (${[...years]}::int[])`;
  await tx.$executeRaw`
    INSERT INTO household_year (household_id, year, area_code, accrued, paid, stable, attributed)
    SELECT s.household_id, s.year, s.area_code, s.accrued, s.paid, s.stable, s.attributed FROM household_year_summed s WHERE ${asked}
    ON CONFLICT (household_id, year) DO UPDATE SET area_code = excluded.area_code, accrued = excluded.accrued, paid = excluded.paid,
      stable = excluded.stable, attributed = excluded.attributed`;
  await tx.$executeRaw`
    INSERT INTO linkage_year (household_id, year, cooperative_id, area_code, paid)
    SELECT s.household_id, s.year, s.cooperative_id, s.area_code, s.paid FROM linkage_year_summed s WHERE ${asked}
    ON CONFLICT (household_id, year, cooperative_id) DO UPDATE SET area_code = excluded.area_code, paid = excluded.paid`;
}
