import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { can } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { proposeSplitRule } from "~/catalog/propose-split-rule.server";
import { explainProposeRuleFailure } from "~/catalog/rule-failure";
import { listSplitRules } from "~/catalog/rule-store.server";
import { percentWords, splitRuleProblem, explainSplitRuleProblem } from "~/catalog/split-rule";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { ErrorSummary, Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { dryRunData } from "./dry-run-data.server";
import { tryOutSplitRule } from "./dry-run-store.server";
import { DryRunTable, type DryRunData } from "./dry-run-table";
import { splitRuleForm } from "./forms.server";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { newestInForce, versionState } from "./version-state";

const TITLE = "分账规则";

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const versions = await listSplitRules(db());
  const inForce = newestInForce(versions, ({ code }) => code, now);
  return {
    frame: opsFrame(actor),
    mayPropose: can(actor, "split-rule:propose"),
    versions: versions.map((version) => ({
      id: version.id,
      code: version.code,
      version: version.version,
      name: version.name,
      rates: [version.cooperativeBps, version.reserveBps, version.servicePointBps, version.villageBps].map(
        percentWords,
      ),
      validFrom: minuteOf(version.validFrom),
      createdBy: version.createdBy,
      approvedBy: version.approvedBy,
      state: versionState(version, inForce.has(version.id), now),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "split-rule:propose");
  const form = await parseForm(request, splitRuleForm);
  if (!form.ok) return form.answer;
  const { intent, code, name, nameEn, validFrom, ...rates } = form.value;
  const now = new Date();
  if (intent === "try") {
    const problem = splitRuleProblem(rates);
    if (problem) return form.refuse({ "": [explainSplitRuleProblem(problem)] });
    const run = dryRunData(await tryOutSplitRule(db(), code, rates));
    return json({ errors: form.noErrors, typed: form.typed, run });
  }
  const proposed = await proposeSplitRule({ actor, code, name, nameEn, rates, validFrom: validFrom ?? now, now });
  if (!proposed.ok) return form.refuse({ "": [explainProposeRuleFailure(proposed.failure)] });
  return redirect(paths.ops.splitRule(proposed.value.id));
}

export default function SplitRules() {
  const { frame, mayPropose, versions } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const errors = answer?.errors;
  const run = answer && "run" in answer ? (answer.run as DryRunData) : undefined;
  const typed = (name: string) => answer?.typed[name];
  return (
    <OpsFrame
      frame={frame}
      current="split-rules"
      title={errorTitle(TITLE, errors)}
      intro="卖出一件商品，扣除平台服务费与支付手续费后，其余按规则分给村集体、合作社（或服务点）与农户。改动即新版本，经另一人批准后只用于之后的订单。"
    >
      <Table
        caption="全部版本"
        small="cards"
        columns={[
          { key: "rule", label: "规则" },
          { key: "cooperative", label: "合作社服务费", align: "end" },
          { key: "reserve", label: "其中风险金", align: "end" },
          { key: "service", label: "服务点", align: "end" },
          { key: "village", label: "村集体", align: "end" },
          { key: "from", label: "生效" },
          { key: "people", label: "提出 / 批准" },
          { key: "state", label: "状态" },
        ]}
      >
        {versions.map((version) => (
          <tr key={version.id}>
            <th scope="row">
              <a href={paths.ops.splitRule(version.id)}>
                {version.name} 第 {version.version} 版
              </a>{" "}
              <span className="caption">{version.code}</span>
            </th>
            {["合作社服务费", "其中风险金", "服务点", "村集体"].map((label, index) => (
              <Cell key={label} label={label} number>
                {version.rates[index]}
              </Cell>
            ))}
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
          <PostForm className="form" action={`${paths.ops.splitRules()}#propose`} noValidate>
            <ErrorSummary errors={errors} />
            <Field
              label="规则代码"
              name="code"
              width="short"
              hint="沿用代码即为该规则的新版本，例如 standard；新代码即新规则。"
              required
              defaultValue={typed("code")}
              error={errors?.["code"]}
            />
            <Field label="中文名称" name="name" required defaultValue={typed("name")} error={errors?.["name"]} />
            <Field label="英文名称" name="nameEn" required defaultValue={typed("nameEn")} error={errors?.["nameEn"]} />
            {RATES.map((rate) => (
              <Field
                key={rate.name}
                {...rate}
                width="short"
                unit="%"
                inputMode="decimal"
                required
                defaultValue={typed(rate.name)}
                error={errors?.[rate.name]}
              />
            ))}
            <Field
              label="生效日期"
              name="validFrom"
              width="short"
              optional
              hint="例如 2026-12-01；留空即批准后立即生效"
              defaultValue={typed("validFrom")}
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

const RATES = [
  { name: "cooperativeBps", label: "合作社服务费", hint: "代销货款中合作社的服务费" },
  { name: "reserveBps", label: "其中风险金", hint: "从合作社服务费中留存，先用于承担无法收回的退款" },
  { name: "servicePointBps", label: "服务点费", hint: "农户直销时，协助的村级服务点所得" },
  { name: "villageBps", label: "村集体", hint: "占成交额，没有约定填 0" },
] as const;
