import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import type { ClaimState } from "~/orders/claim-state";
import { listClaims } from "~/orders/claim-list-store.server";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CLAIM_KINDS, CLAIM_STATES } from "../consoles/claim-words";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "售后";
const PAGE_SIZE = 50;
const TABS = [
  { key: "", label: "等平台处理", states: ["ESCALATED"] },
  { key: "seller", label: "等卖家", states: ["OPEN", "RETURN_SENT"] },
  { key: "shopper", label: "等顾客", states: ["RETURN_AGREED", "REFUSED"] },
  { key: "closed", label: "已了结", states: ["ACCEPTED", "REJECTED", "WITHDRAWN", "LAPSED"] },
] as const satisfies readonly { key: string; label: string; states: readonly ClaimState[] }[];

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const search = new URL(request.url).searchParams;
  const tab = TABS.find(({ key }) => key === search.get("tab")) ?? TABS[0];
  const page = await listClaims(db(), tab.states, pageRequest(search, PAGE_SIZE));
  return {
    frame: opsFrame(actor),
    tab: tab.key,
    page: {
      ...page,
      rows: page.rows.map((row) => ({
        ...row,
        kind: CLAIM_KINDS[row.kind],
        state: CLAIM_STATES[row.state],
        openedAt: minuteOf(row.openedAt),
        waitsUntil: row.waitsUntil === null ? "—" : minuteOf(row.waitsUntil),
      })),
    },
  };
}

export default function OpsClaims() {
  const { frame, tab, page } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="claims"
      title={TITLE}
      intro="顾客不服卖家的答复，或卖家 48 小时没有答复的，由平台处理。"
    >
      <ul className="tabs">
        {TABS.map(({ key, label }) => (
          <li key={key}>
            <a href={paths.ops.claims({ tab: key })} aria-current={key === tab ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
      {page.rows.length === 0 ? (
        <EmptyState title="没有这样的售后" />
      ) : (
        <div>
          <Table
            caption="售后"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "售后" },
              { key: "state", label: "状态" },
              { key: "kind", label: "种类" },
              { key: "goods", label: "货" },
              { key: "seller", label: "卖家" },
              { key: "opened", label: "提出" },
              { key: "until", label: "等到" },
            ]}
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.ops.claim(row.id)}>{row.number}</a>
                </th>
                <Cell label="状态">
                  <StatusWord tone={row.state.tone}>{row.state.word}</StatusWord>
                </Cell>
                <Cell label="种类">{row.kind}</Cell>
                <Cell label="货">
                  {row.goods} × {row.quantity}
                </Cell>
                <Cell label="卖家">{row.seller}</Cell>
                <Cell label="提出">{row.openedAt}</Cell>
                <Cell label="等到">{row.waitsUntil}</Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.claims({ tab, page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}
