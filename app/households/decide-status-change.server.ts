import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dateToDay } from "~/kernel/calendar-day";
import { lockHousehold } from "./household-lock.server";
import { isDeath } from "./member";
import { mergeMembers, type MergeFailure } from "./merge-members.server";
import {
  explainRecordStatusEventFailure,
  refusedStatusEvent,
  writeStatusEvent,
  type RecordStatusEventFailure,
} from "./record-status-event.server";
import { splitMembers, type SplitFailure } from "./split-members.server";
import { explainSplitProblem } from "./split-plan";
import type { Attribute, StatusEventType } from "./status";
import { lockStatusCase } from "./status-case-store.server";

export type DecideStatusChangeFailure =
  | RecordStatusEventFailure
  | MergeFailure
  | SplitFailure
  | { readonly kind: "not-reviewed" }
  | { readonly kind: "decided" }
  | { readonly kind: "same-person" }
  | { readonly kind: "note-missing" };

/**
 * The county approves a reviewed change, and the event is on the card; or refuses it at any time, with a reason. Who
 * approves has neither proposed nor reviewed it. A merger moves the members in the same transaction.
 */
export async function decideStatusChange(input: {
  readonly actor: Actor;
  readonly caseId: string;
  readonly approve: boolean;
  readonly note: string;
  readonly now: Date;
}): Promise<Result<undefined, DecideStatusChangeFailure>> {
  const { actor, caseId, approve, now } = input;
  const note = input.note.trim();
  if (!approve && note === "") return failed({ kind: "note-missing" });
  return withTransaction("decide status change", async (tx) => {
    const found = await lockStatusCase(tx, caseId, areaScopes(actor));
    if (!found || !can(actor, approve ? "status:decide" : "status:review", { areaCode: found.areaCode }))
      return failed({ kind: "not-found" });
    if (found.state === "APPROVED" || found.state === "REFUSED") return failed({ kind: "decided" });
    if (found.proposedById === actor.userId) return failed({ kind: "same-person" });
    const { householdId } = found;
    let eventId: string | null = null;
    let newHouseholdId: string | null = null;
    if (approve) {
      if (found.state !== "REVIEWED") return failed({ kind: "not-reviewed" });
      if (found.reviewedById === actor.userId) return failed({ kind: "same-person" });
      const effectiveOn = dateToDay(found.effectiveOn);
      // In the order of their ids, like everybody: two mergers into each other do not wait in a circle.
      const others = found.intoHouseholdId === null ? [] : [found.intoHouseholdId];
      for (const id of [householdId, ...others].sort()) await lockHousehold(tx, id, areaScopes(actor));
      const household = await lockHousehold(tx, householdId, areaScopes(actor));
      if (!household) return failed({ kind: "not-found" });
      const type = found.type as StatusEventType;
      // A refusal does not roll back: everything that can be refused is asked before anything is written.
      const refused = await refusedStatusEvent(tx, { householdId, type, effectiveOn });
      if (refused) return failed(refused);
      if (found.intoHouseholdId !== null) {
        const merged = await mergeMembers(tx, {
          actor,
          from: household,
          intoHouseholdId: found.intoHouseholdId,
          on: effectiveOn,
          now,
        });
        if (!merged.ok) return merged;
      }
      if (found.splitPlan !== null) {
        const split = await splitMembers(tx, {
          actor,
          from: household,
          plan: found.splitPlan,
          on: effectiveOn,
          evidence: `自 ${found.householdNumber} 分户（${found.number}）`,
          now,
        });
        if (!split.ok) return split;
        newHouseholdId = split.value.householdId;
      }
      if (type === "CANCELLED") await leaveAll(tx, householdId, effectiveOn, found.evidence);
      const written = await writeStatusEvent(tx, {
        actor,
        householdId,
        type,
        attribute: (found.attribute ?? undefined) as Attribute | undefined,
        effectiveOn,
        evidence: `${found.evidence}（${found.number}）`,
        now,
      });
      if (!written.ok) return written;
      eventId = written.value.eventId;
    }
    await tx.statusCase.update({
      where: { id: caseId },
      data: {
        state: approve ? "APPROVED" : "REFUSED",
        decidedById: actor.userId,
        decidedAt: now,
        decisionNote: note === "" ? null : note,
        eventId,
        newHouseholdId,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: householdId };
    const action = approve ? "status:approve" : "status:refuse";
    await logAccess(tx, { actor, action, ...subject, reason: found.number, now });
    return succeeded(undefined);
  });
}

/** A household that is none any more: whoever is still on its card leaves it that day. */
async function leaveAll(tx: Transaction, householdId: string, on: string, evidence: string): Promise<void> {
  const leftReason = isDeath(evidence) ? "死亡（注销）" : "注销";
  await tx.$executeRaw`
    UPDATE household_member SET left_on = greatest(joined_on, ${on}::date), left_reason = ${leftReason}
    WHERE household_id = ${householdId}::uuid AND left_on IS NULL`;
}

export function explainDecideStatusChangeFailure(failure: DecideStatusChangeFailure): string {
  switch (failure.kind) {
    case "not-reviewed":
      return "乡镇还没有审核，不能审定。";
    case "decided":
      return "这件变动已经审定过。";
    case "same-person":
      return "提出、审核、审定须由三个人办理。";
    case "note-missing":
      return "不予通过的，请写明理由。";
    case "bad-split":
      return explainSplitProblem(failure.problem);
    case "successor-merged":
      return "要并入的户自己已经并入了另一户，请改为并入后者。";
    case "successor-gone":
      return "要并入的户不在您的管辖范围内。";
    default:
      return explainRecordStatusEventFailure(failure);
  }
}
