import { db } from "~/platform/db.server";
import { log } from "~/platform/log.server";

/** Compares the kept record of every household and month with the ledger; what differs is an alarm, and falls due again. */
export async function checkHouseholdMonths(): Promise<{
  readonly differing: readonly { readonly householdId: string; readonly period: string }[];
}> {
  const differing = await db().$queryRaw<{ householdId: string; period: string }[]>`
    SELECT DISTINCT household_id AS "householdId", period FROM invariant_household_month`;
  if (differing.length > 0) {
    log.error({ differences: differing.length }, "the kept income record differs from the ledger");
    await db().householdMonthDue.createMany({ data: differing });
  }
  return { differing };
}
