import type { Actor } from "~/access/actor";
import { logAccess } from "~/access/access-log-store.server";
import { can } from "~/access/permissions";
import { areaScopes } from "~/access/scopes";
import { failed, succeeded, type Result } from "~/kernel/result";
import { withTransaction } from "~/platform/db.server";

export type ReportStep =
  | { readonly step: "check" }
  | { readonly step: "approve" }
  | { readonly step: "refuse"; readonly reason: string };

export type AdvanceReportFailure =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-now" }
  | { readonly kind: "same-person" }
  | { readonly kind: "reason-missing" };

/** Submitted → checked → approved and locked: three people. Whoever may check may also send it back with a reason. */
export async function advanceReport(input: {
  readonly actor: Actor;
  readonly reportId: string;
  readonly step: ReportStep;
  readonly now: Date;
}): Promise<Result<undefined, AdvanceReportFailure>> {
  const { actor, reportId, step, now } = input;
  if (step.step === "refuse" && step.reason.trim() === "") return failed({ kind: "reason-missing" });
  return withTransaction("advance report", async (tx) => {
    const [report] = await tx.$queryRaw<
      { areaCode: string; number: string; state: string; submittedById: string; checkedById: string | null }[]
    >`SELECT area_code AS "areaCode", number, state, submitted_by_id AS "submittedById", checked_by_id AS "checkedById"
      FROM periodic_report WHERE id = ${reportId}::uuid FOR UPDATE`;
    const mine = report && areaScopes(actor).some((prefix) => report.areaCode.startsWith(prefix));
    const action = step.step === "approve" ? "report:approve" : "report:check";
    if (!mine || !can(actor, action, { areaCode: report.areaCode })) return failed({ kind: "not-found" });
    const from = { check: ["SUBMITTED"], approve: ["CHECKED"], refuse: ["SUBMITTED", "CHECKED"] }[step.step];
    if (!from.includes(report.state)) return failed({ kind: "not-now" });
    const before = step.step === "approve" ? [report.submittedById, report.checkedById] : [report.submittedById];
    if (before.includes(actor.userId)) return failed({ kind: "same-person" });
    await tx.periodicReport.update({ where: { id: reportId }, data: changeOf(step, actor, now), select: { id: true } });
    await logAccess(tx, {
      actor,
      action: `report:${step.step}`,
      subjectKind: "report",
      subjectId: reportId,
      reason: report.number,
      now,
    });
    return succeeded(undefined);
  });
}

function changeOf(step: ReportStep, actor: Actor, now: Date) {
  switch (step.step) {
    case "check":
      return { state: "CHECKED", checkedById: actor.userId, checkedAt: now };
    case "approve":
      return { state: "APPROVED", approvedById: actor.userId, approvedAt: now };
    case "refuse":
      return { state: "REFUSED", refusedById: actor.userId, refusedReason: step.reason.trim() };
  }
}

export function explainAdvanceReportFailure(failure: AdvanceReportFailure): string {
  switch (failure.kind) {
    case "not-found":
      return "没有这份报告，或不在您的权限内。";
    case "not-now":
      return "这份报告的进度已经变了，请刷新后再办。";
    case "same-person":
      return "上报、核对、批准须由三个人办理。";
    case "reason-missing":
      return "请写明退回的理由。";
  }
}
