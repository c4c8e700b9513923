import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { APPLICANT_KIND_WORDS, APPLICATION_STATE_WORDS, type ApplicationState } from "~/supply/application";
import { listApplications } from "~/supply/application-store.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { ApplicationStateWord } from "../consoles/application-view";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "入驻审核";
const PAGE_SIZE = 20;

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const search = new URL(request.url).searchParams;
  const asked = search.get("state") ?? "";
  const state = Object.hasOwn(APPLICATION_STATE_WORDS, asked) ? (asked as ApplicationState) : undefined;
  const page = await listApplications(db(), areaPrefixes, { state }, pageRequest(search, PAGE_SIZE));
  return {
    frame,
    state,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({ ...row, submittedAt: minuteOf(row.submittedAt) })),
  };
}

export default function GovApplications() {
  const { frame, state, page, rows } = useLoaderData<typeof loader>();
  const states = Object.keys(APPLICATION_STATE_WORDS) as ApplicationState[];
  return (
    <GovFrame
      frame={frame}
      current="applications"
      title={TITLE}
      intro="合作社、企业、家庭农场和农户的入驻申请：县级推荐或不推荐，平台另由一人批准。"
    >
      <ul className="tabs no-print">
        {[undefined, ...states].map((one) => (
          <li key={one ?? "all"}>
            <a href={paths.gov.applications({ state: one })} aria-current={one === state ? "page" : undefined}>
              {one === undefined ? "全部" : APPLICATION_STATE_WORDS[one]}
            </a>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <EmptyState title="没有这样的申请">申请人在网站底部“申请入驻卖货”提交。</EmptyState>
      ) : (
        <>
          <Table
            caption="入驻申请"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "编号" },
              { key: "name", label: "主体" },
              { key: "kind", label: "类型" },
              { key: "area", label: "所在村" },
              { key: "submitted", label: "提交时间" },
              { key: "state", label: "进度" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.gov.application(row.id)}>{row.number}</a>
                </th>
                <Cell label="主体">{row.name}</Cell>
                <Cell label="类型">{APPLICANT_KIND_WORDS[row.kind]}</Cell>
                <Cell label="所在村">{row.areaName}</Cell>
                <Cell label="提交时间">{row.submittedAt}</Cell>
                <Cell label="进度">
                  <ApplicationStateWord state={row.state} />
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.gov.applications({ state, page: number })} />
        </>
      )}
    </GovFrame>
  );
}
