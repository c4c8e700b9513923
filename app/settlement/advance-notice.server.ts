import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dayToDate } from "~/kernel/calendar-day";
import { addDays, dayOf, startOfDay } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type NoticeStep =
  | { readonly step: "check" }
  | { readonly step: "publish"; readonly days: number }
  | { readonly step: "refuse" }
  | { readonly step: "withdraw"; readonly reason: string };

export type AdvanceNoticeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-now" }
  | { readonly kind: "same-person" }
  | { readonly kind: "reason-missing" };

/** Submit → check → approve: three people. Published notices stay on the archive; a wrong one is withdrawn with a reason. */
export async function advanceNotice(input: {
  readonly actor: Actor;
  readonly noticeId: string;
  readonly step: NoticeStep;
  readonly now: Date;
}): Promise<Result<undefined, AdvanceNoticeFailure>> {
  const { actor, noticeId, step, now } = input;
  if (step.step === "withdraw" && step.reason.trim() === "") return failed({ kind: "reason-missing" });
  return withTransaction("advance notice", async (tx) => {
    const [notice] = await tx.$queryRaw<
      { areaCode: string; state: string; createdById: string; checkedById: string | null }[]
    >`SELECT area_code AS "areaCode", state, created_by_id AS "createdById", checked_by_id AS "checkedById"
      FROM notice WHERE id = ${noticeId}::uuid FOR UPDATE`;
    const mine = notice && areaScopes(actor).some((prefix) => notice.areaCode.startsWith(prefix));
    const action = step.step === "publish" || step.step === "withdraw" ? "notice:publish" : "notice:check";
    if (!mine || !can(actor, action, { areaCode: notice.areaCode })) return failed({ kind: "not-found" });
    if (!FROM[step.step].includes(notice.state)) return failed({ kind: "not-now" });
    if (step.step !== "withdraw" && notice.createdById === actor.userId) return failed({ kind: "same-person" });
    if (step.step === "publish" && notice.checkedById === actor.userId) return failed({ kind: "same-person" });
    await tx.notice.update({ where: { id: noticeId }, data: changeOf(step, actor, now), select: { id: true } });
    await logAccess(tx, { actor, action: `notice:${step.step}`, subjectKind: "notice", subjectId: noticeId, now });
    return succeeded(undefined);
  });
}

const FROM: Readonly<Record<NoticeStep["step"], readonly string[]>> = {
  check: ["SUBMITTED"],
  publish: ["CHECKED"],
  refuse: ["SUBMITTED", "CHECKED"],
  withdraw: ["PUBLISHED"],
};

function changeOf(step: NoticeStep, actor: Actor, now: Date) {
  switch (step.step) {
    case "check":
      return { state: "CHECKED", checkedById: actor.userId, checkedAt: now };
    case "publish": {
      const from = dayOf(now);
      const until = dayOf(addDays(startOfDay(from), Math.max(1, step.days) - 1));
      const dates = { fromOn: dayToDate(from), untilOn: dayToDate(until) };
      return { state: "PUBLISHED", publishedById: actor.userId, publishedAt: now, ...dates };
    }
    case "refuse":
      return { state: "REFUSED" };
    case "withdraw":
      return { state: "WITHDRAWN", withdrawnAt: now, withdrawnReason: step.reason.trim() };
  }
}

export function explainAdvanceNoticeFailure(failure: AdvanceNoticeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这份公示，或不在您的权限内。";
    case "not-now":
      return "这份公示的进度已经变了，请刷新后再办。";
    case "same-person":
      return "提交、核对、批准须由三个人办理。";
    case "reason-missing":
      return "请写明撤回的理由。";
  }
}
