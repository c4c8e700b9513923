import type { Actor } from "~/access/actor";
import { newId } from "~/kernel/ids";
import { failed, type Result } from "~/kernel/result";
import type { Transaction } from "~/platform/db.server";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { statusEventsOf } from "./household-store.server";
import type { LockedHousehold } from "./household-lock.server";
import type { NewMember } from "./member";
import { writeHousehold } from "./register-household.server";
import { decryptHealth, decryptIdNumber } from "./sensitive-fields.server";
import { splitProblem, type SplitPlan, type SplitProblem } from "./split-plan";
import { standingEvents, standingOn } from "./status";

export type SplitFailure = { readonly kind: "bad-split"; readonly problem: SplitProblem };

/** What cannot be split as planned; asked when it is proposed and again when it is decided. */
export async function refusedSplit(
  tx: Transaction,
  householdId: string,
  plan: SplitPlan,
): Promise<SplitFailure | undefined> {
  const present = await tx.householdMember.findMany({
    where: { householdId, leftOn: null },
    select: { id: true, relation: true },
  });
  const problem = splitProblem(plan, present);
  return problem && { kind: "bad-split", problem };
}

/**
 * Moves those who leave into a new card with its own number and keys. The new household stands as the old one did: nobody
 * falls out of help by a split. Whatever could refuse it was asked before (`refusedSplit`).
 */
export async function splitMembers(
  tx: Transaction,
  split: {
    readonly actor: Actor;
    readonly from: LockedHousehold;
    readonly plan: SplitPlan;
    readonly on: string;
    readonly evidence: string;
    readonly now: Date;
  },
): Promise<Result<{ readonly householdId: string; readonly number: string }, SplitFailure>> {
  const { actor, from, plan, on, evidence, now } = split;
  const refused = await refusedSplit(tx, from.id, plan);
  if (refused) return failed(refused);
  const events = await statusEventsOf(tx, from.id);
  const causes = await tx.householdCause.findMany({
    where: { householdId: from.id },
    select: { cause: true },
    orderBy: { rank: "asc" },
  });
  const key = { householdId: from.id, wrappedKey: from.wrappedKey };
  const moving: NewMember[] = [];
  for (const { id, relation } of plan.members) {
    const member = await tx.householdMember.findUniqueOrThrow({ where: { id } });
    const joined = dateToDay(member.joinedOn);
    const day = joined > on ? joined : on;
    await tx.householdMember.update({
      where: { id },
      data: { leftOn: dayToDate(day), leftReason: "分户" },
      select: { id: true },
    });
    moving.push({
      name: member.name,
      relation,
      sex: member.sex as "M" | "F",
      birthYear: member.birthYear,
      idNumber: member.idNumberCipher === null ? undefined : decryptIdNumber(key, id, member.idNumberCipher),
      health: member.healthCipher === null ? undefined : decryptHealth(key, id, member.healthCipher),
      education: member.education ?? undefined,
      labour: member.labour ?? undefined,
      joinedOn: day,
    });
  }
  const made = await writeHousehold(tx, {
    actor,
    areaCode: from.areaCode,
    groupName: plan.groupName,
    registeredOn: on,
    members: moving,
    attribute: standingOn(events, on).attribute ?? "一般户",
    causes: causes.map(({ cause }) => cause) as NonNullable<Parameters<typeof writeHousehold>[1]["causes"]>,
    evidence,
    moved: true,
    now,
  });
  // The people were on a card a moment ago: whatever is refused now was wrong before, and nothing of it is kept.
  if (!made.ok) throw new Error(`a checked split was refused: ${made.failure.kind}`);
  for (const [index, type] of standingEvents(events, on).entries()) {
    await tx.householdStatusEvent.create({
      data: {
        id: newId(now),
        householdId: made.value.householdId,
        type,
        attribute: null,
        effectiveOn: dayToDate(on),
        evidence: `${evidence}；随分户沿用`,
        recordedBy: actor.userId,
        // one after the other: the order of a day's events is the order of their writing
        createdAt: new Date(now.getTime() + 1 + index),
      },
      select: { id: true },
    });
  }
  return made;
}
