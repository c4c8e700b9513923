import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { maskName } from "~/households/masking";
import { dateToDay } from "~/kernel/calendar-day";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { LINKAGE_DEFINITIONS } from "~/settlement/linkage-export.server";
import { LED, parseLinkageFilter } from "~/settlement/linkage-filter";
import { linkagePage, performanceRows, type CooperativePerformance } from "~/settlement/linkage-store.server";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { MoneyCell } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { ExportButton } from "../consoles/export-button";
import { areasWithHouseholds } from "./area-choices-store.server";
import { Definitions } from "./definitions";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";
import { FLOW_WORDS } from "./words";

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => govMeta("联农带农台账");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const filter = parseLinkageFilter(search, areaPrefixes, now);
  if (!filter) throw notFound();
  const [areas, cooperatives, { totals, page }] = await Promise.all([
    areasWithHouseholds(db(), areaPrefixes),
    db().$queryRaw<CooperativePerformance[]>`${performanceRows(filter)}`,
    linkagePage(db(), filter, pageRequest(search, PAGE_SIZE)),
  ]);
  const { areaCode, from, to, cooperativeId, who } = filter;
  return {
    frame,
    query: { area: areaCode, from, to, coop: cooperativeId, who },
    latest: periodOf(now),
    areas: areas.map(({ code, name }) => ({ value: code, label: name })),
    definitions: LINKAGE_DEFINITIONS,
    cooperatives: cooperatives.map((one) => ({
      ...one,
      paidFen: toNumber(one.paidFen),
      accruedFen: toNumber(one.accruedFen),
    })),
    totals: { ...totals, paidFen: toNumber(totals.paidFen), accruedFen: toNumber(totals.accruedFen) },
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map(({ headName, agreedOn, ...row }) => ({
      ...row,
      name: maskName(headName),
      agreedOn: agreedOn ? dateToDay(agreedOn) : null,
      paidFen: toNumber(row.paidFen),
      accruedFen: toNumber(row.accruedFen),
    })),
  };
}

export default function GovLinkage() {
  const data = useLoaderData<typeof loader>();
  const { query, totals } = data;
  const rowsOf = (coop: string, who?: keyof typeof LED) => paths.gov.linkage({ ...query, coop, who });
  const counted = query.who === undefined ? "带动" : LED[query.who];
  return (
    <GovFrame
      frame={data.frame}
      current="linkage"
      title="联农带农台账"
      intro={`${query.from} 至 ${query.to}：${counted} ${totals.households} 户（不重复），${totals.rows} 行。按实际付款，不按申报。`}
    >
      <form method="get" action={paths.gov.linkage()} className="query-form">
        {data.areas.length > 1 && (
          <SelectField label="地区" name="area" placeholder="全部" options={data.areas} defaultValue={query.area} />
        )}
        <Field
          label="从"
          name="from"
          type="month"
          width="short"
          max={data.latest}
          pattern="\d{4}-\d{2}"
          defaultValue={query.from}
        />
        <Field
          label="到"
          name="to"
          type="month"
          width="short"
          max={data.latest}
          pattern="\d{4}-\d{2}"
          defaultValue={query.to}
        />
        <SelectField
          label="合作社"
          name="coop"
          placeholder="全部"
          options={data.cooperatives.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={query.coop ?? ""}
        />
        <SelectField
          label="农户"
          name="who"
          placeholder="有收入的户"
          options={Object.entries(LED).map(([value, label]) => ({ value, label }))}
          defaultValue={query.who ?? ""}
        />
        <div className="form-actions">
          <Button tone="quiet">查看</Button>
        </div>
      </form>
      <section className="stack">
        <div className="section-head">
          <h2>合作社带动实绩</h2>
        </div>
        <ExportButton
          action={paths.gov.exports()}
          kind="gov-cooperatives"
          query={{ area: query.area, from: query.from, to: query.to }}
          rows={data.cooperatives.length}
          unit="家"
        />
        <Table
          caption="申报带动与实付"
          captionHidden
          note="单位：户、元"
          small="cards"
          columns={[
            { key: "name", label: "合作社" },
            { key: "members", label: "社员户", align: "end" },
            { key: "agreements", label: "有协议户", align: "end" },
            { key: "declared", label: "申报带动", align: "end" },
            { key: "paid", label: "实付户", align: "end" },
            { key: "fen", label: "已付", align: "end" },
            { key: "word", label: "比对" },
          ]}
        >
          {data.cooperatives.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={rowsOf(one.id)}>{one.name}</a>
              </th>
              <Cell label="社员户" number>
                <a href={rowsOf(one.id, "members")}>{one.members}</a>
              </Cell>
              <Cell label="有协议户" number>
                <a href={rowsOf(one.id, "agreements")}>{one.agreements}</a>
              </Cell>
              <Cell label="申报带动" number>
                {one.applicationId === null ? (
                  one.declared
                ) : (
                  <a href={paths.gov.application(one.applicationId)}>{one.declared}</a>
                )}
              </Cell>
              <Cell label="实付户" number>
                <a href={rowsOf(one.id, "paid")}>{one.paid}</a>
              </Cell>
              <MoneyCell label="已付" fen={one.paidFen} household href={rowsOf(one.id, "paid")} />
              <Cell label="比对">
                <StatusWord tone={one.paid >= one.declared ? "done" : "problem"}>
                  {one.paid >= one.declared ? "相符" : `少 ${one.declared - one.paid} 户`}
                </StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      </section>
      <section className="stack print-landscape">
        <div className="section-head">
          <h2>逐户联结{query.who !== undefined && `：${LED[query.who]}`}</h2>
        </div>
        <ExportButton action={paths.gov.exports()} kind="gov-linkage" query={query} rows={data.page.total} />
        {data.rows.length === 0 ? (
          <EmptyState title={query.who === undefined ? "这段时间没有合作社带来的收入" : `没有${LED[query.who]}`} />
        ) : (
          <Table
            caption="逐户联结"
            captionHidden
            note="单位：元；姓名已遮盖"
            small="cards"
            columns={[
              { key: "coop", label: "合作社" },
              { key: "household", label: "农户" },
              { key: "flow", label: "联结方式" },
              { key: "agreed", label: "协议" },
              { key: "accrued", label: "应计", align: "end" },
              { key: "paid", label: "已付", align: "end" },
            ]}
            foot={
              <tr>
                <th scope="row" colSpan={4}>
                  全部合计
                </th>
                <MoneyCell label="应计" fen={totals.accruedFen} />
                <MoneyCell label="已付" fen={totals.paidFen} household />
              </tr>
            }
          >
            {data.rows.map((row) => (
              <tr key={`${row.cooperativeId} ${row.householdId} ${row.flow}`}>
                <th scope="row">{row.cooperative}</th>
                <Cell label="农户">
                  <a href={paths.gov.householdIncome(row.householdId)}>
                    {row.village} {row.number} {row.name}
                  </a>
                </Cell>
                <Cell label="联结方式">{row.flow === null ? "本期没有" : FLOW_WORDS[row.flow]}</Cell>
                <Cell label="协议">{row.agreedOn ?? (row.member ? "社员，无协议" : "无协议")}</Cell>
                <MoneyCell label="应计" fen={row.accruedFen} />
                <MoneyCell label="已付" fen={row.paidFen} household />
              </tr>
            ))}
          </Table>
        )}
        <Pagination page={data.page} href={(number) => paths.gov.linkage({ ...query, page: number })} />
      </section>
      <Definitions of={data.definitions} />
    </GovFrame>
  );
}
