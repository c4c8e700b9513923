import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { lockHousehold, type LockedHousehold } from "./household-lock.server";
import { explainIdNumberProblem } from "./id-number";
import { statusEventsOf } from "./household-store.server";
import { isOver, standingOn } from "./status";
import { HEAD, refusedMember, type NewMember, type RefusedMember } from "./member";
import { encryptHealth, encryptIdNumber, idNumberIndex } from "./sensitive-fields.server";
import { whereabouts } from "./whereabouts.server";

export type AddMemberFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "second-head" }
  | RefusedMember
  | { readonly kind: "in-the-future" }
  | { readonly kind: "merged" }
  | { readonly kind: "person-registered-elsewhere" }
  | { readonly kind: "person-died" };

/** A birth, a marriage, a return: someone is in the household from a day on, and counts as a head from then. */
export async function addMember(
  input: MemberArrival & { readonly householdId: string },
): Promise<Result<{ readonly memberId: string }, AddMemberFailure>> {
  const { actor } = input;
  return withTransaction("add member", async (tx) => {
    const household = await lockHousehold(tx, input.householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    return admitMember(tx, household, input);
  });
}

export type MemberArrival = {
  readonly actor: Actor;
  readonly member: NewMember & { readonly joinedOn: string };
  readonly now: Date;
};

/** The same for a household that the caller has locked and may change. */
export async function admitMember(
  tx: Transaction,
  household: LockedHousehold,
  { actor, member, now }: MemberArrival,
): Promise<Result<{ readonly memberId: string }, AddMemberFailure>> {
  const householdId = household.id;
  if (member.relation === HEAD) return failed({ kind: "second-head" });
  if (member.joinedOn > dayOf(now)) return failed({ kind: "in-the-future" });
  const refused = refusedMember(member);
  if (refused) return failed(refused);
  const { standing } = standingOn(await statusEventsOf(tx, householdId), member.joinedOn);
  if (isOver(standing)) return failed({ kind: "merged" });
  const index = member.idNumber === undefined ? null : idNumberIndex(member.idNumber);
  if (index !== null) {
    const elsewhere = await whereabouts(tx, [index]);
    if (elsewhere) return failed({ kind: elsewhere.kind });
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
}

export type EndMembershipFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "in-the-future" }
  | { readonly kind: "is-head" }
  | { readonly kind: "before-joining"; readonly joinedOn: string }
  | { readonly kind: "reason-missing" };

/** A death, a marriage elsewhere, a move: someone is not in the household any more from a day on. They stay on the card. */
export async function endMembership(
  input: MemberDeparture & { readonly householdId: string },
): Promise<Result<undefined, EndMembershipFailure>> {
  const { actor } = input;
  return withTransaction("end membership", async (tx) => {
    const household = await lockHousehold(tx, input.householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    return dismissMember(tx, household, input);
  });
}

export type MemberDeparture = {
  readonly actor: Actor;
  readonly memberId: string;
  readonly leftOn: string;
  readonly reason: string;
  readonly now: Date;
};

/** The same for a household that the caller has locked and may change. */
export async function dismissMember(
  tx: Transaction,
  household: LockedHousehold,
  { actor, memberId, leftOn, now, ...given }: MemberDeparture,
): Promise<Result<undefined, EndMembershipFailure>> {
  const householdId = household.id;
  const reason = given.reason.trim();
  if (reason === "") return failed({ kind: "reason-missing" });
  if (leftOn > dayOf(now)) return failed({ kind: "in-the-future" });
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
      return `加入日期不能早于出生（${failure.born}）。`;
    case "merged":
      return "该户已并入另一户或已注销，请在现在的户中登记成员。";
    case "in-the-future":
      return "日期不能晚于今天。";
    case "person-died":
      return "此人已登记死亡，不能再登记。";
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
