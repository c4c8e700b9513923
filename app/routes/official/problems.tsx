import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { dateToDay } from "~/kernel/calendar-day";
import { pageRequest } from "~/kernel/page";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { rateOf, rateText } from "~/regions/target";
import { ALERT_KEYS, ALERTS } from "~/settlement/alert";
import { explainOpenFindingFailure, openFinding } from "~/settlement/open-finding.server";
import { PROBLEM_KINDS, PROBLEM_STATES, type ProblemState } from "~/settlement/problem";
import { parseProblemFilter, problemQuery } from "~/settlement/problem-filter";
import { problemCounts, problems } from "~/settlement/problem-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Field, SelectField, TextareaField } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { ExportButton } from "../consoles/export-button";
import { areasWithHouseholds } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { findingForm } from "./problem-forms.server";
import { PROGRESS_COLUMNS, ProgressCells } from "./problem-cells";

const PAGE_SIZE = 20;
const DAYS = 15;

export const meta: MetaFunction = () => govMeta("问题台账");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const today = dayOf(now);
  const filter = parseProblemFilter(search, areaPrefixes, today);
  const [page, counts, areas] = await Promise.all([
    problems(db(), filter, pageRequest(search, PAGE_SIZE)),
    problemCounts(db(), filter),
    areasWithHouseholds(db(), areaPrefixes),
  ]);
  return {
    frame,
    filter: problemQuery(filter),
    counts,
    rate: rateText(rateOf(counts.closed, counts.all)),
    areas: areas.map(({ code, name }) => ({ value: code, label: name })),
    deadline: dayOf(addDays(now, DAYS)),
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      number: row.number,
      kind: PROBLEM_KINDS[row.kind],
      state: row.state,
      about: row.about,
      evidence: row.evidence,
      owner: row.owner,
      deadlineOn: dateToDay(row.deadlineOn),
      late: row.state !== "CLOSED" && dateToDay(row.deadlineOn) < today,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await requireOfficial(request);
  const form = await parseForm(request, findingForm);
  if (!form.ok) return form.answer;
  const { area, ...finding } = form.value;
  const opened = await openFinding({ ...finding, areaCode: area, actor, now: new Date() });
  if (opened.ok) return redirect(paths.gov.problem(opened.value.problemId, { done: "opened" }));
  const field = { "not-found": "area", "no-such-household": "householdNumber", "deadline-past": "deadlineOn" }[
    opened.failure.kind
  ];
  return form.refuse({ [field]: [explainOpenFindingFailure(opened.failure)] });
}

export default function GovProblems() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { counts, rows, filter } = data;
  const place = { area: filter.area, household: filter.household };
  const typed = (name: string) => answer?.typed[name];
  return (
    <GovFrame
      frame={data.frame}
      current="problems"
      title={errorTitle("问题台账", answer?.errors)}
      intro="限时整改，凭依据答复，由另一人销号，到期回头看。"
      actions={
        <ButtonLink tone="quiet" href={paths.gov.alerts()}>
          预警
        </ButtonLink>
      }
    >
      <ErrorSummary errors={answer?.errors} title="没有登记" />
      <Tiles
        tiles={[
          { label: "全部问题", figure: String(counts.all), href: paths.gov.problems(place) },
          {
            label: "销号率",
            figure: data.rate,
            note: `${counts.closed} / ${counts.all}`,
            href: paths.gov.problems({ ...place, state: "CLOSED" }),
          },
          { label: "已超期", figure: String(counts.overdue), href: paths.gov.problems({ ...place, overdue: 1 }) },
          { label: "待回头看", figure: String(counts.lookBack), href: paths.gov.problems({ ...place, lookBack: 1 }) },
        ]}
      />
      <ul className="tabs no-print">
        {tabs(filter).map(({ label, query, current }) => (
          <li key={label}>
            <a
              href={paths.gov.problems({ ...place, kind: filter.kind, rule: filter.rule, ...query })}
              aria-current={current ? "page" : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
      <form method="get" action={paths.gov.problems()} className="query-form no-print">
        {filter.state !== undefined && <input type="hidden" name="state" value={filter.state} />}
        {filter.open !== undefined && <input type="hidden" name="open" value={filter.open} />}
        {filter.overdue !== undefined && <input type="hidden" name="overdue" value={filter.overdue} />}
        {filter.lookBack !== undefined && <input type="hidden" name="lookBack" value={filter.lookBack} />}
        <SelectField
          label="地区"
          name="area"
          id="filter-area"
          placeholder="全部"
          options={data.areas}
          defaultValue={filter.area ?? ""}
        />
        <Field label="农户档案编号" name="household" id="filter-household" defaultValue={filter.household} />
        <SelectField
          label="类别"
          name="kind"
          id="filter-kind"
          placeholder="全部"
          options={Object.entries(PROBLEM_KINDS).map(([value, label]) => ({ value, label }))}
          defaultValue={filter.kind ?? ""}
        />
        <SelectField
          label="预警规则"
          name="rule"
          placeholder="全部"
          options={ALERT_KEYS.map((value) => ({ value, label: ALERTS[value].label }))}
          defaultValue={filter.rule ?? ""}
        />
        <div className="form-actions">
          <Button tone="quiet">查看</Button>
        </div>
      </form>
      <ExportButton action={paths.gov.exports()} kind="gov-problems" query={filter} rows={data.page.total} unit="件" />
      {rows.length === 0 ? (
        <EmptyState title="没有这样的问题" />
      ) : (
        <Table
          caption="问题"
          small="cards"
          columns={[
            { key: "number", label: "编号" },
            { key: "kind", label: "类别" },
            { key: "about", label: "对象" },
            { key: "evidence", label: "问题" },
            ...PROGRESS_COLUMNS,
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={paths.gov.problem(row.id)} className="nowrap">
                  {row.number}
                </a>
              </th>
              <Cell label="类别">{row.kind}</Cell>
              <Cell label="对象">{row.about}</Cell>
              <Cell label="问题">{row.evidence}</Cell>
              <ProgressCells of={row} />
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={data.page} href={(number) => paths.gov.problems({ ...filter, page: number })} />
      <section className="stack no-print">
        <div className="section-head">
          <h2>登记问题</h2>
        </div>
        <PostForm className="form" action={paths.gov.problems()} noValidate>
          <SelectField
            label="类别"
            name="kind"
            required
            placeholder="请选择"
            options={(["FINDING", "COMPLAINT", "DATA", "LEDGER"] as const).map((kind) => ({
              value: kind,
              label: PROBLEM_KINDS[kind],
            }))}
            defaultValue={typed("kind")}
            error={answer?.errors["kind"]}
          />
          <SelectField
            label="地区"
            name="area"
            required
            placeholder="请选择"
            options={data.areas}
            defaultValue={typed("area")}
            error={answer?.errors["area"]}
          />
          <Field
            label="农户档案编号"
            name="householdNumber"
            width="short"
            optional
            defaultValue={typed("householdNumber")}
            error={answer?.errors["householdNumber"]}
          />
          <TextareaField
            label="问题与依据"
            name="evidence"
            rows={3}
            required
            defaultValue={typed("evidence")}
            error={answer?.errors["evidence"]}
          />
          <Field
            label="办结期限"
            name="deadlineOn"
            type="date"
            width="short"
            required
            defaultValue={typed("deadlineOn") ?? data.deadline}
            error={answer?.errors["deadlineOn"]}
          />
          <div className="form-actions">
            <Button>登记</Button>
          </div>
        </PostForm>
      </section>
    </GovFrame>
  );
}

function tabs({ state, open, overdue, lookBack }: Partial<ReturnType<typeof problemQuery>>) {
  const plain = open === undefined && overdue === undefined && lookBack === undefined;
  const states = Object.keys(PROBLEM_STATES) as ProblemState[];
  return [
    { label: "全部", query: {}, current: plain && state === undefined },
    { label: "未销号", query: { open: 1 }, current: open !== undefined },
    ...states.map((one) => ({
      label: PROBLEM_STATES[one],
      query: { state: one },
      current: plain && state === one,
    })),
    { label: "已超期", query: { overdue: 1 }, current: overdue !== undefined },
    { label: "待回头看", query: { lookBack: 1 }, current: lookBack !== undefined },
  ];
}
