import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { dayOf, minuteOf } from "~/kernel/period";
import type { ShipmentState } from "~/orders/order-state";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import { Money } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { countShipments, listShipments } from "./shipment-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "订单";
const PAGE_SIZE = 20;
const TABS: readonly { state: ShipmentState; label: string; empty: string }[] = [
  { state: "PENDING", label: "待打包", empty: "没有待打包的订单" },
  { state: "PACKED", label: "待发货", empty: "没有待发货的包裹" },
  { state: "SHIPPED", label: "已发货", empty: "没有在路上的包裹" },
  { state: "DELIVERED", label: "已签收", empty: "还没有签收的包裹" },
  { state: "CANCELLED", label: "已取消", empty: "没有取消的订单" },
];

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:view");
  const search = new URL(request.url).searchParams;
  const state = TABS.find((tab) => tab.state === search.get("state"))?.state ?? "PENDING";
  const [frame, counts, page] = await Promise.all([
    coopFrame(workplace.actor),
    countShipments(db(), workplace),
    listShipments(db(), workplace, state, pageRequest(search, PAGE_SIZE)),
  ]);
  const now = new Date();
  return json({
    frame,
    state,
    counts,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      orderNumber: row.orderNumber,
      goods: row.goods,
      seller: row.sellerName,
      goodsFen: toNumber(row.goodsFen),
      to: row.provinceName,
      paid: minuteOf(row.paidAt),
      due: dayOf(row.dueAt),
      isLate: (state === "PENDING" || state === "PACKED") && dayOf(row.dueAt) < dayOf(now),
      tracking: row.trackingNumber,
    })),
  });
}

export default function Orders() {
  const { frame, state, counts, page, rows } = useLoaderData<typeof loader>();
  const isOpen = state === "PENDING" || state === "PACKED";
  return (
    <CoopFrame frame={frame} current="orders" title={TITLE} intro="已付款的订单，每个卖家一个包裹。">
      <nav className="tabs" aria-label="按状态">
        {TABS.map((tab) => (
          <a
            key={tab.state}
            href={paths.coop.orders({ state: tab.state })}
            aria-current={tab.state === state ? "page" : undefined}
          >
            {tab.label} {counts[tab.state]}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <EmptyState title={TABS.find((tab) => tab.state === state)?.empty}>
          顾客付款后，订单会自动出现在“待打包”。
        </EmptyState>
      ) : (
        <>
          <Table
            caption="包裹"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "订单号" },
              { key: "goods", label: "货" },
              { key: "amount", label: "货款", align: "end" },
              { key: "to", label: "发往" },
              { key: "paid", label: "付款时间" },
              { key: "due", label: isOpen ? "最晚发货" : "快递单号" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.coop.order(row.id)}>{row.orderNumber}</a>
                </th>
                <Cell label="货">{row.goods}</Cell>
                <Cell label="货款" number>
                  <Money fen={row.goodsFen} />
                </Cell>
                <Cell label="发往">{row.to}</Cell>
                <Cell label="付款时间">{row.paid}</Cell>
                <Cell label={isOpen ? "最晚发货" : "快递单号"}>
                  {isOpen ? (
                    <StatusWord tone={row.isLate ? "problem" : "waiting"}>
                      {row.isLate ? `${row.due} 已超期` : row.due}
                    </StatusWord>
                  ) : (
                    (row.tracking ?? "—")
                  )}
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.orders({ state, page: number })} />
        </>
      )}
    </CoopFrame>
  );
}
