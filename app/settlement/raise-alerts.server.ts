import { systemActor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { addDays, dayOf, periodOf, shiftPeriod } from "~/kernel/period";
import { db, withTransaction } from "~/platform/db.server";
import { ALERT_DAYS, ALERTS, type AlertKey } from "./alert";
import { findAlerts } from "./alert-store.server";
import { indexBuyers } from "./index-buyers.server";
import { openProblem } from "./open-problem.server";
import { nearestOfficial } from "./problem-store.server";

/** Runs every rule that is switched on; what is new this month goes into the problem ledger with a day to answer by. */
export async function raiseAlerts({ now }: { readonly now: Date }): Promise<{ readonly raised: number }> {
  const rules = await db().alertRule.findMany({
    where: { enabled: true },
    select: { areaCode: true, key: true, factor: true },
  });
  await indexBuyers();
  let raised = 0;
  for (const rule of rules) {
    if (!Object.hasOwn(ALERTS, rule.key)) continue;
    raised += await raiseOne({ ...rule, key: rule.key as AlertKey }, now);
  }
  return { raised };
}

async function raiseOne(
  rule: { readonly areaCode: string; readonly key: AlertKey; readonly factor: number },
  now: Date,
): Promise<number> {
  return withTransaction("raise alerts", async (tx) => {
    // Two workers must not say the same twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alerts ${rule.key}`}, 7))`;
    const month = shiftPeriod(periodOf(now), -1);
    const found = await findAlerts(tx, { ...rule, month });
    const said = await tx.alert.findMany({ where: { key: rule.key, period: month }, select: { subjectId: true } });
    const known = new Set(said.map(({ subjectId }) => subjectId));
    let raised = 0;
    for (const finding of found) {
      const subjectId = finding.householdId ?? finding.cooperativeId;
      if (subjectId === null || known.has(subjectId)) continue;
      const { problemId } = await openProblem(tx, {
        actor: systemActor,
        kind: "ALERT",
        ownerId: await nearestOfficial(tx, finding.areaCode),
        areaCode: finding.areaCode,
        householdId: finding.householdId ?? undefined,
        cooperativeId: finding.cooperativeId ?? undefined,
        about: { kind: "PERIOD", id: month },
        evidence: `${ALERTS[rule.key].label}：${finding.evidence}`,
        deadlineOn: dayOf(addDays(now, ALERT_DAYS)),
        now,
      });
      await tx.alert.create({
        data: { id: newId(now), key: rule.key, subjectId, period: month, problemId, raisedAt: now },
        select: { id: true },
      });
      raised += 1;
    }
    return raised;
  });
}
