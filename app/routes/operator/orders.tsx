import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requirePermission } from "~/access/require-actor.server";
import { toNumber } from "~/kernel/money";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { OpsFrame, opsFrame, opsMeta } from "./ops-frame";
import { waitingOrders } from "./payments-desk-store.server";

const TITLE = "待付订单";
const SHOWN = 200;

export const meta: MetaFunction = () => opsMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, "ops:view");
  const now = new Date();
  const orders = await waitingOrders(db(), SHOWN);
  return {
    frame: opsFrame(actor),
    orders: orders.map((order) => ({
      ...order,
      totalFen: toNumber(order.totalFen),
      placedAt: minuteOf(order.placedAt),
      holdExpiresAt: minuteOf(order.holdExpiresAt),
      overdue: order.holdExpiresAt < now,
    })),
  };
}

export default function OpsOrders() {
  const { frame, orders } = useLoaderData<typeof loader>();
  return (
    <OpsFrame
      frame={frame}
      current="orders"
      title={TITLE}
      intro="已下单、还在等付款结果的订单。保留期过后，后台任务先让支付机构关闭收款，再释放库存；逾期仍在此处的需要查看。"
    >
      {orders.length === 0 ? (
        <EmptyState title="没有等待付款的订单">所有订单都已有结果：已付款、已过期或已取消。</EmptyState>
      ) : (
        <Table
          caption="等待付款"
          note={`共 ${orders.length} 笔`}
          small="cards"
          columns={[
            { key: "number", label: "订单号" },
            { key: "total", label: "金额", align: "end" },
            { key: "placed", label: "下单" },
            { key: "hold", label: "库存保留至" },
            { key: "payment", label: "收款" },
            { key: "state", label: "状态" },
          ]}
        >
          {orders.map((order) => (
            <tr key={order.id}>
              <th scope="row">
                {order.state === "PAID" ? (
                  <a href={paths.ops.ledger({ about: order.number })}>{order.number}</a>
                ) : (
                  order.number
                )}
              </th>
              <MoneyCell label="金额" fen={order.totalFen} />
              <Cell label="下单">{order.placedAt}</Cell>
              <Cell label="库存保留至">{order.holdExpiresAt}</Cell>
              <Cell label="收款">
                {order.sessionId === null ? "尚未建立" : <code>{order.sessionId.slice(0, 24)}…</code>}
              </Cell>
              <Cell label="状态">
                <StatusWord tone={order.overdue ? "problem" : "waiting"}>
                  {order.state !== "PLACED" ? "订单已结束，收款未关闭" : order.overdue ? "逾期未决" : "等待付款"}
                </StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </OpsFrame>
  );
}
