import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dateToDay, dayToDate } from "./calendar-day";
import { lockHousehold } from "./household-lock.server";
import { explainIdNumberProblem, idNumberProblem, type IdNumberProblem } from "./id-number";
import { statusEventsOf } from "./household-store.server";
import { standingOn } from "./status";
import { HEAD, type NewMember } from "./member";
import { encryptHealth, encryptIdNumber, idNumberIndex } from "./sensitive-fields.server";

export type AddMemberFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "second-head" }
  | { readonly kind: "before-birth"; readonly birthYear: number }
  | { readonly kind: "merged" }
  | { readonly kind: "bad-id-number"; readonly problem: IdNumberProblem }
  | { readonly kind: "person-registered-elsewhere" };

/** A birth, a marriage, a return: someone is in the household from a day on, and counts as a head from then. */
export async function addMember(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly member: NewMember & { readonly joinedOn: string };
  readonly now: Date;
}): Promise<Result<{ readonly memberId: string }, AddMemberFailure>> {
  const { actor, householdId, member, now } = input;
  if (member.relation === HEAD) return failed({ kind: "second-head" });
  const problem = member.idNumber === undefined ? undefined : idNumberProblem(member.idNumber);
  if (problem) return failed({ kind: "bad-id-number", problem });
  if (Number(member.joinedOn.slice(0, 4)) < member.birthYear) {
    return failed({ kind: "before-birth", birthYear: member.birthYear });
  }
  return withTransaction("add member", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const { standing } = standingOn(await statusEventsOf(tx, householdId), member.joinedOn);
    if (standing === "MERGED") return failed({ kind: "merged" });
    const index = member.idNumber === undefined ? null : idNumberIndex(member.idNumber);
    if (index !== null) {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${index}, 1))`;
      const elsewhere = await tx.householdMember.count({ where: { idNumberIndex: index, leftOn: null } });
      if (elsewhere > 0) return failed({ kind: "person-registered-elsewhere" });
    }
    const memberId = newId(now);
    const key = { householdId, wrappedKey: household.wrappedKey };
    await tx.householdMember.create({
      data: {
        id: memberId,
        householdId,
        name: member.name,
        relation: member.relation,
        sex: member.sex,
        birthYear: member.birthYear,
        idNumberCipher: member.idNumber === undefined ? null : encryptIdNumber(key, memberId, member.idNumber),
        idNumberIndex: index,
        education: member.education ?? null,
        healthCipher: member.health === undefined ? null : encryptHealth(key, memberId, member.health),
        labour: member.labour ?? null,
        joinedOn: dayToDate(member.joinedOn),
      },
      select: { id: true },
    });
    await recordNaturalChange(tx, {
      actor,
      householdId,
      type: "NATURAL_INCREASE",
      on: member.joinedOn,
      evidence: `${member.relation}，加入本户`,
      now,
    });
    await logAccess(tx, {
      actor,
      action: "household:member-in",
      subjectKind: "household",
      subjectId: householdId,
      now,
    });
    return succeeded({ memberId });
  });
}

export type EndMembershipFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "is-head" }
  | { readonly kind: "before-joining"; readonly joinedOn: string }
  | { readonly kind: "reason-missing" };

/** A death, a marriage elsewhere, a move: someone is not in the household any more from a day on. They stay on the card. */
export async function endMembership(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly memberId: string;
  readonly leftOn: string;
  readonly reason: string;
  readonly now: Date;
}): Promise<Result<undefined, EndMembershipFailure>> {
  const { actor, householdId, memberId, leftOn, now } = input;
  const reason = input.reason.trim();
  if (reason === "") return failed({ kind: "reason-missing" });
  return withTransaction("end membership", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const member = await tx.householdMember.findFirst({
      where: { id: memberId, householdId, leftOn: null },
      select: { relation: true, joinedOn: true },
    });
    if (!member) return failed({ kind: "not-found" });
    if (member.relation === HEAD) return failed({ kind: "is-head" });
    const joinedOn = dateToDay(member.joinedOn);
    if (leftOn < joinedOn) return failed({ kind: "before-joining", joinedOn });
    await tx.householdMember.update({
      where: { id: memberId },
      data: { leftOn: dayToDate(leftOn), leftReason: reason },
      select: { id: true },
    });
    await recordNaturalChange(tx, {
      actor,
      householdId,
      type: "NATURAL_DECREASE",
      on: leftOn,
      evidence: `${member.relation}，${reason}`,
      now,
    });
    await logAccess(tx, {
      actor,
      action: "household:member-out",
      subjectKind: "household",
      subjectId: householdId,
      now,
    });
    return succeeded(undefined);
  });
}

/** 自然增减: a head more or less is an event of the card, and changes nothing of how the household stands. */
async function recordNaturalChange(
  tx: Transaction,
  change: {
    readonly actor: Actor;
    readonly householdId: string;
    readonly type: "NATURAL_INCREASE" | "NATURAL_DECREASE";
    readonly on: string;
    readonly evidence: string;
    readonly now: Date;
  },
): Promise<void> {
  await tx.householdStatusEvent.create({
    data: {
      id: newId(change.now),
      householdId: change.householdId,
      type: change.type,
      attribute: null,
      effectiveOn: dayToDate(change.on),
      evidence: change.evidence,
      recordedBy: change.actor.userId,
      createdAt: change.now,
    },
    select: { id: true },
  });
}

export function explainMemberFailure(failure: AddMemberFailure | EndMembershipFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户或这位成员，或不在您的管辖范围内。";
    case "second-head":
      return "该户已有户主。";
    case "before-birth":
      return `加入日期不能早于出生年份（${failure.birthYear}）。`;
    case "merged":
      return "该户已并入另一户，请在并入的户中登记成员。";
    case "bad-id-number":
      return explainIdNumberProblem(failure.problem);
    case "person-registered-elsewhere":
      return "此人已登记在一户中，请先办理迁出。";
    case "is-head":
      return "户主不能直接迁出，请先变更户主。";
    case "before-joining":
      return `离开日期不能早于加入日期（${failure.joinedOn}）。`;
    case "reason-missing":
      return "请写明减少的原因，例如死亡、婚出、迁出。";
  }
}
