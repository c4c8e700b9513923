import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { explainFeeScheduleProblem, feeScheduleProblem } from "~/catalog/fee-schedule";
import { proposeFeeSchedule } from "~/catalog/propose-fee-schedule.server";
import { explainProposeRuleFailure } from "~/catalog/rule-failure";
import { listFeeSchedules } from "~/catalog/rule-store.server";
import { percentWords } from "~/catalog/split-rule";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { MoneyCell } from "~/ui/money";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { dryRunData } from "./dry-run-data.server";
import { tryOutFeeSchedule } from "./dry-run-store.server";
import { DryRunTable, type DryRunData } from "./dry-run-table";
import { feeScheduleForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { newestInForce, versionState } from "./version-state";

const TITLE = "平台费率";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const versions = await listFeeSchedules(db());
  const inForce = newestInForce(versions, () => "", now);
  return {
    frame: opsFrame(actor),
    mayPropose: can(actor, "fee-schedule:propose"),
    versions: versions.map((version) => ({
      id: version.id,
      version: version.version,
      platform: percentWords(version.platformBps),
      processing: percentWords(version.processingBps),
      fixedFen: toNumber(version.processingFixedFen),
      validFrom: minuteOf(version.validFrom),
      createdBy: version.createdBy,
      approvedBy: version.approvedBy,
      state: versionState(version, inForce.has(version.id), now),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "fee-schedule:propose");
  const form = await parseForm(request, feeScheduleForm);
  if (!form.ok) return form.answer;
  const { intent, validFrom, ...rates } = form.value;
  const now = new Date();
  if (intent === "try") {
    const problem = feeScheduleProblem(rates);
    if (problem) return form.refuse({ "": [explainFeeScheduleProblem(problem)] });
    const run = dryRunData(await tryOutFeeSchedule(db(), rates));
    return json({ errors: form.noErrors, typed: form.typed, run });
  }
  const proposed = await proposeFeeSchedule({ actor, rates, validFrom: validFrom ?? now, now });
  if (!proposed.ok) return form.refuse({ "": [explainProposeRuleFailure(proposed.failure)] });
  return redirect(paths.ops.feeSchedule(proposed.value.id));
}

export default function FeeSchedules() {
  const { frame, mayPropose, versions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const run = answer && "run" in answer ? (answer.run as DryRunData) : undefined;
  return (
    <OpsFrame
      frame={frame}
      current="fee-schedules"
      title={errorTitle(TITLE, errors)}
      intro="平台服务费按商品成交额收取；支付手续费按约定费率从每单中扣，实际费用由支付机构结算，差额归平台承担或留存。"
    >
      <Table
        caption="全部版本"
        small="cards"
        columns={[
          { key: "version", label: "版本" },
          { key: "platform", label: "平台服务费", align: "end" },
          { key: "processing", label: "支付手续费", align: "end" },
          { key: "fixed", label: "每笔固定", align: "end" },
          { key: "from", label: "生效" },
          { key: "people", label: "提出 / 批准" },
          { key: "state", label: "状态" },
        ]}
      >
        {versions.map((version) => (
          <tr key={version.id}>
            <th scope="row">
              <a href={paths.ops.feeSchedule(version.id)}>第 {version.version} 版</a>
            </th>
            <Cell label="平台服务费" number>
              {version.platform}
            </Cell>
            <Cell label="支付手续费" number>
              {version.processing}
            </Cell>
            <MoneyCell label="每笔固定" fen={version.fixedFen} />
            <Cell label="生效">{version.validFrom}</Cell>
            <Cell label="提出 / 批准">
              {version.createdBy ?? "系统"} / {version.approvedBy ?? "—"}
            </Cell>
            <Cell label="状态">
              <StatusWord tone={version.state.tone}>{version.state.word}</StatusWord>
            </Cell>
          </tr>
        ))}
      </Table>
      {run && <DryRunTable run={run} />}
      {mayPropose && (
        <section className="stack" id="propose">
          <div className="section-head">
            <h2>提出新版本</h2>
          </div>
          <PostForm className="form" action={`${paths.ops.feeSchedules()}#propose`} noValidate>
            <ErrorSummary errors={errors} />
            <Field
              label="平台服务费"
              name="platformBps"
              width="short"
              unit="%"
              inputMode="decimal"
              required
              defaultValue={answer?.typed["platformBps"]}
              error={errors?.["platformBps"]}
            />
            <Field
              label="支付手续费比例"
              name="processingBps"
              width="short"
              unit="%"
              inputMode="decimal"
              required
              defaultValue={answer?.typed["processingBps"]}
              error={errors?.["processingBps"]}
            />
            <Field
              label="每笔固定费用"
              name="processingFixedFen"
              width="short"
              unit="元"
              inputMode="decimal"
              required
              defaultValue={answer?.typed["processingFixedFen"]}
              error={errors?.["processingFixedFen"]}
            />
            <Field
              label="生效日期"
              name="validFrom"
              width="short"
              optional
              hint="例如 2026-12-01；留空即批准后立即生效"
              defaultValue={answer?.typed["validFrom"]}
              error={errors?.["validFrom"]}
            />
            <div className="form-actions">
              <Button name="intent" value="propose">
                提交审批
              </Button>
              <Button name="intent" value="try" tone="quiet">
                先试算最近 20 单
              </Button>
            </div>
          </PostForm>
        </section>
      )}
    </OpsFrame>
  );
}
