import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { householdIsWithin } from "~/households/household-store.server";
import { MOST_MEASURES } from "~/households/plan";
import { plansOf } from "~/households/record-store.server";
import { explainWritePlanFailure, writePlan } from "~/households/write-plan.server";
import { isId } from "~/kernel/ids";
import { formatYuan, toNumber } from "~/kernel/money";
import { minuteOf, periodOf, yearAndMonth } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Money } from "~/ui/money";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { HouseholdNav } from "./household-nav";
import { openHouseholdCardPage } from "./household-page.server";
import { planForm } from "./record-forms.server";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  govMeta(data ? `一户一策 ${data.card.number}` : "一户一策");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { frame, card, crumbs, now } = await openHouseholdCardPage(request, params["id"]);
  const plans = await plansOf(db(), card.id);
  return {
    frame,
    crumbs,
    year: yearAndMonth(periodOf(now)).year,
    card: { id: card.id, number: card.number, maskedHeadName: card.maskedHeadName },
    plans: plans.map(({ targetFen, createdAt, ...plan }) => ({
      ...plan,
      targetFen: toNumber(targetFen),
      targetText: formatYuan(targetFen).replaceAll(",", ""),
      at: minuteOf(createdAt),
    })),
    done: new URL(request.url).searchParams.get("done") === "1",
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const householdId = params["id"];
  if (!isId(householdId) || !(await householdIsWithin(db(), householdId, areaPrefixes))) throw notFound();
  const form = await parseForm(request, planForm);
  if (!form.ok) return form.answer;
  const { targetYuan, measures, ...plan } = form.value;
  const written = await writePlan({
    ...plan,
    targetFen: targetYuan,
    measures: measures.filter(({ measure }) => measure.trim() !== ""),
    actor,
    householdId,
    now: new Date(),
  });
  if (written.ok) return redirect(paths.gov.householdPlan(householdId, { done: "1" }));
  if (written.failure.kind === "not-found") throw notFound();
  const field = written.failure.kind === "no-measure" ? "measures[0].measure" : "";
  return form.refuse({ [field]: [explainWritePlanFailure(written.failure)] });
}

export default function GovHouseholdPlan() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { card, plans } = data;
  const [current, ...earlier] = plans;
  const typed = (name: string, stored?: string) => answer?.typed[name] ?? stored;
  return (
    <GovFrame
      frame={data.frame}
      current="households"
      title={errorTitle(`${card.maskedHeadName}户的一户一策`, answer?.errors)}
      intro={current ? `现行第 ${current.version} 版，${current.at} ${current.author ?? "系统"}` : undefined}
      crumbs={data.crumbs}
    >
      <HouseholdNav id={card.id} current="plan" />
      <Outcome answer={answer} refusal="没有保存" done={data.done && "已保存为新的一版。"} />
      {current ? <PlanView plan={current} /> : <EmptyState title="还没有帮扶计划">在下面写第一版。</EmptyState>}
      {earlier.map((plan) => (
        <details key={plan.version}>
          <summary>
            第 {plan.version} 版（{plan.at} {plan.author ?? "系统"}）
          </summary>
          <PlanView plan={plan} />
        </details>
      ))}
      <section className="stack no-print">
        <div className="section-head">
          <h2>{current ? "写下一版" : "写第一版"}</h2>
        </div>
        <PostForm className="form" action={paths.gov.householdPlan(card.id)} noValidate>
          <input type="hidden" name="basedOn" value={current?.version ?? 0} />
          <Field
            label="年度"
            name="year"
            width="short"
            inputMode="numeric"
            required
            defaultValue={typed("year", String(current?.year ?? data.year))}
            error={answer?.errors["year"]}
          />
          <Field
            label="全家全年目标收入"
            name="targetYuan"
            width="short"
            inputMode="decimal"
            unit="元"
            required
            defaultValue={typed("targetYuan", current?.targetText)}
            error={answer?.errors["targetYuan"]}
          />
          <TextareaField
            label="年度目标"
            name="target"
            rows={2}
            required
            defaultValue={typed("target", current?.target)}
            error={answer?.errors["target"]}
          />
          <TextareaField
            label="阶段计划"
            name="stages"
            rows={3}
            required
            defaultValue={typed("stages", current?.stages)}
            error={answer?.errors["stages"]}
          />
          {Array.from({ length: MOST_MEASURES }, (_, index) => {
            const name = (part: string) => `measures[${index}].${part}`;
            const stored = current?.measures[index];
            return (
              <fieldset key={index} className="form-section field-group">
                <legend>措施 {index + 1}</legend>
                <Field
                  label="做什么"
                  name={name("measure")}
                  optional={index > 0}
                  defaultValue={typed(name("measure"), stored?.measure)}
                  error={answer?.errors[name("measure")]}
                />
                <div className="halves">
                  <Field
                    label="谁负责"
                    name={name("who")}
                    optional
                    defaultValue={typed(name("who"), stored?.who)}
                    error={answer?.errors[name("who")]}
                  />
                  <Field
                    label="何时完成"
                    name={name("until")}
                    optional
                    defaultValue={typed(name("until"), stored?.until)}
                    error={answer?.errors[name("until")]}
                  />
                </div>
                <Field
                  label="结果"
                  name={name("outcome")}
                  optional
                  defaultValue={typed(name("outcome"), stored?.outcome)}
                  error={answer?.errors[name("outcome")]}
                />
              </fieldset>
            );
          })}
          <div className="form-actions">
            <Button>保存新的一版</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

function PlanView({ plan }: { plan: PageData["plans"][number] }) {
  return (
    <section className="stack">
      <p>
        {plan.year} 年目标收入 <Money fen={plan.targetFen} />
        （全家全年）：{plan.target}
      </p>
      <p className="prose">{plan.stages}</p>
      <Table
        caption={`第 ${plan.version} 版的措施`}
        small="cards"
        columns={[
          { key: "measure", label: "措施" },
          { key: "who", label: "负责人" },
          { key: "until", label: "完成时间" },
          { key: "outcome", label: "结果" },
        ]}
      >
        {plan.measures.map((measure, index) => (
          <tr key={index}>
            <th scope="row">{measure.measure}</th>
            <Cell label="负责人">{measure.who || "—"}</Cell>
            <Cell label="完成时间">{measure.until || "—"}</Cell>
            <Cell label="结果">{measure.outcome || "—"}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
