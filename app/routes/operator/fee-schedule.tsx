import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { approveFeeSchedule } from "~/catalog/approve-fee-schedule.server";
import { rejectFeeSchedule } from "~/catalog/reject-fee-schedule.server";
import { explainApproveRuleFailure } from "~/catalog/rule-failure";
import { listFeeSchedules } from "~/catalog/rule-store.server";
import { percentWords } from "~/catalog/split-rule";
import { formatYuan } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { dryRunData } from "./dry-run-data.server";
import { tryOutFeeSchedule } from "./dry-run-store.server";
import { decisionForm } from "./forms.server";
import { opsFrame, opsMeta } from "./ops-frame";
import { newestInForce, versionState } from "./version-state";
import { VersionPage } from "./version-page";

export const meta: MetaFunction = () => opsMeta("平台费率");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const versions = await listFeeSchedules(db());
  const version = versions.find(({ id }) => id === params["id"]);
  if (!version) throw notFound();
  const waits = !version.approvedAt && !version.rejectedAt;
  return {
    frame: opsFrame(actor),
    title: `平台费率第 ${version.version} 版`,
    facts: [
      { label: "平台服务费", value: percentWords(version.platformBps) },
      {
        label: "支付手续费",
        value: `${percentWords(version.processingBps)} + 每笔 ¥${formatYuan(version.processingFixedFen)}`,
      },
      { label: "生效", value: minuteOf(version.validFrom) },
      { label: "提出人", value: version.createdBy ?? "系统" },
      { label: "批准人", value: version.approvedBy ?? (version.approvedAt ? "系统" : "—") },
    ],
    state: versionState(version, newestInForce(versions, () => "", now).has(version.id), now),
    waits,
    mayApprove: waits && can(actor, "fee-schedule:approve"),
    own: version.createdById === actor.userId,
    run: dryRunData(await tryOutFeeSchedule(db(), version)),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "fee-schedule:approve");
  const schedule = (await listFeeSchedules(db())).find(({ id }) => id === params["id"]);
  if (!schedule) throw notFound();
  const scheduleId = schedule.id;
  const form = await parseForm(request, decisionForm);
  if (!form.ok) return form.answer;
  const decide = form.value.decision === "approve" ? approveFeeSchedule : rejectFeeSchedule;
  const decided = await decide({ actor, scheduleId, now: new Date() });
  if (decided.ok) return redirect(paths.ops.feeSchedule(scheduleId));
  if (decided.failure.kind === "no-such-version") throw notFound();
  return form.refuse({ "": [explainApproveRuleFailure(decided.failure)] });
}

export default function FeeSchedule() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <VersionPage
      {...data}
      errors={refused?.errors}
      current="fee-schedules"
      list={paths.ops.feeSchedules()}
      listName="平台费率"
    />
  );
}
