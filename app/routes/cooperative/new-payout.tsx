import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { incomeClassesOf } from "~/benefits/class-map-store.server";
import { PAYOUT_FLOWS } from "~/benefits/flow";
import { findCooperatives } from "~/cooperatives/cooperative-store.server";
import { memberHouseholds } from "~/households/household-store.server";
import { isId, newId } from "~/kernel/ids";
import { dayOf, periodOf, type Period } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { enterPayout, explainPayoutFailure, type PayoutFailure } from "~/settlement/enter-payout.server";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Field, SelectField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { PostForm } from "~/ui/post-form";
import { SummaryList } from "~/ui/summary-list";
import { CoopFrame, coopMeta } from "./coop-frame";
import { CLASS_WORDS, PAYOUT_WORDS } from "~/routes/consoles/payout-words";
import { payoutForm } from "./settlement-forms.server";
import { shown } from "./typed";
import { chosenCooperative, coopFrame, requireCooperative } from "./workplace.server";

const TITLE = "登记工资、租金或分红";
const FOUND_AT_MOST = 20;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireCooperative(request, "payout:record");
  const search = new URL(request.url).searchParams;
  const frame = await coopFrame(workplace.actor);
  const done = search.get("done") === "entered";
  const cooperativeId = chosenCooperative(workplace, search.get("coop"));
  if (cooperativeId === undefined) {
    const cooperatives = await findCooperatives(db(), workplace.cooperativeIds);
    return json({
      frame,
      done,
      step: "cooperative" as const,
      cooperatives: cooperatives.map(({ id, name }) => ({ id, name })),
    });
  }
  const coop = workplace.cooperativeIds.length > 1 ? cooperativeId : "";
  const now = new Date();
  const asked = search.get("household");
  const members = isId(asked ?? undefined)
    ? await memberHouseholds(db(), cooperativeId, { day: dayOf(now), limit: 2_000 })
    : [];
  const household = members.find((one) => one.id === asked);
  if (!household) {
    const query = search.get("q")?.trim().slice(0, 40) ?? "";
    const found = await memberHouseholds(db(), cooperativeId, { query, day: dayOf(now), limit: FOUND_AT_MOST });
    return json({
      frame,
      done,
      step: "household" as const,
      coop,
      query,
      found: found.map(({ id, headName, number }) => ({ id, headName, number })),
    });
  }
  return json({
    frame,
    done,
    step: "form" as const,
    coop,
    cooperativeId,
    household: { id: household.id, name: `${household.headName}（${household.number}）` },
    payoutId: newId(),
    classes: await classWords(periodOf(now)),
    period: periodOf(now),
  });
}

async function classWords(period: Period): Promise<Partial<Record<string, string>>> {
  const classes = await incomeClassesOf(db(), period);
  return Object.fromEntries(Object.entries(classes).map(([flow, incomeClass]) => [flow, CLASS_WORDS[incomeClass]]));
}

export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireCooperative(request, "payout:record");
  const form = await parseForm(request, payoutForm);
  if (!form.ok) return form.answer;
  const { amount, ...rest } = form.value;
  const entered = await enterPayout({ ...rest, amountFen: amount, actor: workplace.actor, now: new Date() });
  if (!entered.ok) return form.refuse({ [fieldOf(entered.failure)]: [explainPayoutFailure(entered.failure)] });
  const coop = workplace.cooperativeIds.length > 1 ? rest.cooperativeId : "";
  return redirect(paths.coop.newPayout({ coop, done: "entered" }));
}

function fieldOf(failure: PayoutFailure): string {
  switch (failure.kind) {
    case "bad-flow":
      return "flow";
    case "bad-amount":
      return "amount";
    case "bad-period":
      return "period";
    case "no-basis":
      return "basis";
    case "no-document":
      return "document";
    default:
      return "";
  }
}

export default function NewPayout() {
  const data = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = refused?.errors;
  return (
    <CoopFrame
      frame={data.frame}
      current="settlement"
      title={errorTitle(TITLE, errors)}
      intro="不经过卖货付给农户的钱：登记后成为应付，由下一个付款批次付出。"
      crumbs={[{ label: "结算", href: paths.coop.settlement() }, { label: TITLE }]}
    >
      {data.done && !refused && (
        <Notice tone="done" live title="已登记，计入应付。">
          <a href={paths.coop.settlement()}>去结算页</a>
        </Notice>
      )}
      {data.step === "cooperative" && (
        <div className="cluster">
          {data.cooperatives.map(({ id, name }) => (
            <ButtonLink key={id} tone="quiet" size="large" href={paths.coop.newPayout({ coop: id })}>
              {name}
            </ButtonLink>
          ))}
        </div>
      )}
      {data.step === "household" && (
        <section className="stack">
          <h2>付给谁？</h2>
          <form method="get" action={paths.coop.newPayout()} className="form" role="search" aria-label="查找社员">
            {data.coop !== "" && <input type="hidden" name="coop" value={data.coop} />}
            <Field label="社员姓名、拼音或编号" name="q" defaultValue={data.query} autoComplete="off" />
            <div className="form-actions">
              <Button>查找</Button>
            </div>
          </form>
          {data.found.length === 0 ? (
            <p className="quiet">没有找到。只查本社今天的社员。</p>
          ) : (
            <ul className="halves plain-list" aria-label="社员">
              {data.found.map((one) => (
                <li key={one.id}>
                  <ButtonLink
                    tone="quiet"
                    size="large"
                    wide
                    href={paths.coop.newPayout({ household: one.id, coop: data.coop })}
                  >
                    {one.headName} <span className="caption">{one.number}</span>
                  </ButtonLink>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {data.step === "form" && (
        <PostForm className="form" noValidate>
          <ErrorSummary errors={errors} title="没有登记" />
          <input type="hidden" name="payoutId" value={shown(refused, "payoutId", data.payoutId)} />
          <input type="hidden" name="cooperativeId" value={data.cooperativeId} />
          <input type="hidden" name="householdId" value={data.household.id} />
          <SummaryList
            items={[
              {
                label: "农户",
                value: data.household.name,
                action: { href: paths.coop.newPayout({ coop: data.coop }), text: "更改", about: "农户" },
              },
            ]}
          />
          <SelectField
            label="款项"
            name="flow"
            placeholder="请选择"
            options={PAYOUT_FLOWS.map((flow) => ({
              value: flow,
              label: `${PAYOUT_WORDS[flow]}（${data.classes[flow] ?? "不计收入"}）`,
            }))}
            defaultValue={shown(refused, "flow")}
            error={errors?.["flow"]}
          />
          <Field
            label="所属月份"
            name="period"
            type="month"
            width="short"
            max={data.period}
            placeholder="2026-11"
            defaultValue={shown(refused, "period", data.period)}
            error={errors?.["period"]}
          />
          <Field
            label="金额"
            name="amount"
            before="¥"
            width="short"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={shown(refused, "amount")}
            error={errors?.["amount"]}
          />
          <Field
            label="计算依据"
            name="basis"
            hint="例如“采摘 12 天 × 120 元”“流转 3.5 亩 × 600 元”"
            defaultValue={shown(refused, "basis")}
            error={errors?.["basis"]}
          />
          <Field
            label="决议或合同"
            name="document"
            hint="租金、分红、返还必填，例如“2026-01 社员大会决议”；工资可以空着。"
            defaultValue={shown(refused, "document")}
            error={errors?.["document"]}
            optional
          />
          <div className="form-actions">
            <Button size="large">登记</Button>
          </div>
        </PostForm>
      )}
    </CoopFrame>
  );
}
