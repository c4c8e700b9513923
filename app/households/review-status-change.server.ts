import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { dayOf } from "~/kernel/period";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";
import { dateToDay } from "~/kernel/calendar-day";
import { lockStatusCase } from "./status-case-store.server";

export type ReviewStatusChangeFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-on-notice" }
  | { readonly kind: "notice-runs"; readonly until: string }
  | { readonly kind: "own-proposal" }
  | { readonly kind: "result-missing" };

/** The township reviews after the notice: what came in, and how it was answered. */
export async function reviewStatusChange(input: {
  readonly actor: Actor;
  readonly caseId: string;
  readonly noticeResult: string;
  readonly now: Date;
}): Promise<Result<undefined, ReviewStatusChangeFailure>> {
  const { actor, caseId, now } = input;
  const noticeResult = input.noticeResult.trim();
  if (noticeResult === "") return failed({ kind: "result-missing" });
  return withTransaction("review status change", async (tx) => {
    const found = await lockStatusCase(tx, caseId, areaScopes(actor));
    if (!found || !can(actor, "status:review", { areaCode: found.areaCode })) return failed({ kind: "not-found" });
    if (found.state !== "ON_NOTICE") return failed({ kind: "not-on-notice" });
    if (found.proposedById === actor.userId) return failed({ kind: "own-proposal" });
    const until = dateToDay(found.noticeUntil);
    if (dayOf(now) <= until) return failed({ kind: "notice-runs", until });
    await tx.statusCase.update({
      where: { id: caseId },
      data: { state: "REVIEWED", noticeResult, reviewedById: actor.userId, reviewedAt: now },
      select: { id: true },
    });
    const subject = { subjectKind: "household" as const, subjectId: found.householdId };
    await logAccess(tx, { actor, action: "status:review", ...subject, reason: found.number, now });
    return succeeded(undefined);
  });
}

export function explainReviewStatusChangeFailure(failure: ReviewStatusChangeFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这件变动，或不在您的权限内。";
    case "not-on-notice":
      return "这件变动已经审核过。";
    case "notice-runs":
      return `公示到 ${failure.until} 才满，之后才能审核。`;
    case "own-proposal":
      return "您自己提出的变动须由他人审核。";
    case "result-missing":
      return "请写明公示结果：有无异议，如何答复。";
  }
}
