import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { STATUS_EVENTS } from "~/households/status";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { pageData } from "~/platform/page-data.server";
import { levelName } from "~/regions/area";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { areasWithHouseholds } from "./area-choices-store.server";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { cellOf, totalOf } from "./household-list-cells";
import { ColumnPicker, HouseholdListFilters } from "./household-list-filters";
import { householdListParameters, parseHouseholdListQuery, type SORTS, VISITS } from "./household-list-query";
import { householdListRows, householdListTotals } from "./household-list-store.server";
import { HouseholdListTable } from "./household-list-table";
import { spanText } from "./span";

const TITLE = "农户";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const query = parseHouseholdListQuery(search, new Date());
  const parameters = householdListParameters(query);
  // The picker's boxes come one by one: the address that stays, and is sent to others, says them in one word.
  if (search.has("col")) throw redirect(paths.gov.households(parameters));
  const [totals, rows, areas] = await Promise.all([
    householdListTotals(db(), areaPrefixes, query),
    householdListRows(db(), areaPrefixes, query, "page"),
    areasWithHouseholds(db(), areaPrefixes),
  ]);
  const { columns } = query;
  return pageData({
    frame,
    span: query.span,
    event: query.event ?? null,
    eventDays: query.eventDays ?? null,
    visits: query.visits ?? null,
    responsible: query.responsible ?? null,
    registerDay: query.registerDay ?? null,
    sort: query.sort,
    columns,
    parameters,
    areas: areas.map(({ code, name, level }) => ({ value: code, label: name, group: levelName(level) })),
    page: { ...query.page, total: totals.households },
    households: totals.households,
    totals: columns.map((column) => shown(totalOf(totals, column) ?? null) as number | null),
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      cells: columns.map((column) => shown(cellOf(row, column))),
    })),
  });
}

function shown(value: string | number | bigint | null): string | number | null {
  return typeof value === "bigint" ? toNumber(value) : value;
}

export default function GovHouseholds() {
  const data = useLoaderData<typeof loader>();
  const { frame, span, sort, columns, parameters, page, households, rows } = data;
  const sorted = (by: keyof typeof SORTS) => ({
    href: paths.gov.households({ ...parameters, sort: by === "number" ? undefined : by }),
    state: sort === by ? (by === "number" ? ("ascending" as const) : ("descending" as const)) : undefined,
  });
  return (
    <GovFrame
      frame={frame}
      current="households"
      title={TITLE}
      intro={`${spanText(span)}。姓名默认遮盖；需要核对本人时，在户卡里写明事由后查看。`}
    >
      <HouseholdListFilters asked={parameters} areas={data.areas} span={span} />
      <div className="print-landscape">
        <div className="toolbar">
          <span className="quiet">
            共 {households} 户{data.responsible !== null && `，${data.responsible.unit} ${data.responsible.name}负责`}
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
          />
        )}
        <Pagination page={page} href={(number) => paths.gov.households({ ...parameters, page: number })} />
      </div>
    </GovFrame>
  );
}
