import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { dateToDay } from "~/kernel/calendar-day";
import { caseloads, withoutResponsible } from "~/households/caseload-store.server";
import { explainReassignCaseloadFailure, reassignCaseload } from "~/households/reassign-caseload.server";
import { visitorLoads } from "~/households/planned-visit-store.server";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { doneCount } from "~/routes/consoles/done-words";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Outcome } from "~/ui/outcome";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { caseloadForm } from "./record-forms.server";

export const meta: MetaFunction = () => govMeta("帮扶责任人");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const today = dayOf(new Date());
  const [loads, without, visitors] = await Promise.all([
    caseloads(db(), areaPrefixes, today),
    withoutResponsible(db(), areaPrefixes, today),
    visitorLoads(db(), areaPrefixes, today),
  ]);
  return {
    frame,
    today,
    without,
    loads: loads.map((load) => ({
      ...load,
      since: dateToDay(load.since),
      lastVisitOn: load.lastVisitOn === null ? null : dateToDay(load.lastVisitOn),
    })),
    visitors: visitors.map((one) => ({ ...one, firstDueOn: dateToDay(one.firstDueOn) })),
    moved: doneCount(new URL(request.url).searchParams.get("done")),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, caseloadForm);
  if (!form.ok) return form.answer;
  const { fromName, fromUnit, toName, toUnit, fromOn } = form.value;
  const reassigned = await reassignCaseload({
    actor,
    from: { personName: fromName.trim(), unit: fromUnit.trim() },
    to: { personName: toName.trim(), unit: toUnit.trim() },
    fromOn,
    now: new Date(),
  });
  if (reassigned.ok) return redirect(paths.gov.caseload({ done: reassigned.value.households }));
  const field = { nobody: "fromName", "same-person": "toName", "before-present": "fromOn" }[reassigned.failure.kind];
  return form.refuse({ [field]: [explainReassignCaseloadFailure(reassigned.failure)] });
}

export default function GovCaseload() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="caseload"
      title={errorTitle("帮扶责任人", answer?.errors)}
      intro={`${data.loads.length} 人负责；${data.without === 0 ? "每户都有责任人" : `${data.without} 户还没有责任人`}。`}
    >
      <Outcome answer={answer} refusal="没有调整" done={data.moved !== null && `已调整 ${data.moved} 户的责任人。`} />
      {data.loads.length === 0 ? (
        <EmptyState title="还没有指定责任人">在户卡里逐户指定。</EmptyState>
      ) : (
        <Table
          caption="负责户数与走访"
          small="cards"
          columns={[
            { key: "name", label: "责任人" },
            { key: "unit", label: "单位" },
            { key: "households", label: "负责户", align: "end" },
            { key: "last", label: "最近走访" },
            { key: "none", label: "90 天未走访", align: "end" },
            { key: "overdue", label: "约定已过期", align: "end" },
          ]}
        >
          {data.loads.map((load) => (
            <tr key={`${load.personName} ${load.unit}`}>
              <th scope="row">{load.personName}</th>
              <Cell label="单位">{load.unit}</Cell>
              <Cell label="负责户" number>
                <a href={paths.gov.households(ofPerson(load))}>{load.households}</a>
              </Cell>
              <Cell label="最近走访">{load.lastVisitOn ?? "—"}</Cell>
              <Cell label="90 天未走访" number>
                <a href={paths.gov.households({ ...ofPerson(load), visits: "late" })}>{load.notVisited}</a>
              </Cell>
              <Cell label="约定已过期" number>
                <a href={paths.gov.households({ ...ofPerson(load), visits: "overdue" })}>{load.overdue}</a>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Visitors visitors={data.visitors} />
      <section className="stack no-print">
        <div className="section-head">
          <h2>整体移交</h2>
        </div>
        <PostForm className="form" action={paths.gov.caseload()} noValidate>
          <p className="quiet">
            把一位责任人在管辖范围内负责的全部农户，从某日起移交给另一位；原任到该日为止，记录保留。
          </p>
          <div className="halves">
            <Field
              label="现任责任人"
              name="fromName"
              required
              defaultValue={typed("fromName")}
              error={answer?.errors["fromName"]}
            />
            <Field
              label="现任单位"
              name="fromUnit"
              required
              defaultValue={typed("fromUnit")}
              error={answer?.errors["fromUnit"]}
            />
            <Field
              label="接任人"
              name="toName"
              required
              defaultValue={typed("toName")}
              error={answer?.errors["toName"]}
            />
            <Field
              label="接任单位"
              name="toUnit"
              required
              defaultValue={typed("toUnit")}
              error={answer?.errors["toUnit"]}
            />
          </div>
          <Field
            label="起始日期"
            name="fromOn"
            type="date"
            width="short"
            required
            defaultValue={typed("fromOn") ?? data.today}
            error={answer?.errors["fromOn"]}
          />
          <div className="form-actions">
            <Button>移交</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}

type PageData = ReturnType<typeof useLoaderData<typeof loader>>;

/** 安排走访: who was sent to which households and has not been there yet. */
function Visitors({ visitors }: Pick<PageData, "visitors">) {
  return (
    <section className="stack">
      <div className="section-head">
        <h2>安排走访</h2>
        <a href={paths.gov.households()}>到农户里勾选安排</a>
      </div>
      {visitors.length === 0 ? (
        <p className="quiet">没有安排了还没有去的走访。</p>
      ) : (
        <Table
          caption="安排了还没有去的"
          captionHidden
          small="cards"
          columns={[
            { key: "name", label: "走访人" },
            { key: "unit", label: "单位" },
            { key: "households", label: "待走访户", align: "end" },
            { key: "first", label: "最早期限" },
            { key: "late", label: "已过期限", align: "end" },
          ]}
        >
          {visitors.map((one) => {
            const theirs = { visitor: one.personName, visitorUnit: one.unit };
            return (
              <tr key={`${one.personName} ${one.unit}`}>
                <th scope="row">{one.personName}</th>
                <Cell label="单位">{one.unit}</Cell>
                <Cell label="待走访户" number>
                  <a href={paths.gov.households({ ...theirs, visits: "planned" })}>{one.households}</a>
                </Cell>
                <Cell label="最早期限">
                  <time>{one.firstDueOn}</time>
                </Cell>
                <Cell label="已过期限" number>
                  <a href={paths.gov.households({ ...theirs, visits: "plannedLate" })}>{one.late}</a>
                </Cell>
              </tr>
            );
          })}
        </Table>
      )}
    </section>
  );
}

function ofPerson({ personName, unit }: { readonly personName: string; readonly unit: string }) {
  return { responsible: personName, unit };
}
