import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { openAlarms } from "~/payments/alarm-store.server";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { alarmWords, EVENT_TABS, eventOutcome } from "./event-words";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { listEvents } from "./payments-desk-store.server";

const TITLE = "支付通知";
const PAGE_SIZE = 50;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const search = new URL(request.url).searchParams;
  const tab = EVENT_TABS.find(({ key }) => key === search.get("outcome"))?.key ?? "";
  const filter = tab === "" ? undefined : tab === "alarms" ? "ALARM" : tab;
  const [page, alarms] = await Promise.all([
    listEvents(db(), filter, pageRequest(search, PAGE_SIZE)),
    openAlarms(db()),
  ]);
  return {
    frame: opsFrame(actor),
    tab,
    alarms: alarms.map((alarm) => ({ ...alarm, raisedAt: minuteOf(alarm.raisedAt) })),
    page: {
      ...page,
      rows: page.rows.map((row) => ({
        id: row.id,
        type: row.type,
        receivedAt: minuteOf(row.receivedAt),
        attempts: row.attempts,
        outcome: eventOutcome(row.outcome),
      })),
    },
  };
}

export default function OpsWebhooks() {
  const { frame, tab, alarms, page } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="webhooks"
      title={TITLE}
      intro="支付机构发来的每条通知只存一次，并在入账的同一笔事务里处理。未处理的可以重放。"
    >
      {alarms.length > 0 && (
        <Notice tone="problem" title={`${alarms.length} 条告警等待处理`}>
          <ul className="plain-list ruled">
            {alarms.map((alarm) => (
              <li key={alarm.id}>
                {alarm.raisedAt} <strong>{alarmWords(alarm.kind)}</strong>{" "}
                {alarm.orderNumber !== null && `订单 ${alarm.orderNumber}`}{" "}
                <span className="caption">{alarm.detail}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <ul className="tabs">
        {EVENT_TABS.map(({ key, label }) => (
          <li key={key}>
            <a href={paths.ops.webhooks({ outcome: key })} aria-current={key === tab ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
      {page.rows.length === 0 ? (
        <EmptyState title="没有这样的通知" />
      ) : (
        <div>
          <Table
            caption="通知"
            small="cards"
            columns={[
              { key: "type", label: "类型" },
              { key: "id", label: "编号" },
              { key: "received", label: "收到" },
              { key: "attempts", label: "处理次数", align: "end" },
              { key: "outcome", label: "结果" },
            ]}
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.ops.webhook(row.id)}>{row.type}</a>
                </th>
                <Cell label="编号">
                  <code>{row.id}</code>
                </Cell>
                <Cell label="收到">{row.receivedAt}</Cell>
                <Cell label="处理次数" number>
                  {row.attempts}
                </Cell>
                <Cell label="结果">
                  <StatusWord tone={row.outcome.tone}>{row.outcome.word}</StatusWord>
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.webhooks({ outcome: tab, page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}
