import { db } from "~/platform/db.server";
import { log } from "~/platform/log.server";

/** Compares the kept record of every household and month with the ledger; what differs is an alarm, and falls due again. */
export async function checkHouseholdMonths(): Promise<{
  readonly differing: readonly { readonly householdId: string; readonly period: string }[];
}> {
  const differing = await db().$queryRaw<{ householdId: string; period: string }[]>`
    SELECT household_id AS "householdId", period FROM invariant_household_month
    UNION SELECT v.household_id, r.period FROM (
      SELECT household_id, year FROM invariant_household_year UNION SELECT household_id, year FROM invariant_linkage_year) v
    JOIN household_month r ON r.household_id = v.household_id AND left(r.period, 4)::int = v.year
    UNION SELECT r.household_id, r.period FROM invariant_area_month a
    JOIN household_month r ON r.area_code = a.area_code AND r.period = a.period`;
  if (differing.length > 0) {
    log.error({ differences: differing.length }, "the kept income record differs from the ledger");
    await db().householdMonthDue.createMany({ data: differing });
  }
  return { differing };
}
