import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { dateToDay, dayToDate } from "~/kernel/calendar-day";
import { lockHousehold } from "./household-lock.server";

export type AssignResponsibleFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "before-present"; readonly fromOn: string }
  | { readonly kind: "name-missing" };

/** Names the person responsible for a household (帮扶责任人) from a day on; whoever was before ends on that day. */
export async function assignResponsible(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly personName: string;
  readonly unit: string;
  readonly fromOn: string;
  readonly now: Date;
}): Promise<Result<{ readonly assignmentId: string }, AssignResponsibleFailure>> {
  const { actor, householdId, fromOn, now } = input;
  const personName = input.personName.trim();
  const unit = input.unit.trim();
  if (personName === "" || unit === "") return failed({ kind: "name-missing" });
  return withTransaction("assign responsible", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const present = await tx.assignment.findFirst({
      where: { householdId, toOn: null },
      select: { id: true, fromOn: true },
    });
    if (present && fromOn < dateToDay(present.fromOn)) {
      return failed({ kind: "before-present", fromOn: dateToDay(present.fromOn) });
    }
    if (present) {
      await tx.assignment.update({
        where: { id: present.id },
        data: { toOn: dayToDate(fromOn) },
        select: { id: true },
      });
    }
    const assignmentId = newId(now);
    await tx.assignment.create({
      data: { id: assignmentId, householdId, personName, unit, fromOn: dayToDate(fromOn) },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:assign", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ assignmentId });
  });
}

export function explainAssignResponsibleFailure(failure: AssignResponsibleFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "before-present":
      return `起始日期不能早于现任责任人的起始日期（${failure.fromOn}）。`;
    case "name-missing":
      return "请填写责任人的姓名和单位。";
  }
}
