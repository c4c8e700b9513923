import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { sum, toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { villageFunds } from "~/settlement/village-fund-store.server";
import { EmptyState } from "~/ui/empty-state";
import { MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { GovFrame, govMeta } from "./gov-frame";
import { requireOfficial } from "./gov-frame.server";

const TITLE = "村集体资金";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { areaPrefixes, frame } = await requireOfficial(request);
  const funds = await villageFunds(db(), areaPrefixes);
  const left = (fund: (typeof funds)[number]) => fund.receivedFen - fund.usedFen;
  return {
    frame,
    funds: funds.map((fund) => ({
      code: fund.code,
      name: fund.name,
      receivedFen: toNumber(fund.receivedFen),
      usedFen: toNumber(fund.usedFen),
      leftFen: toNumber(left(fund)),
      waiting: fund.waiting,
    })),
    total: {
      receivedFen: toNumber(sum(funds.map(({ receivedFen }) => receivedFen))),
      usedFen: toNumber(sum(funds.map(({ usedFen }) => usedFen))),
      leftFen: toNumber(sum(funds.map(left))),
    },
  };
}

export default function GovVillageFunds() {
  const { frame, funds, total } = useLoaderData<typeof loader>();
  return (
    <GovFrame
      frame={frame}
      current="funds"
      title={TITLE}
      intro="销售分给村里、已经由银行付到村账的钱，和村里用在了哪里。村里记、另一位干部核定，网站上逐笔公开。"
    >
      {funds.length === 0 ? (
        <EmptyState title="还没有钱付到村里">分账规则里有村集体部分的商品卖出、结算之后，这里会列出各村。</EmptyState>
      ) : (
        <Table
          caption="各村"
          note="单位：元"
          small="cards"
          columns={[
            { key: "name", label: "村" },
            { key: "received", label: "已收到", align: "end" },
            { key: "used", label: "已用", align: "end" },
            { key: "left", label: "结余", align: "end" },
            { key: "waiting", label: "待核定", align: "end" },
          ]}
          foot={
            <tr>
              <th scope="row">合计</th>
              <MoneyCell label="已收到" fen={total.receivedFen} />
              <MoneyCell label="已用" fen={total.usedFen} />
              <MoneyCell label="结余" fen={total.leftFen} />
              <td />
            </tr>
          }
        >
          {funds.map((fund) => (
            <tr key={fund.code}>
              <th scope="row">
                <a href={paths.gov.villageFund(fund.code)}>{fund.name}</a>
              </th>
              <MoneyCell label="已收到" fen={fund.receivedFen} />
              <MoneyCell label="已用" fen={fund.usedFen} />
              <MoneyCell label="结余" fen={fund.leftFen} />
              <Cell label="待核定" number>
                {fund.waiting === 0 ? "—" : `${fund.waiting} 笔`}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </GovFrame>
  );
}
