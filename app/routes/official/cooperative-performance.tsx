import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { cooperativePerformance, performanceTotals } from "~/settlement/cooperative-performance-store.server";
import { PERFORMANCE_DEFINITIONS } from "~/settlement/sales-export.server";
import { shareOf } from "~/settlement/sales-share";
import { Money, MoneyCell, yuanText } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { govMeta } from "./gov-frame";
import { MonthsList } from "./months-list";
import { askedForMonths, rowsOnPage } from "./months-list.server";

const TITLE = "合作社绩效";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const { filter, shown, page } = await askedForMonths(request, now);
  const all = await cooperativePerformance(db(), filter, now);
  const totals = performanceTotals(all);
  const shares = (row: { soldFen: bigint; refundedFen: bigint; sharedFen: bigint }) => ({
    refundShare: shareOf(row.refundedFen, row.soldFen),
    householdShare: shareOf(row.sharedFen, row.soldFen - row.refundedFen),
  });
  const plain = (row: typeof totals) => ({
    ...shares(row),
    soldFen: toNumber(row.soldFen),
    refundedFen: toNumber(row.refundedFen),
    sharedFen: toNumber(row.sharedFen),
    boughtOutFen: toNumber(row.boughtOutFen),
    paidFen: toNumber(row.paidFen),
  });
  return {
    ...shown,
    definitions: PERFORMANCE_DEFINITIONS,
    page: { ...page, total: all.length },
    totals: plain(totals),
    rows: rowsOnPage(all, page).map((row) => ({ ...row, ...plain(row) })),
  };
}

export default function GovCooperativePerformance() {
  const data = useLoaderData<typeof loader>();
  const { query, rows, totals } = data;
  const paidBy = (coop: string) => paths.gov.linkage({ ...query, coop, who: "paid" });
  return (
    <MonthsList
      title={TITLE}
      intro={`登记地在本地区的合作社 ${data.page.total} 家，卖了多少、退了多少、分给农户多少。`}
      href={paths.gov.cooperativePerformance}
      exportKind="gov-cooperative-performance"
      unit="家"
      empty="没有登记地在本地区的合作社"
      data={data}
    >
      <Table
        caption={TITLE}
        captionHidden
        note="单位：元"
        small="cards"
        columns={[
          { key: "name", label: "合作社" },
          { key: "listings", label: "在售", align: "end" },
          { key: "orders", label: "订单", align: "end" },
          { key: "sold", label: "销售额", align: "end" },
          { key: "refunded", label: "已退（占比）", align: "end" },
          { key: "shared", label: "归农户（占比）", align: "end" },
          { key: "claims", label: "按时答复", align: "end" },
          { key: "paid", label: "实付户 / 申报", align: "end" },
          { key: "fen", label: "已付", align: "end" },
        ]}
        foot={
          <tr>
            <th scope="row" colSpan={3}>
              全部合计
            </th>
            <SalesCells row={totals} />
            <td />
            <td />
            <MoneyCell label="已付" fen={totals.paidFen} household />
          </tr>
        }
      >
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.name}</th>
            <Cell label="在售" number>
              {row.listings}
            </Cell>
            <Cell label="订单" number>
              {row.orders}
            </Cell>
            <SalesCells row={row} />
            <Cell label="按时答复" number>
              {row.claims === 0 ? "没有售后" : `${row.answeredInTime} / ${row.claims}`}
            </Cell>
            <Cell label="实付户 / 申报" number>
              <a href={paidBy(row.id)}>{row.paid}</a> / {row.declared}
            </Cell>
            <MoneyCell label="已付" fen={row.paidFen} household href={paidBy(row.id)} />
          </tr>
        ))}
      </Table>
    </MonthsList>
  );
}

type Sales = Pick<
  ReturnType<typeof useLoaderData<typeof loader>>["totals"],
  "soldFen" | "refundedFen" | "refundShare" | "sharedFen" | "householdShare" | "boughtOutFen"
>;

function SalesCells({ row }: { row: Sales }) {
  return (
    <>
      <MoneyCell label="销售额" fen={row.soldFen} />
      <ShareCell label="已退" fen={row.refundedFen} share={row.refundShare} />
      <ShareCell
        label="归农户"
        fen={row.sharedFen}
        share={row.householdShare}
        boughtOutFen={row.boughtOutFen}
        household
      />
    </>
  );
}

/** An amount with its share below; beside what went to households also what households had been paid for before. */
function ShareCell({
  label,
  fen,
  share,
  boughtOutFen = 0,
  household,
}: {
  label: string;
  fen: number;
  share: string;
  boughtOutFen?: number;
  household?: boolean;
}) {
  return (
    <Cell label={label} number>
      <Money fen={fen} {...(household && { household })} />
      <br />
      <span className="caption">
        {share}
        {boughtOutFen > 0 && (
          <>
            <br />
            买断货 {yuanText(boughtOutFen)}
          </>
        )}
      </span>
    </Cell>
  );
}
