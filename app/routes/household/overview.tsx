import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { periodOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { householdSummary } from "~/settlement/household-statement-store.server";
import { EmptyState } from "~/ui/empty-state";
import { Money, MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { Tiles } from "~/ui/tiles";
import { HouseholdFrame, householdMeta, monthWords } from "./household-frame";
import { requireHousehold } from "./household-desk.server";

const TITLE = "我家的账";

export const handle = { large: true };

export const meta: MetaFunction = () => householdMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { householdId, frame } = await requireHousehold(request);
  const summary = await householdSummary(db(), householdId, periodOf(new Date()));
  return {
    frame,
    payableFen: toNumber(summary.payableFen),
    pendingFen: toNumber(summary.pendingFen),
    paidThisYearFen: toNumber(summary.paidThisYearFen),
    months: summary.months.map(({ period, deliveries, accruedFen, paidFen }) => ({
      period,
      deliveries,
      accruedFen: toNumber(accruedFen),
      paidFen: toNumber(paidFen),
    })),
  };
}

export default function HouseholdOverview() {
  const { frame, payableFen, pendingFen, paidThisYearFen, months } = useLoaderData<typeof loader>();
  const newest = months[0];
  return (
    <HouseholdFrame frame={frame} current="overview" title={TITLE} intro={`户卡编号 ${frame.number}`}>
      <Tiles
        tiles={[
          {
            label: "现在欠您的钱",
            figure: <Money fen={payableFen} household />,
            household: true,
            note: "已经定下，等付款",
            ...(newest ? { href: paths.household.month(newest.period) } : {}),
          },
          {
            label: "等买家收货",
            figure: <Money fen={pendingFen} household />,
            household: true,
            note: "卖出去了，还没定下",
          },
          { label: "今年付给您的", figure: <Money fen={paidThisYearFen} household />, household: true },
        ]}
      />
      {months.length === 0 ? (
        <EmptyState title="还没有账">您交了货、卖了东西或领了工钱以后，这里按月写着。</EmptyState>
      ) : (
        <Table
          caption="一个月一行"
          note="点月份看每一笔，也可以打印"
          small="cards"
          columns={[
            { key: "month", label: "月份" },
            { key: "deliveries", label: "交货", align: "end" },
            { key: "accrued", label: "应得", align: "end" },
            { key: "paid", label: "付给您", align: "end" },
          ]}
        >
          {months.map((month) => (
            <tr key={month.period}>
              <th scope="row">
                <a href={paths.household.month(month.period)}>{monthWords(month.period)}</a>
              </th>
              <Cell label="交货" number>
                {month.deliveries} 次
              </Cell>
              <MoneyCell fen={month.accruedFen} household label="应得" />
              <MoneyCell fen={month.paidFen} household label="付给您" />
            </tr>
          ))}
        </Table>
      )}
      <section className="stack">
        <h2>这些话是什么意思</h2>
        <dl className="definitions">
          <dt>应得</dt>
          <dd>已经定下归您的钱：交货当场结算的、买家收到货不再退的、工钱、租金和分红。</dd>
          <dt>等买家收货</dt>
          <dd>您的货卖出去了，买家还没确认收到，或还在可以退货的日子里。要是退了，这笔钱会减少。</dd>
          <dt>付给您</dt>
          <dd>银行已经打到您卡上，有凭证号可以查。</dd>
        </dl>
        <p>觉得哪一笔不对，点月份进去，找到那一笔，按“不对”。提意见不会停发您的钱。</p>
      </section>
    </HouseholdFrame>
  );
}
