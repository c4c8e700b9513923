import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Db, type Transaction } from "~/platform/db.server";
import { explainCauseProblem, readCauses, type CauseProblem } from "./cause";
import { lockHousehold } from "./household-lock.server";
import { isOver, type Cause, type Standing } from "./status";

export type ChangeCausesFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "over" }
  | { readonly kind: "bad-causes"; readonly problem: CauseProblem }
  | { readonly kind: "evidence-missing" }
  | { readonly kind: "in-the-future" }
  | { readonly kind: "too-early"; readonly day: string }
  | { readonly kind: "nothing" };

/** 致贫原因变动: the causes of a household are others from a day on. What they were stays, with who found it and by what. */
export async function changeCauses(input: {
  readonly actor: Actor;
  readonly householdId: string;
  /** the main cause first, then the others; "" = none */
  readonly causes: readonly string[];
  readonly changedOn: string;
  readonly evidence: string;
  readonly now: Date;
}): Promise<Result<undefined, ChangeCausesFailure>> {
  const { actor, householdId, changedOn, now } = input;
  const read = readCauses(input.causes);
  if (!read.ok) return failed({ kind: "bad-causes", problem: read.problem });
  if (input.evidence.trim() === "") return failed({ kind: "evidence-missing" });
  if (changedOn > dayOf(now)) return failed({ kind: "in-the-future" });
  return withTransaction("change causes", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const card = await tx.household.findUniqueOrThrow({
      where: { id: householdId },
      select: { standing: true, registeredOn: true },
    });
    if (isOver(card.standing as Standing)) return failed({ kind: "over" });
    const [last] = await causeChangesOf(tx, householdId);
    const earliest = last?.changedOn ?? dateToDay(card.registeredOn);
    if (changedOn < earliest) return failed({ kind: "too-early", day: earliest });
    const { causes } = read;
    const evidence = input.evidence.trim();
    const changed = await writeCauses(tx, { actor, householdId, causes, changedOn, evidence, now });
    return changed ? succeeded(undefined) : failed({ kind: "nothing" });
  });
}

/** The same for a household that the caller has locked, with causes that were looked at; false when they were these already. */
export async function writeCauses(
  tx: Transaction,
  change: {
    readonly actor: Actor;
    readonly householdId: string;
    readonly causes: readonly Cause[];
    readonly changedOn: string;
    readonly evidence: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const { actor, householdId, causes, now } = change;
  const rows = await tx.householdCause.findMany({
    where: { householdId },
    select: { cause: true },
    orderBy: { rank: "asc" },
  });
  const before = rows.map(({ cause }) => cause);
  if (before.join("、") === causes.join("、")) return false;
  await tx.householdCause.deleteMany({ where: { householdId } });
  await tx.householdCause.createMany({ data: causes.map((cause, rank) => ({ householdId, cause, rank })) });
  await tx.householdCauseChange.create({
    data: {
      householdId,
      sequence: 1 + (await tx.householdCauseChange.count({ where: { householdId } })),
      changedOn: dayToDate(change.changedOn),
      causesBefore: before,
      causesAfter: [...causes],
      evidence: change.evidence,
      recordedById: actor.userId,
      createdAt: now,
    },
    select: { sequence: true },
  });
  await logAccess(tx, { actor, action: "household:causes", subjectKind: "household", subjectId: householdId, now });
  return true;
}

export type CauseChange = {
  readonly changedOn: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly evidence: string;
  readonly by: string | null;
};

/** How the causes of a household changed, the last change first. */
export async function causeChangesOf(db: Db, householdId: string): Promise<CauseChange[]> {
  return db.$queryRaw<CauseChange[]>`
    SELECT to_char(c.changed_on, 'YYYY-MM-DD') AS "changedOn", c.causes_before AS before, c.causes_after AS after, c.evidence,
      u.display_name AS by
    FROM household_cause_change c LEFT JOIN app_user u ON u.id = c.recorded_by_id
    WHERE c.household_id = ${householdId}::uuid ORDER BY c.sequence DESC`;
}

export function explainChangeCausesFailure(failure: ChangeCausesFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "over":
      return "已并户、已注销的户不再更改。";
    case "bad-causes":
      return explainCauseProblem(failure.problem);
    case "evidence-missing":
      return "请写明依据。";
    case "in-the-future":
      return "变动日期不能晚于今天。";
    case "too-early":
      return `变动日期不能早于建档和上一次变动（${failure.day}）。`;
    case "nothing":
      return "原因没有变动。";
  }
}
