import { LinkWhere } from "~/ui/link-where";
import { Money } from "~/ui/money";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import type { OrderView } from "./order-view.server";

/** What was sold, from which lots it is taken, and how it went out. */
export function OrderGoods({ lines, parcels, refunds }: Pick<OrderView, "lines" | "parcels" | "refunds">) {
  return (
    <>
      <Table
        caption="货"
        small="cards"
        columns={[
          { key: "title", label: "商品" },
          { key: "quantity", label: "份数", align: "end" },
          { key: "lots", label: "从批次取" },
          { key: "charged", label: "顾客付", align: "end" },
          { key: "refunded", label: "已退", align: "end" },
        ]}
      >
        {lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">{line.title}</th>
            <Cell label="份数" number>
              {line.isGoods ? `${line.quantity} 份，共 ${line.weight}` : ""}
            </Cell>
            <Cell label="从批次取">
              {line.picks.map((pick) => (
                <span key={pick.lotId} className="nowrap">
                  <LinkWhere href={pick.href}>{pick.code}</LinkWhere> {pick.words}{" "}
                </span>
              ))}
            </Cell>
            <Cell label="顾客付" number>
              <Money fen={line.chargedFen} />
            </Cell>
            <Cell label="已退" number>
              {line.refundedFen === 0 ? "—" : <Money fen={line.refundedFen} />}
            </Cell>
          </tr>
        ))}
      </Table>
      {parcels.length > 0 && (
        <Table
          caption="包裹"
          small="cards"
          columns={[
            { key: "number", label: "快递单号" },
            { key: "content", label: "装了什么" },
            { key: "shipped", label: "发出" },
            { key: "delivered", label: "签收" },
            { key: "claims", label: "售后期到" },
          ]}
        >
          {parcels.map((parcel) => (
            <tr key={parcel.id}>
              <th scope="row">
                {parcel.carrier} {parcel.trackingNumber}
              </th>
              <Cell label="装了什么">{parcel.content}</Cell>
              <Cell label="发出">{parcel.shippedAt}</Cell>
              <Cell label="签收">{parcel.deliveredAt ?? "在路上"}</Cell>
              <Cell label="售后期到">{parcel.claimUntil ?? "—"}</Cell>
            </tr>
          ))}
        </Table>
      )}
      {refunds.length > 0 && (
        <Table
          caption="退款"
          small="cards"
          columns={[
            { key: "at", label: "提交时间" },
            { key: "reason", label: "原因" },
            { key: "amount", label: "金额", align: "end" },
            { key: "state", label: "状态" },
          ]}
        >
          {refunds.map((refund) => (
            <tr key={refund.id}>
              <th scope="row">{refund.at}</th>
              <Cell label="原因">{refund.reason}</Cell>
              <Cell label="金额" number>
                <Money fen={refund.amountFen} />
              </Cell>
              <Cell label="状态">
                <StatusWord tone={refund.tone}>{refund.state}</StatusWord>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
