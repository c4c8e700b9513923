import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";
import { GUARANTEE_KEYS, GUARANTEES, type Guarantee, type GuaranteeChecks } from "./guarantee";
import { lockHousehold } from "./household-lock.server";

export type RecordVisitFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "in-the-future" }
  | { readonly kind: "next-before-visit" }
  | { readonly kind: "note-missing"; readonly guarantee: Guarantee };

/** Keeps what somebody saw at a household: the guarantees, what was talked about, what is needed, when to come again. */
export async function recordVisit(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly visitedOn: string;
  readonly visitorName: string;
  readonly guarantees: GuaranteeChecks;
  readonly summary: string;
  readonly needs: string;
  readonly nextVisitOn?: string | undefined;
  /** pictures of the household, saved before */
  readonly photoIds: readonly string[];
  readonly now: Date;
}): Promise<Result<{ readonly visitId: string }, RecordVisitFailure>> {
  const refused = visitProblem(input, dayOf(input.now));
  if (refused) return failed(refused);
  const { actor, householdId, nextVisitOn, now } = input;
  return withTransaction("record visit", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const visitId = newId(now);
    await tx.householdVisit.create({
      data: {
        id: visitId,
        householdId,
        visitedOn: dayToDate(input.visitedOn),
        visitorName: input.visitorName.trim(),
        guarantees: input.guarantees,
        summary: input.summary.trim(),
        needs: input.needs.trim(),
        nextVisitOn: nextVisitOn === undefined ? null : dayToDate(nextVisitOn),
        photoIds: [...input.photoIds],
        recordedById: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    await logAccess(tx, { actor, action: "household:visit", subjectKind: "household", subjectId: householdId, now });
    return succeeded({ visitId });
  });
}

/** What cannot be kept, before pictures are saved for it; undefined when all can. */
export function visitProblem(
  visit: {
    readonly visitedOn: string;
    readonly nextVisitOn?: string | undefined;
    readonly guarantees: GuaranteeChecks;
  },
  today: string,
): Exclude<RecordVisitFailure, { kind: "not-found" }> | undefined {
  if (visit.visitedOn > today) return { kind: "in-the-future" };
  if (visit.nextVisitOn !== undefined && visit.nextVisitOn <= visit.visitedOn) return { kind: "next-before-visit" };
  const guarantee = GUARANTEE_KEYS.find((key) => !visit.guarantees[key].ok && visit.guarantees[key].note.trim() === "");
  return guarantee === undefined ? undefined : { kind: "note-missing", guarantee };
}

export function explainRecordVisitFailure(failure: RecordVisitFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "in-the-future":
      return "走访日期不能晚于今天。";
    case "next-before-visit":
      return "下次走访日期应晚于本次。";
    case "note-missing":
      return `“${GUARANTEES[failure.guarantee]}”未达标，请写明情况。`;
  }
}
