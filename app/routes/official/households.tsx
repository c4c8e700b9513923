import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { maskName } from "~/households/masking";
import { ATTRIBUTES, STANDINGS, STATUS_EVENTS } from "~/households/status";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { pageData } from "~/platform/page-data.server";
import { levelName } from "~/regions/area";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import {
  BANDS,
  HAVINGS,
  householdListParameters,
  parseHouseholdListQuery,
  type SORTS,
  VISITS,
} from "./household-list-query";
import { householdListRows, householdListTotals } from "./household-list-store.server";
import { areasWithHouseholds } from "./area-choices-store.server";
import { SPAN_WORDS, spanQuery, spanText } from "./span";

const TITLE = "农户";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const query = parseHouseholdListQuery(new URL(request.url).searchParams, new Date());
  const [totals, rows, areas] = await Promise.all([
    householdListTotals(db(), areaPrefixes, query),
    householdListRows(db(), areaPrefixes, query, "page"),
    areasWithHouseholds(db(), areaPrefixes),
  ]);
  const { page, ...asked } = query;
  return pageData({
    frame,
    span: query.span,
    asked: {
      text: asked.text,
      area: asked.area,
      attribute: asked.attribute,
      standing: asked.standing,
      band: asked.band,
      has: asked.has,
      event: asked.event,
      eventDays: asked.eventDays ?? null,
      visits: asked.visits?.state ?? null,
      responsible: asked.responsible ?? null,
    },
    sort: query.sort,
    parameters: householdListParameters(query),
    areas: areas.map(({ code, name, level }) => ({ value: code, label: name, group: levelName(level) })),
    page: { ...page, total: totals.households },
    totals: {
      households: totals.households,
      people: totals.people,
      paidFen: toNumber(totals.paidFen),
      accruedFen: toNumber(totals.accruedFen),
      attributedFen: toNumber(totals.attributedFen),
    },
    rows: rows.map((row) => ({
      id: row.id,
      number: row.number,
      name: maskName(row.headName),
      village: row.villageName,
      group: row.groupName,
      people: row.people,
      standing: STANDINGS[row.standing],
      attribute: row.attribute,
      paidFen: toNumber(row.paidFen),
      accruedFen: toNumber(row.accruedFen),
      attributedFen: toNumber(row.attributedFen),
    })),
  });
}

export default function GovHouseholds() {
  const { frame, span, asked, sort, parameters, areas, page, totals, rows } = useLoaderData<typeof loader>();
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
      <form method="get" action={paths.gov.households()} className="query-form">
        <Field label="档案编号、户主或拼音" name="q" defaultValue={asked.text} />
        <SelectField label="乡镇或村" name="area" placeholder="全部" options={areas} defaultValue={asked.area} />
        <SelectField
          label="类别"
          name="standing"
          placeholder="全部"
          options={Object.entries(STANDINGS).map(([value, label]) => ({ value, label }))}
          defaultValue={asked.standing}
        />
        <SelectField
          label="属性"
          name="attribute"
          placeholder="全部"
          options={ATTRIBUTES.map((value) => ({ value, label: value }))}
          defaultValue={asked.attribute}
        />
        <SelectField
          label="情况"
          name="has"
          placeholder="不限"
          options={Object.entries(HAVINGS).map(([value, label]) => ({ value, label }))}
          defaultValue={asked.has}
        />
        <SelectField
          label="变动"
          name="event"
          placeholder="不限"
          options={Object.entries(STATUS_EVENTS).map(([value, label]) => ({ value, label }))}
          defaultValue={asked.event}
        />
        <SelectField
          label="到户收入"
          name="band"
          placeholder="全部"
          options={Object.entries(BANDS).map(([value, { label }]) => ({ value, label }))}
          defaultValue={asked.band}
        />
        <Field
          label="月份"
          name="month"
          type="month"
          pattern="\d{4}-\d{2}"
          placeholder="2026-11"
          defaultValue={span.month}
        />
        <SelectField
          label="期间"
          name="span"
          defaultValue={span.kind}
          options={Object.entries(SPAN_WORDS).map(([value, label]) => ({ value, label }))}
        />
        {asked.responsible !== null && (
          <>
            <input type="hidden" name="responsible" value={asked.responsible.name} />
            <input type="hidden" name="unit" value={asked.responsible.unit} />
          </>
        )}
        {asked.eventDays !== null && (
          <>
            <input type="hidden" name="eventFrom" value={asked.eventDays.from} />
            <input type="hidden" name="eventTo" value={asked.eventDays.to} />
          </>
        )}
        {asked.visits !== null && <input type="hidden" name="visits" value={asked.visits} />}
        {sort !== "number" && <input type="hidden" name="sort" value={sort} />}
        <div className="form-actions">
          <Button>查询</Button>
          <ButtonLink tone="quiet" href={paths.gov.households()}>
            重置
          </ButtonLink>
        </div>
      </form>
      <div className="print-landscape">
        <div className="toolbar">
          <span className="quiet">
            共 {totals.households} 户
            {asked.responsible !== null && `，${asked.responsible.unit} ${asked.responsible.name}负责`}
            {asked.visits !== null && `，${VISITS[asked.visits]}`}
            {asked.event !== undefined &&
              asked.eventDays !== null &&
              `，${asked.eventDays.from} 至 ${asked.eventDays.to} ${STATUS_EVENTS[asked.event]}`}
          </span>
          <ButtonLink tone="quiet" href={paths.gov.householdsCsv(parameters)}>
            导出当前 {totals.households} 户（CSV）
          </ButtonLink>
        </div>
        {rows.length === 0 ? (
          <EmptyState title="没有符合条件的农户">请放宽查询条件，或点“重置”。</EmptyState>
        ) : (
          <Table
            caption="农户"
            note="单位：元"
            small="cards"
            columns={[
              { key: "number", label: "档案编号", sort: sorted("number") },
              { key: "name", label: "户主" },
              { key: "village", label: "村、组" },
              { key: "people", label: "人口", align: "end" },
              { key: "standing", label: "类别" },
              { key: "attribute", label: "属性" },
              { key: "paid", label: "到户收入（已付）", align: "end", sort: sorted("paid") },
              { key: "accrued", label: "应计", align: "end", sort: sorted("accrued") },
              { key: "attributed", label: "带动销售额（另一口径）", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row" colSpan={3}>
                  合计（全部 {totals.households} 户）
                </th>
                <Cell label="人口" number>
                  {totals.people}
                </Cell>
                <td colSpan={2} />
                <MoneyCell label="到户收入（已付）" fen={totals.paidFen} household />
                <MoneyCell label="应计" fen={totals.accruedFen} />
                <MoneyCell label="带动销售额（另一口径）" fen={totals.attributedFen} />
              </tr>
            }
          >
            {rows.map((row) => {
              const income = paths.gov.householdIncome(row.id, spanQuery(span));
              return (
                <tr key={row.id}>
                  <th scope="row" className="nowrap">
                    <a href={paths.gov.household(row.id)}>{row.number}</a>
                  </th>
                  <Cell label="户主">{row.name}</Cell>
                  <Cell label="村、组">
                    {row.village} {row.group}
                  </Cell>
                  <Cell label="人口" number>
                    {row.people}
                  </Cell>
                  <Cell label="类别">{row.standing}</Cell>
                  <Cell label="属性">{row.attribute ?? "—"}</Cell>
                  <MoneyCell label="到户收入（已付）" fen={row.paidFen} household href={income} />
                  <MoneyCell label="应计" fen={row.accruedFen} href={income} />
                  <MoneyCell label="带动销售额（另一口径）" fen={row.attributedFen} href={income} />
                </tr>
              );
            })}
          </Table>
        )}
        <Pagination page={page} href={(number) => paths.gov.households({ ...parameters, page: number })} />
      </div>
    </GovFrame>
  );
}
