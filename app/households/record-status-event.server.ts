import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { dayToDate } from "./calendar-day";
import { statusEventsOf } from "./household-store.server";
import { lockHousehold } from "./household-lock.server";
import {
  mayFollow,
  standingOn,
  STANDINGS,
  STATUS_EVENTS,
  type Attribute,
  type Standing,
  type StatusEventType,
} from "./status";

export type RecordStatusEventFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "does-not-follow"; readonly standing: Standing; readonly type: StatusEventType }
  | { readonly kind: "before-last-event"; readonly lastOn: string }
  | { readonly kind: "evidence-missing" };

/**
 * Adds a dated event to a household's status, with its evidence. Refuses what cannot follow the present standing, and a day
 * before the last event: history is not rewritten.
 */
export async function recordStatusEvent(input: {
  readonly actor: Actor;
  readonly householdId: string;
  readonly type: StatusEventType;
  readonly attribute?: Attribute;
  readonly effectiveOn: string;
  readonly evidence: string;
  readonly now: Date;
}): Promise<Result<{ readonly eventId: string }, RecordStatusEventFailure>> {
  const { actor, householdId, type, effectiveOn, now } = input;
  const evidence = input.evidence.trim();
  if (evidence === "") return failed({ kind: "evidence-missing" });
  return withTransaction("record status event", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    const events = await statusEventsOf(tx, householdId);
    const lastOn = events.at(-1)?.effectiveOn;
    if (lastOn !== undefined && effectiveOn < lastOn) return failed({ kind: "before-last-event", lastOn });
    const { standing } = standingOn(events, effectiveOn);
    if (!mayFollow(standing, type)) return failed({ kind: "does-not-follow", standing, type });

    const eventId = newId(now);
    await tx.householdStatusEvent.create({
      data: {
        id: eventId,
        householdId,
        type,
        attribute: input.attribute ?? null,
        effectiveOn: dayToDate(effectiveOn),
        evidence,
        recordedBy: actor.userId,
        createdAt: now,
      },
      select: { id: true },
    });
    const subject = { subjectKind: "household", subjectId: householdId };
    await logAccess(tx, { actor, action: "household:status", ...subject, reason: type, now });
    return succeeded({ eventId });
  });
}

export function explainRecordStatusEventFailure(failure: RecordStatusEventFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这一户，或不在您的管辖范围内。";
    case "does-not-follow":
      return `该户目前为“${STANDINGS[failure.standing]}”，不能登记“${STATUS_EVENTS[failure.type]}”。`;
    case "before-last-event":
      return `生效日期不能早于上一次状态变动（${failure.lastOn}）。`;
    case "evidence-missing":
      return "请写明依据，例如公示编号或会议记录。";
  }
}
