import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { newId } from "~/kernel/ids";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction, type Transaction } from "~/platform/db.server";
import { dayToDate } from "~/kernel/calendar-day";
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
  const { actor, householdId } = input;
  const evidence = input.evidence.trim();
  if (evidence === "") return failed({ kind: "evidence-missing" });
  return withTransaction("record status event", async (tx) => {
    const household = await lockHousehold(tx, householdId, areaScopes(actor));
    if (!household || !can(actor, "household:edit", { areaCode: household.areaCode }))
      return failed({ kind: "not-found" });
    return writeStatusEvent(tx, { ...input, evidence });
  });
}

/** What cannot be written after the events that are there; undefined when it can. */
export async function refusedStatusEvent(
  tx: Transaction,
  event: { readonly householdId: string; readonly type: StatusEventType; readonly effectiveOn: string },
): Promise<RecordStatusEventFailure | undefined> {
  const events = await statusEventsOf(tx, event.householdId);
  // Members come and go on days of their own; only what decides the standing has an order.
  const lastOn = events.findLast(({ type }) => !type.startsWith("NATURAL_"))?.effectiveOn;
  if (lastOn !== undefined && event.effectiveOn < lastOn) return { kind: "before-last-event", lastOn };
  const stands = standingOn(events, event.effectiveOn);
  if (mayFollow(stands, event.type)) return undefined;
  return { kind: "does-not-follow", standing: stands.standing, type: event.type };
}

/** Writes the event of a household that the caller has locked and may change. */
export async function writeStatusEvent(
  tx: Transaction,
  input: {
    readonly actor: Actor;
    readonly householdId: string;
    readonly type: StatusEventType;
    readonly attribute?: Attribute | undefined;
    readonly effectiveOn: string;
    readonly evidence: string;
    readonly now: Date;
  },
): Promise<Result<{ readonly eventId: string }, RecordStatusEventFailure>> {
  const { actor, householdId, type, now } = input;
  const refused = await refusedStatusEvent(tx, input);
  if (refused) return failed(refused);
  const eventId = newId(now);
  await tx.householdStatusEvent.create({
    data: {
      id: eventId,
      householdId,
      type,
      attribute: input.attribute ?? null,
      effectiveOn: dayToDate(input.effectiveOn),
      evidence: input.evidence,
      recordedBy: actor.userId,
      createdAt: now,
    },
    select: { id: true },
  });
  const subject = { subjectKind: "household" as const, subjectId: householdId };
  await logAccess(tx, { actor, action: "household:status", ...subject, reason: STATUS_EVENTS[type], now });
  return succeeded({ eventId });
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
