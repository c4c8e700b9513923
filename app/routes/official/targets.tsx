import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can, canSomewhere } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { dropTarget, explainSetTargetFailure, setTarget } from "~/regions/set-target.server";
import { allTargets } from "~/regions/target-store.server";
import { goalText, isTargetKey, parseGoal, TARGET_KEYS, TARGETS, UNIT_WORDS } from "~/regions/target";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { doneWords } from "~/routes/consoles/done-words";
import { Outcome } from "~/ui/outcome";
import { LinkWhere } from "~/ui/link-where";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { areaField, yearField } from "./year-and-area-fields.server";

export const meta: MetaFunction = () => govMeta("目标");

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const [targets, areas] = await Promise.all([allTargets(db(), areaPrefixes), ownAreasAndBelow(db(), areaPrefixes)]);
  const asked = search.get("area") ?? "";
  return {
    frame,
    areas,
    area: areas.some(({ value }) => value === asked) ? asked : "",
    year: Number(dayOf(new Date()).slice(0, 4)),
    targets: targets.flatMap(({ key, goal, areaCode, areaName, source, year }) =>
      isTargetKey(key)
        ? {
            key,
            areaCode,
            area: areaName ?? "各地",
            // A target set above holds here, too; the area above is not this official's to open.
            href: areaPrefixes.some((prefix) => areaCode.startsWith(prefix)) ? paths.gov.area(areaCode) : null,
            label: TARGETS[key].label,
            goal: goalText(key, toNumber(goal)),
            source,
            year,
            mayDrop: areaCode !== "" && can(actor, "target:set", { areaCode }),
          }
        : [],
    ),
    maySet: canSomewhere(actor, "target:set"),
    done: doneWords(DONE, search.get("done")),
  };
}

const key = z.enum(TARGET_KEYS, "请选择指标。");

const targetForm = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("set"),
    area: areaField,
    key,
    year: yearField,
    goal: z.string({ error: "请填写目标值。" }).max(20, "目标值太长。"),
    source: z.string({ error: "请写明目标出自哪份文件。" }).max(100, "最多 100 个字。"),
  }),
  z.object({ step: z.literal("drop"), area: areaField, key, year: yearField }),
]);

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "target:set");
  const form = await parseForm(request, targetForm);
  if (!form.ok) return form.answer;
  const which = { actor, areaCode: form.value.area, key: form.value.key, year: form.value.year, now: new Date() };
  if (form.value.step === "drop") {
    const dropped = await dropTarget(which);
    if (!dropped.ok) throw notFound();
    return redirect(paths.gov.targets({ done: "drop" }));
  }
  const goal = parseGoal(form.value.key, form.value.goal);
  if (goal === undefined)
    return form.refuse({ goal: [`请填写数字，单位：${UNIT_WORDS[TARGETS[form.value.key].unit]}。`] });
  const set = await setTarget({ ...which, goal, source: form.value.source });
  if (set.ok) return redirect(paths.gov.targets({ done: "set" }));
  const field = { "not-found": "area", "goal-out-of-range": "goal", "source-missing": "source" }[set.failure.kind];
  return form.refuse({ [field]: [explainSetTargetFailure(set.failure)] });
}

export default function GovTargets() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = (name: string) => answer?.typed[name];
  const errors = answer?.errors;
  return (
    <GovFrame
      frame={data.frame}
      current="overview"
      title={errorTitle("目标", answer?.errors)}
      intro="同一指标以最近一级地区、最近一年的目标为准；进度在各地区的总览里按明细计算。"
      crumbs={[{ label: "总览", href: paths.gov.overview() }, { label: "目标" }]}
    >
      <Outcome answer={answer} refusal="没有保存" done={data.done} />
      {data.targets.length === 0 ? (
        <EmptyState title="还没有目标" />
      ) : (
        <Table
          caption="已定的目标"
          small="cards"
          columns={[
            { key: "label", label: "指标" },
            { key: "area", label: "地区" },
            { key: "year", label: "年份", align: "end" },
            { key: "goal", label: "目标值" },
            { key: "source", label: "来源" },
            { key: "drop", label: <span className="visually-hidden">操作</span> },
          ]}
        >
          {data.targets.map((target) => (
            <tr key={`${target.areaCode} ${target.year} ${target.key}`}>
              <th scope="row">{target.label}</th>
              <Cell label="地区">
                <LinkWhere href={target.href}>{target.area}</LinkWhere>
              </Cell>
              <Cell label="年份" number>
                {target.year}
              </Cell>
              <Cell label="目标值">{target.goal}</Cell>
              <Cell label="来源">{target.source}</Cell>
              <td className="no-print">
                {target.mayDrop && (
                  <PostForm action={paths.gov.targets()}>
                    <input type="hidden" name="area" value={target.areaCode} />
                    <input type="hidden" name="key" value={target.key} />
                    <input type="hidden" name="year" value={target.year} />
                    <Button name="step" value="drop" tone="quiet" aria-label={`撤销 ${target.area}${target.label}`}>
                      撤销
                    </Button>
                  </PostForm>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {data.maySet && (
        <section className="stack no-print">
          <div className="section-head">
            <h2>定目标</h2>
          </div>
          <PostForm className="form" action={paths.gov.targets()} noValidate>
            <SelectField
              label="地区"
              name="area"
              required
              placeholder="请选择"
              options={data.areas}
              defaultValue={typed("area") ?? data.area}
              error={errors?.["area"]}
            />
            <SelectField
              label="指标"
              name="key"
              required
              placeholder="请选择"
              options={TARGET_KEYS.map((value) => ({
                value,
                label: `${TARGETS[value].label}（${TARGETS[value].atLeast ? "不低于" : "不高于"}，${UNIT_WORDS[TARGETS[value].unit]}）`,
              }))}
              defaultValue={typed("key")}
              error={errors?.["key"]}
            />
            <Field
              label="年份"
              name="year"
              width="short"
              inputMode="numeric"
              required
              defaultValue={typed("year") ?? String(data.year)}
              error={errors?.["year"]}
            />
            <Field
              label="目标值"
              name="goal"
              width="short"
              inputMode="decimal"
              required
              hint="户数填整数；金额按元；比例按百分数，例如 2 表示 2 %"
              defaultValue={typed("goal")}
              error={errors?.["goal"]}
            />
            <Field
              label="来源"
              name="source"
              required
              hint="文件名和文号；没有文件的目标不能保存"
              defaultValue={typed("source")}
              error={errors?.["source"]}
            />
            <div className="form-actions">
              <Button name="step" value="set">
                保存
              </Button>
            </div>
          </PostForm>
        </section>
      )}
      <p>
        <a href={paths.gov.monitoringLines()}>各年的监测线</a>
      </p>
    </GovFrame>
  );
}

const DONE: Readonly<Record<string, string>> = {
  set: "已保存。",
  drop: "已撤销。",
};
