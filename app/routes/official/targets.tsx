import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "~/access/not-found";
import { can, canSomewhere } from "~/access/permissions";
import { requirePermission } from "~/access/require-actor.server";
import { explainPublishIncomeLineFailure, publishIncomeLine } from "~/benefits/publish-income-line.server";
import { parseYuan, toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { monitoringLines } from "~/regions/income-line-store.server";
import { dropTarget, explainSetTargetFailure, setTarget } from "~/regions/set-target.server";
import { goalText, isTargetKey, parseGoal, TARGET_KEYS, TARGETS, UNIT_WORDS } from "~/regions/target";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { doneWords } from "~/routes/consoles/done-words";
import { Notice } from "~/ui/notice";
import { Cell, Table } from "~/ui/table";
import { ownAreasAndBelow } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { allTargets } from "./region-desk-store.server";

export const meta: MetaFunction = () => govMeta("目标与监测线");

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const [targets, lines, areas] = await Promise.all([
    allTargets(db(), areaPrefixes),
    monitoringLines(db(), areaPrefixes),
    ownAreasAndBelow(db(), areaPrefixes),
  ]);
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
            label: TARGETS[key].label,
            goal: goalText(key, toNumber(goal)),
            source,
            year,
            mayDrop: areaCode !== "" && can(actor, "target:set", { areaCode }),
          }
        : [],
    ),
    lines: lines.map(({ recordedAt, fenPerPerson, areaName, ...line }) => ({
      ...line,
      area: areaName ?? (line.areaCode === "" ? "各地" : line.areaCode),
      fenPerPerson: toNumber(fenPerPerson),
      // Those from before this was written down have no day of their own.
      recordedOn: recordedAt.getTime() === 0 ? "—" : dayOf(recordedAt),
    })),
    maySet: canSomewhere(actor, "target:set"),
    mayPublish: canSomewhere(actor, "line:publish"),
    done: doneWords(DONE, search.get("done")),
  };
}

const YEARS = { least: 2015, most: 2050 };
const year = z.coerce
  .number({ error: "请填写年份。" })
  .int("年份请填四位数字。")
  .min(YEARS.least, `年份不早于 ${YEARS.least}。`)
  .max(YEARS.most, `年份不晚于 ${YEARS.most}。`);
const area = z.string({ error: "请选择地区。" }).max(12, "请选择地区。");
const key = z.enum(TARGET_KEYS, "请选择指标。");

const targetForm = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("set"),
    area,
    key,
    year,
    goal: z.string({ error: "请填写目标值。" }).max(20, "目标值太长。"),
    source: z.string({ error: "请写明目标出自哪份文件。" }).max(100, "最多 100 个字。"),
  }),
  z.object({ step: z.literal("drop"), area, key, year }),
  z.object({
    step: z.literal("line"),
    area,
    year,
    line: z.string({ error: "请填写监测线。" }).transform((typed, context) => {
      const fen = parseYuan(typed);
      if (fen === undefined) context.addIssue({ code: "custom", message: "金额请按 8500 或 8500.50 的样子填写。" });
      return fen ?? 0n;
    }),
    source: z.string({ error: "请写明监测线出自哪份文件。" }).max(100, "最多 100 个字。"),
  }),
]);

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, "target:set");
  const form = await parseForm(request, targetForm);
  if (!form.ok) return form.answer;
  if (form.value.step === "line") {
    const { area: areaCode, year: ofYear, line: fenPerPerson, source } = form.value;
    const published = await publishIncomeLine({ actor, areaCode, year: ofYear, fenPerPerson, source, now: new Date() });
    if (published.ok) return redirect(paths.gov.targets({ done: "line" }));
    const field = { "not-found": "area", year: "year", amount: "line", "source-missing": "source" } as const;
    return form.refuse({ [field[published.failure.kind]]: [explainPublishIncomeLineFailure(published.failure)] });
  }
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
  // Two forms with fields of the same names: what was refused belongs to the one that was sent.
  const ofLine = answer?.typed["step"] === "line";
  const typed = (name: string) => (ofLine ? undefined : answer?.typed[name]);
  const errors = ofLine ? undefined : answer?.errors;
  return (
    <GovFrame
      frame={data.frame}
      current="overview"
      title={errorTitle("目标与监测线", answer?.errors)}
      intro="同一指标以最近一级地区、最近一年的目标为准；进度在各地区的总览里按明细计算。"
      crumbs={[{ label: "总览", href: paths.gov.overview() }, { label: "目标" }]}
    >
      <ErrorSummary errors={answer?.errors} title="没有保存" />
      {data.done !== null && !answer && (
        <Notice tone="done" live>
          {data.done}
        </Notice>
      )}
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
                {target.areaCode === "" ? target.area : <a href={paths.gov.area(target.areaCode)}>{target.area}</a>}
              </Cell>
              <Cell label="年份" number>
                {target.year}
              </Cell>
              <Cell label="目标值">{target.goal}</Cell>
              <Cell label="来源">{target.source}</Cell>
              <td className="no-print">
                {target.mayDrop && (
                  <form method="post" action={paths.gov.targets()}>
                    <input type="hidden" name="area" value={target.areaCode} />
                    <input type="hidden" name="key" value={target.key} />
                    <input type="hidden" name="year" value={target.year} />
                    <Button name="step" value="drop" tone="quiet" aria-label={`撤销 ${target.area}${target.label}`}>
                      撤销
                    </Button>
                  </form>
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
          <form className="form" method="post" action={paths.gov.targets()} noValidate>
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
          </form>
        </section>
      )}
      <Lines data={data} answer={ofLine ? answer : undefined} />
    </GovFrame>
  );
}

const DONE: Readonly<Record<string, string>> = {
  set: "已保存。",
  drop: "已撤销。",
  line: "已公布，尚未结账的月份按它衡量。",
};

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Answer = ReturnType<typeof useActionData<typeof action>>;

/** 监测线 by year: each with its paper, those that were replaced beside what replaced them. */
function Lines({ data, answer }: { data: Data; answer: Answer }) {
  const typed = (name: string) => answer?.typed[name];
  return (
    <section className="stack">
      <div className="section-head">
        <h2>监测线</h2>
      </div>
      {data.lines.length === 0 ? (
        <EmptyState title="还没有公布监测线" />
      ) : (
        <Table
          caption="各年的监测线（每人每年）"
          small="cards"
          columns={[
            { key: "year", label: "适用年份" },
            { key: "area", label: "地区" },
            { key: "line", label: "监测线", align: "end" },
            { key: "source", label: "来源" },
            { key: "recorded", label: "录入" },
          ]}
        >
          {data.lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.year}</th>
              <Cell label="地区">{line.area}</Cell>
              <Cell label="监测线" number>
                <Money fen={line.fenPerPerson} />
              </Cell>
              <Cell label="来源">{line.source}</Cell>
              <Cell label="录入">
                {line.recordedOn}
                {line.replaced && "（已由后一条更正）"}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {data.mayPublish && (
        <form className="form no-print" method="post" action={paths.gov.targets()} noValidate>
          <h3>公布监测线</h3>
          <SelectField
            label="地区"
            name="area"
            id="line-area"
            required
            placeholder="请选择"
            options={data.areas}
            defaultValue={typed("area") ?? data.area}
            error={answer?.errors["area"]}
          />
          <Field
            label="适用年份"
            name="year"
            id="line-year"
            width="short"
            inputMode="numeric"
            required
            defaultValue={typed("year") ?? String(data.year)}
            error={answer?.errors["year"]}
          />
          <Field
            label="监测线"
            name="line"
            width="short"
            unit="元"
            inputMode="decimal"
            required
            hint="每人每年；同一年再公布一次即为更正，已结账的月份不变"
            defaultValue={typed("line")}
            error={answer?.errors["line"]}
          />
          <Field
            label="来源"
            name="source"
            id="line-source"
            required
            hint="文件名和文号"
            defaultValue={typed("source")}
            error={answer?.errors["source"]}
          />
          <div className="form-actions">
            <Button name="step" value="line">
              公布
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
