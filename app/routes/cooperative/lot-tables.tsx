import type { useLoaderData } from "@remix-run/react";
import { Cell, Table } from "~/ui/table";
import type { loader } from "./lot";

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["lot"];

/** Who stands behind a lot, where it came from, what became of it. */
export function LotTables({ lot }: { lot: Shown }) {
  return (
    <>
      <Table
        caption="供货构成"
        note={lot.isDirect ? "全部归这一户" : "货款按价值比例分：数量 × 等级价"}
        small="cards"
        columns={[
          { key: "household", label: "农户" },
          { key: "mode", label: "结算" },
          { key: "quantity", label: "数量", align: "end" },
          { key: "share", label: "价值占比", align: "end" },
        ]}
      >
        {lot.composition.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.household}</th>
            <Cell label="结算">
              {row.mode}
              {row.paid !== null && <span className="caption"> 已按 {row.paid} 付</span>}
            </Cell>
            <Cell label="数量" number>
              {row.quantity}
            </Cell>
            <Cell label="价值占比" number>
              {row.share}
            </Cell>
          </tr>
        ))}
      </Table>
      {lot.sources.length > 0 && (
        <Table
          caption="来自入库单"
          small="cards"
          columns={[
            { key: "number", label: "单号" },
            { key: "supplier", label: "供货人" },
            { key: "grade", label: "等级" },
            { key: "price", label: "结算" },
            { key: "quantity", label: "取用", align: "end" },
            { key: "delivered", label: "交货" },
          ]}
        >
          {lot.sources.map((source) => (
            <tr key={source.number}>
              <th scope="row">
                <a href={source.href}>{source.number}</a>
              </th>
              <Cell label="供货人">{source.supplier}</Cell>
              <Cell label="等级">{source.grade}</Cell>
              <Cell label="结算">
                {source.mode}，{source.price}
              </Cell>
              <Cell label="取用" number>
                {source.quantity}
              </Cell>
              <Cell label="交货">{source.delivered}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.relatives.length > 0 && (
        <Table
          caption="和别的批次"
          small="cards"
          columns={[
            { key: "code", label: "批次" },
            { key: "way", label: "方向" },
            { key: "product", label: "产品" },
            { key: "quantity", label: "数量", align: "end" },
          ]}
        >
          {lot.relatives.map((other) => (
            <tr key={other.key}>
              <th scope="row">
                <a href={other.href}>{other.code}</a>
              </th>
              <Cell label="方向">{other.way}</Cell>
              <Cell label="产品">{other.product}</Cell>
              <Cell label="数量" number>
                {other.quantity}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.sales.length > 0 && (
        <Table
          caption="卖到哪里"
          note="按商品和规格合计，不含买家资料"
          small="cards"
          columns={[
            { key: "title", label: "商品" },
            { key: "orders", label: "订单", align: "end" },
            { key: "packs", label: "件数", align: "end" },
            { key: "sold", label: "已卖", align: "end" },
            { key: "shipped", label: "其中已发货", align: "end" },
            { key: "held", label: "待付款占用", align: "end" },
          ]}
        >
          {lot.sales.map((sale) => (
            <tr key={sale.key}>
              <th scope="row">{sale.title}</th>
              <Cell label="订单" number>
                {sale.orders} 单
              </Cell>
              <Cell label="件数" number>
                {sale.packs} 件
              </Cell>
              <Cell label="已卖" number>
                {sale.sold}
              </Cell>
              <Cell label="其中已发货" number>
                {sale.shipped}
              </Cell>
              <Cell label="待付款占用" number>
                {sale.held}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {lot.events.length > 0 && (
        <Table
          caption="变动记录"
          small="cards"
          columns={[
            { key: "at", label: "时间" },
            { key: "kind", label: "类型" },
            { key: "quantity", label: "数量", align: "end" },
            { key: "reason", label: "原因" },
            { key: "by", label: "登记人" },
          ]}
        >
          {lot.events.map((event) => (
            <tr key={event.id}>
              <th scope="row">{event.at}</th>
              <Cell label="类型">{event.kind}</Cell>
              <Cell label="数量" number>
                {event.quantity}
              </Cell>
              <Cell label="原因">
                {event.reason}
                {event.photo !== null && (
                  <>
                    {" "}
                    <a href={event.photo}>照片</a>
                  </>
                )}
              </Cell>
              <Cell label="登记人">{event.by}</Cell>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
