import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { explainPlanVisitsFailure, planVisits } from "~/households/plan-visits.server";
import { visitorsFor, type KnownVisitor } from "~/households/planned-visit-store.server";
import { STATUS_EVENTS } from "~/households/status";
import { isId, newId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { addDays, dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { parseForm } from "~/platform/form.server";
import { pageData } from "~/platform/page-data.server";
import { levelName } from "~/regions/area";
import { doneCount } from "~/routes/consoles/done-words";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary } from "~/ui/form";
import { errorTitle } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { areasWithHouseholds } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { cellOf, totalOf } from "./household-list-cells";
import { ColumnPicker, HouseholdListFilters } from "./household-list-filters";
import { householdListParameters, parseHouseholdListQuery, type SORTS, VISITS } from "./household-list-query";
import { householdListRows, householdListTotals } from "./household-list-store.server";
import { HouseholdListTable } from "./household-list-table";
import { OWN_RESPONSIBLE, PLAN_VISITS, PlanVisitsForm, visitorValue } from "./plan-visits-form";
import { planVisitsForm } from "./record-forms.server";
import { spanText } from "./span";

const TITLE = "农户";
/** Whoever is sent has as long as this, unless another day is said. */
const DAYS_TO_VISIT = 7;

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const query = parseHouseholdListQuery(search, now);
  const parameters = householdListParameters(query);
  // The picker's boxes come one by one: the address that stays, and is sent to others, says them in one word.
  if (search.has("col")) throw redirect(paths.gov.households(parameters));
  const [totals, rows, areas] = await Promise.all([
    householdListTotals(db(), areaPrefixes, query),
    householdListRows(db(), areaPrefixes, query, "page"),
    areasWithHouseholds(db(), areaPrefixes),
  ]);
  const visitors = await visitorsFor(
    db(),
    areaPrefixes,
    rows.map(({ id }) => id),
    query.today,
  );
  const { columns } = query;
  return pageData({
    frame,
    span: query.span,
    event: query.event ?? null,
    eventDays: query.eventDays ?? null,
    visits: query.visits ?? null,
    responsible: query.responsible ?? null,
    visitor: query.visitor ?? null,
    registerDay: query.registerDay ?? null,
    sort: query.sort,
    columns,
    parameters,
    areas: areas.map(({ code, name, level }) => ({ value: code, label: name, group: levelName(level) })),
    page: { ...query.page, total: totals.households },
    households: totals.households,
    totals: columns.map((column) => shown(totalOf(totals, column) ?? null) as number | null),
    visitors: visitorOptions(visitors),
    today: query.today,
    dueOn: dayOf(addDays(now, DAYS_TO_VISIT)),
    requestKey: newId(),
    planned: doneCount(search.get("planned")),
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      cells: columns.map((column) => shown(cellOf(row, column))),
    })),
  });
}

/** An official who also answers for one of the households is offered once. */
function visitorOptions(visitors: readonly KnownVisitor[]): { value: string; label: string; group: string }[] {
  const known = new Map(visitors.toReversed().map((one) => [visitorValue(one), one.kind]));
  const options = [...known].map(([value, kind]) => ({
    value,
    label: value,
    group: kind === "responsible" ? "帮扶责任人" : "干部",
  }));
  return options.toReversed();
}

/** 安排走访 of the ticked households; the list stays as it was asked for. */
export async function action({ request }: ActionFunctionArgs) {
  const { actor, areaPrefixes } = await requireOfficial(request);
  const form = await parseForm(request, planVisitsForm);
  if (!form.ok) return form.answer;
  const { household, onPage, all, visitor, dueOn, requestKey } = form.value;
  const now = new Date();
  const householdIds = all === "1" ? onPage : household;
  const known = await visitorsFor(db(), areaPrefixes, householdIds.filter(isId), dayOf(now));
  const sent = known.find((one) => visitorValue(one) === visitor);
  const planned = await planVisits({
    actor,
    householdIds,
    visitor: visitor === OWN_RESPONSIBLE ? "responsible" : (sent ?? { personName: visitor, unit: "" }),
    dueOn,
    requestKey,
    now,
  });
  if (planned.ok) {
    const query = parseHouseholdListQuery(new URL(request.url).searchParams, now);
    const page = query.page.number === 1 ? undefined : query.page.number;
    return redirect(
      paths.gov.households({ ...householdListParameters(query), page, planned: planned.value.households }),
    );
  }
  const { failure } = planned;
  switch (failure.kind) {
    case "not-found":
      throw notFound();
    case "none":
    case "too-many":
    case "over":
      return form.refuse({ household: [explainPlanVisitsFailure(failure)] });
    case "in-the-past":
    case "too-far":
      return form.refuse({ dueOn: [explainPlanVisitsFailure(failure)] });
    case "nobody-responsible":
    case "unknown-visitor":
    case "not-theirs":
      return form.refuse({ visitor: [explainPlanVisitsFailure(failure)] });
    case "key-used":
      return form.refuse({ "": [explainPlanVisitsFailure(failure)] });
  }
}

function shown(value: string | number | bigint | null): string | number | null {
  return typeof value === "bigint" ? toNumber(value) : value;
}

export default function GovHouseholds() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { frame, span, sort, columns, parameters, page, households, rows } = data;
  const sorted = (by: keyof typeof SORTS) => ({
    href: paths.gov.households({ ...parameters, sort: by === "number" ? undefined : by }),
    state: sort === by ? (by === "number" ? ("ascending" as const) : ("descending" as const)) : undefined,
  });
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={errorTitle(TITLE, answer?.errors)}
      intro={`${spanText(span)}。姓名默认遮盖；需要核对本人时，在户卡里写明事由后查看。`}
    >
      <ErrorSummary errors={answer?.errors} title="没有安排" />
      {data.planned !== null && !answer && (
        <Notice tone="done" live title={`已安排走访 ${data.planned} 户。`}>
          谁要去哪些户，见<a href={paths.gov.caseload()}>帮扶责任人</a>。
        </Notice>
      )}
      <HouseholdListFilters asked={parameters} areas={data.areas} span={span} />
      <div className="print-landscape">
        <div className="toolbar">
          <span className="quiet">
            共 {households} 户{data.responsible !== null && `，${data.responsible.unit} ${data.responsible.name}负责`}
            {data.visitor !== null && `，安排${data.visitor.name}（${data.visitor.unit}）走访`}
            {data.visits !== null && `，${VISITS[data.visits]}`}
            {data.event !== null &&
              data.eventDays !== null &&
              `，${data.eventDays.from} 至 ${data.eventDays.to} ${STATUS_EVENTS[data.event]}`}
            {data.registerDay !== null && `，${data.registerDay} 在册`}
          </span>
          <ButtonLink tone="quiet" href={paths.gov.householdsCsv(parameters)}>
            导出当前 {households} 户（CSV）
          </ButtonLink>
        </div>
        <ColumnPicker asked={parameters} columns={columns} />
        {rows.length === 0 ? (
          <EmptyState title="没有符合条件的农户">请放宽查询条件，或点“重置”。</EmptyState>
        ) : (
          <HouseholdListTable
            columns={columns}
            rows={rows}
            totals={data.totals}
            households={households}
            span={span}
            sorted={sorted}
            ticks={{ form: PLAN_VISITS, ticked: tickedIn(answer?.typed) }}
          />
        )}
        <Pagination page={page} href={(number) => paths.gov.households({ ...parameters, page: number })} />
      </div>
      {rows.length > 0 && (
        <PlanVisitsForm
          action={paths.gov.households({ ...parameters, page: page.number === 1 ? undefined : page.number })}
          households={rows.map(({ id }) => id)}
          visitors={data.visitors}
          today={data.today}
          dueOn={data.dueOn}
          requestKey={data.requestKey}
          errors={answer?.errors}
          typed={answer?.typed}
        />
      )}
    </GovFrame>
  );
}

function tickedIn(typed: Readonly<Record<string, string>> | undefined): string[] {
  return Object.entries(typed ?? {}).flatMap(([name, value]) => (name.startsWith("household[") ? [value] : []));
}
