import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loggedActions, searchAccessLog } from "~/access/access-log-store.server";
import { actionWords, subjectWords } from "~/access/logged-actions";
import { requirePermission } from "~/access/require-actor.server";
import { isId } from "~/kernel/ids";
import { pageRequest } from "~/kernel/page";
import { addDays, isDay, minuteOf, startOfDay } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field, SelectField } from "~/ui/form";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";

const TITLE = "访问日志";
const PAGE_SIZE = 50;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "access-log:view");
  const search = new URL(request.url).searchParams;
  const text = (name: string) => (search.get(name) ?? "").trim().slice(0, 60);
  const filter = {
    who: text("who"),
    action: text("action"),
    subject: text("subject"),
    from: text("from"),
    to: text("to"),
  };
  const page = await searchAccessLog(
    db(),
    {
      ...(filter.who === "" ? {} : { actorName: filter.who }),
      ...(filter.action === "" ? {} : { action: filter.action }),
      ...(filter.subject === "" ? {} : { subjectId: filter.subject }),
      ...(isDay(filter.from) ? { from: startOfDay(filter.from) } : {}),
      ...(isDay(filter.to) ? { to: addDays(startOfDay(filter.to), 1) } : {}),
    },
    pageRequest(search, PAGE_SIZE),
  );
  return {
    frame: opsFrame(actor),
    filter,
    actions: (await loggedActions(db())).map((action) => ({ value: action, label: actionWords(action) })),
    page: { ...page, rows: page.rows.map((row) => ({ ...row, at: minuteOf(row.at) })) },
  };
}

export default function OpsAccessLog() {
  const { frame, filter, actions, page } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="access-log"
      title={TITLE}
      intro="谁在何时查看、导出或更改了什么。只增不改：数据库拒绝任何修改与删除。"
    >
      <form method="get" className="query-form" action={paths.ops.accessLog()}>
        <Field label="操作人" name="who" defaultValue={filter.who} />
        <SelectField label="动作" name="action" placeholder="全部" options={actions} defaultValue={filter.action} />
        <Field label="对象编号" name="subject" defaultValue={filter.subject} />
        <Field label="从" name="from" type="date" defaultValue={filter.from} />
        <Field label="到" name="to" type="date" defaultValue={filter.to} />
        <div className="form-actions">
          <Button>查询</Button>
          <ButtonLink tone="quiet" href={paths.ops.accessLog()}>
            重置
          </ButtonLink>
        </div>
      </form>
      {page.rows.length === 0 ? (
        <EmptyState title="没有符合条件的记录" />
      ) : (
        <div>
          <Table
            caption="记录"
            small="cards"
            columns={[
              { key: "at", label: "时间" },
              { key: "who", label: "操作人" },
              { key: "action", label: "动作" },
              { key: "subject", label: "对象" },
              { key: "reason", label: "事由" },
            ]}
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" className="nowrap">
                  {row.at}
                </th>
                <Cell label="操作人">{row.actorName ?? "系统"}</Cell>
                <Cell label="动作">{actionWords(row.action)}</Cell>
                <Cell label="对象">
                  <span className="nowrap">
                    {subjectWords(row.subjectKind)}{" "}
                    <a href={paths.ops.accessLog({ subject: row.subjectId })} title={row.subjectId}>
                      <code>{shortened(row.subjectId)}</code>
                    </a>
                  </span>
                </Cell>
                <Cell label="事由">{row.reason ?? "—"}</Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.ops.accessLog({ ...filter, page: number })} />
        </div>
      )}
    </OpsFrame>
  );
}

/** The end of an id, where ids of one day differ; an area's code is whole. */
function shortened(subjectId: string): string {
  return isId(subjectId) ? `…${subjectId.slice(-12)}` : subjectId;
}
