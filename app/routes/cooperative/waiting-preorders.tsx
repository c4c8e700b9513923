import { LinkWhere } from "~/ui/link-where";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";

type Row = {
  readonly listingId: string;
  readonly href: string | null;
  readonly title: string;
  readonly shipments: number;
  readonly shipBy: string;
  readonly isLate: boolean;
  readonly wanted: string;
  readonly onStock: string;
  readonly missing: string | null;
};

/** What pre-orders wait for, listing by listing: how much, until when, and what the chosen lots lack. */
export function WaitingPreorders({ rows }: { rows: readonly Row[] }) {
  return (
    <Table
      caption="预售要备的货"
      note="收成封批后，到商品里选好批次，就按付款先后分给订单；到期还没有分到的，货款和运费自动全额退回，由卖家承担。"
      small="cards"
      columns={[
        { key: "title", label: "商品" },
        { key: "shipments", label: "订单", align: "end" },
        { key: "day", label: "最早发货日" },
        { key: "wanted", label: "要货" },
        { key: "stock", label: "批次里有" },
        { key: "missing", label: "还缺" },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.listingId}>
          <th scope="row">
            <LinkWhere href={row.href}>{row.title}</LinkWhere>
          </th>
          <Cell label="订单" number>
            {row.shipments}
          </Cell>
          <Cell label="最早发货日">
            <StatusWord tone={row.isLate ? "problem" : "waiting"}>
              {row.isLate ? `${row.shipBy} 已超期` : row.shipBy}
            </StatusWord>
          </Cell>
          <Cell label="要货">{row.wanted}</Cell>
          <Cell label="批次里有">{row.onStock}</Cell>
          <Cell label="还缺">{row.missing === null ? "够了" : <strong>{row.missing}</strong>}</Cell>
        </tr>
      ))}
    </Table>
  );
}
