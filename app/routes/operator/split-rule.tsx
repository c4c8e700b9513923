import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { approveSplitRule } from "~/catalog/approve-split-rule.server";
import { rejectSplitRule } from "~/catalog/reject-split-rule.server";
import { explainApproveRuleFailure } from "~/catalog/rule-failure";
import { listSplitRules } from "~/catalog/rule-store.server";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { ratesInWords } from "./dry-run";
import { dryRunData } from "./dry-run-data.server";
import { tryOutSplitRule } from "./dry-run-store.server";
import { decisionForm } from "./forms.server";
import { opsFrame, opsMeta } from "./ops-frame";
import { newestInForce, versionState } from "./version-state";
import { VersionPage } from "./version-page";

export const meta: MetaFunction = () => opsMeta("分账规则");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const versions = await listSplitRules(db());
  const version = versions.find(({ id }) => id === params["id"]);
  if (!version) throw notFound();
  const state = versionState(version, newestInForce(versions, ({ code }) => code, now).has(version.id), now);
  const waits = !version.approvedAt && !version.rejectedAt;
  return {
    frame: opsFrame(actor),
    title: `${version.name} 第 ${version.version} 版`,
    facts: [
      { label: "规则代码", value: version.code },
      { label: "比例", value: ratesInWords(version) },
      { label: "生效", value: minuteOf(version.validFrom) },
      { label: "提出人", value: version.createdBy ?? "系统" },
      { label: "批准人", value: version.approvedBy ?? (version.approvedAt ? "系统" : "—") },
    ],
    state,
    waits,
    mayApprove: waits && can(actor, "split-rule:approve"),
    own: version.createdById === actor.userId,
    run: dryRunData(await tryOutSplitRule(db(), version.code, version)),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "split-rule:approve");
  const rule = (await listSplitRules(db())).find(({ id }) => id === params["id"]);
  if (!rule) throw notFound();
  const ruleId = rule.id;
  const form = await parseForm(request, decisionForm);
  if (!form.ok) return form.answer;
  const decide = form.value.decision === "approve" ? approveSplitRule : rejectSplitRule;
  const decided = await decide({ actor, ruleId, now: new Date() });
  if (decided.ok) return redirect(paths.ops.splitRule(ruleId));
  if (decided.failure.kind === "no-such-version") throw notFound();
  return form.refuse({ "": [explainApproveRuleFailure(decided.failure)] });
}

export default function SplitRule() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <VersionPage
      {...data}
      errors={refused?.errors}
      current="split-rules"
      list={paths.ops.splitRules()}
      listName="分账规则"
    />
  );
}
