import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dateToDay } from "~/kernel/calendar-day";
import { STATUS_EVENTS } from "~/households/status";
import { CASE_STATES, isCaseState, type CaseState } from "~/households/status-case";
import { statusCases } from "~/households/status-case-store.server";
import { voicesWaiting } from "~/households/voice-store.server";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { CaseStateWord } from "./case-state-word";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => govMeta("状态变动审批");

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const asked = search.get("state");
  const state = isCaseState(asked) ? asked : undefined;
  const [page, voices] = await Promise.all([
    statusCases(db(), areaPrefixes, { state }, pageRequest(search, PAGE_SIZE)),
    voicesWaiting(db(), areaPrefixes),
  ]);
  const today = dayOf(new Date());
  return {
    frame,
    state,
    voices,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      number: row.number,
      type: row.type,
      state: row.state,
      household: `${row.householdNumber} ${row.maskedHeadName}`,
      village: row.villageName,
      effectiveOn: dateToDay(row.effectiveOn),
      noticeUntil: dateToDay(row.noticeUntil),
      noticeOver: dateToDay(row.noticeUntil) < today,
    })),
  };
}

export default function GovStatusCases() {
  const { frame, state, rows, page, voices } = useLoaderData<typeof loader>();
  const states = Object.keys(CASE_STATES) as CaseState[];
  return (
    <GovFrame frame={frame} current="cases" title="状态变动审批" intro="村提出并公示 → 乡镇审核 → 县级审定">
      {voices > 0 && (
        <p className="no-print">
          另有<a href={paths.gov.voices()}>{voices} 段户里的话</a>等着审看。
        </p>
      )}
      <ul className="tabs no-print">
        {[undefined, ...states].map((one) => (
          <li key={one ?? "all"}>
            <a href={paths.gov.statusCases({ state: one })} aria-current={one === state ? "page" : undefined}>
              {one === undefined ? "全部" : CASE_STATES[one]}
            </a>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <EmptyState title="没有这样的变动">在农户的“状态变动”里提出。</EmptyState>
      ) : (
        <Table
          caption="状态变动"
          small="cards"
          columns={[
            { key: "number", label: "编号" },
            { key: "household", label: "农户" },
            { key: "village", label: "村" },
            { key: "type", label: "变动" },
            { key: "effective", label: "生效日期" },
            { key: "notice", label: "公示至" },
            { key: "state", label: "进度" },
          ]}
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={paths.gov.statusCase(row.id)}>{row.number}</a>
              </th>
              <Cell label="农户">{row.household}</Cell>
              <Cell label="村">{row.village}</Cell>
              <Cell label="变动">{STATUS_EVENTS[row.type]}</Cell>
              <Cell label="生效日期">{row.effectiveOn}</Cell>
              <Cell label="公示至">
                {row.noticeUntil}
                {row.state === "ON_NOTICE" && row.noticeOver && "（已满，待审核）"}
              </Cell>
              <Cell label="进度">
                <CaseStateWord state={row.state} />
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pagination page={page} href={(number) => paths.gov.statusCases({ state, page: number })} />
    </GovFrame>
  );
}
