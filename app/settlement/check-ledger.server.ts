import { systemActor } from "~/access/actor";
import { checkHouseholdMonths } from "~/benefits/check-household-months.server";
import { addDays, dayOf } from "~/kernel/period";
import { withTransaction } from "~/platform/db.server";
import { openProblem } from "./open-problem.server";
import { nearestOfficial } from "./problem-store.server";

/** A difference in the books does not wait as long as other problems. */
const DAYS = 5;

/**
 * The nightly reconciliation: what differs is put right by working it out anew, and stands in the ledger of its village
 * until two people have said why it came about. A village that has such a problem open gets no second one.
 */
export async function checkLedger({ now }: { readonly now: Date }): Promise<{
  readonly differences: number;
  readonly opened: number;
}> {
  const { differing } = await checkHouseholdMonths();
  if (differing.length === 0) return { differences: 0, opened: 0 };
  const opened = await withTransaction("open problems of the reconciliation", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('check ledger', 7))`;
    const villages = await tx.$queryRaw<{ areaCode: string; months: number; households: number }[]>`
      SELECT h.area_code AS "areaCode", count(*)::int AS months, count(DISTINCT h.id)::int AS households
      FROM unnest(${differing.map(({ householdId }) => householdId)}::uuid[], ${differing.map(({ period }) => period)}::text[]) AS d(household_id, period)
      JOIN household h ON h.id = d.household_id
      WHERE NOT EXISTS (SELECT FROM problem p WHERE p.about_kind = 'CHECK' AND p.state <> 'CLOSED'
        AND p.about_id LIKE 'household-month:' || h.area_code || ':%')
      GROUP BY 1 ORDER BY 1`;
    let count = 0;
    for (const { areaCode, months, households } of villages) {
      const id = `household-month:${areaCode}:${dayOf(now)}`;
      const before = await tx.problem.count({ where: { aboutKind: "CHECK", aboutId: id } });
      if (before > 0) continue;
      await openProblem(tx, {
        actor: systemActor,
        kind: "LEDGER",
        areaCode,
        about: { kind: "CHECK", id },
        evidence: `夜间核对：${households} 户共 ${months} 个月的收入记录与分录不一致，已按分录重算，请查明原因。`,
        ownerId: await nearestOfficial(tx, areaCode),
        deadlineOn: dayOf(addDays(now, DAYS)),
        now,
      });
      count += 1;
    }
    return count;
  });
  return { differences: differing.length, opened };
}
