import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dateToDay } from "~/kernel/calendar-day";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { maskText } from "~/platform/redact";
import { OBJECTION_MAX, OBJECTION_MIN } from "./open-objection.server";
import { openProblem } from "./open-problem.server";
import { objectionDeadline } from "./problem";
import { nearestOfficial } from "./problem-store.server";

export type NoticeObjectionFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "never-public" }
  | { readonly kind: "no-words" }
  | { readonly kind: "too-long" }
  | { readonly kind: "to-come" }
  | { readonly kind: "before-the-notice"; readonly fromOn: string }
  | { readonly kind: "no-such-household" }
  | { readonly kind: "already-open"; readonly number: string };

/**
 * What somebody said against a public notice (公示异议), written down by the official who received it: a problem of the notice's
 * area, to be answered like any other. Who says so need not be named; what comes after the period counts too, for the archive.
 */
export async function openNoticeObjection(input: {
  readonly actor: Actor;
  readonly noticeId: string;
  readonly words: string;
  /** the day on which it was received */
  readonly receivedOn: string;
  /** the archive number of the household that objects; "" = not one of the register, or not named */
  readonly householdNumber: string;
  readonly now: Date;
}): Promise<Result<{ readonly problemId: string; readonly number: string }, NoticeObjectionFailure>> {
  const { actor, noticeId, receivedOn, now } = input;
  const words = input.words.trim();
  if ([...words].length < OBJECTION_MIN) return failed({ kind: "no-words" });
  if ([...words].length > OBJECTION_MAX) return failed({ kind: "too-long" });
  if (receivedOn > dayOf(now)) return failed({ kind: "to-come" });
  return withTransaction("open notice objection", async (tx) => {
    // Two sendings of the same form wait for each other, so that the second finds the first.
    const [notice] = await tx.$queryRaw<{ areaCode: string; fromOn: Date | null }[]>`
      SELECT area_code AS "areaCode", from_on AS "fromOn" FROM notice WHERE id = ${noticeId}::uuid FOR UPDATE`;
    const mine = notice && areaScopes(actor).some((prefix) => notice.areaCode.startsWith(prefix));
    if (!mine || !can(actor, "problem:work", { areaCode: notice.areaCode })) return failed({ kind: "not-found" });
    if (notice.fromOn === null) return failed({ kind: "never-public" });
    const fromOn = dateToDay(notice.fromOn);
    if (receivedOn < fromOn) return failed({ kind: "before-the-notice", fromOn });
    const number = input.householdNumber.trim();
    const household =
      number === ""
        ? undefined
        : await tx.household.findFirst({
            where: { number, areaCode: { startsWith: notice.areaCode } },
            select: { id: true },
          });
    if (household === null) return failed({ kind: "no-such-household" });
    const about = { kind: "NOTICE", id: noticeId } as const;
    const evidence = `${receivedOn} 收到：${maskText(words)}`;
    const same = await tx.problem.findFirst({
      where: { aboutKind: about.kind, aboutId: about.id, evidence, state: { not: "CLOSED" } },
      select: { number: true },
    });
    if (same) return failed({ kind: "already-open", number: same.number });
    const opened = await openProblem(tx, {
      actor,
      kind: "OBJECTION",
      areaCode: notice.areaCode,
      householdId: household?.id,
      about,
      evidence,
      ownerId: await nearestOfficial(tx, notice.areaCode),
      deadlineOn: objectionDeadline(now),
      now,
    });
    await logAccess(tx, { actor, action: "objection:record", subjectKind: "notice", subjectId: noticeId, now });
    return succeeded(opened);
  });
}

/** What was refused, by field; "" for what no field can mend. */
export function explainNoticeObjectionFailure(failure: NoticeObjectionFailure): Readonly<Record<string, string[]>> {
  switch (failure.kind) {
    case "not-found":
      return { "": ["没有这份公示，或不在您的管辖范围内。"] };
    case "never-public":
      return { "": ["这份公示没有公开过，不能登记异议。"] };
    case "no-words":
      return { words: [`请写明对哪一项有异议，至少 ${OBJECTION_MIN} 个字。`] };
    case "too-long":
      return { words: [`最多写 ${OBJECTION_MAX} 个字。`] };
    case "to-come":
      return { receivedOn: ["收到日期不能晚于今天。"] };
    case "before-the-notice":
      return { receivedOn: [`收到日期不能早于公示的第一天（${failure.fromOn}）。`] };
    case "no-such-household":
      return { householdNumber: ["公示的地区里没有这个档案编号的户。"] };
    case "already-open":
      return { words: [`同样的异议已经登记（${failure.number}），正在办理。`] };
  }
}
