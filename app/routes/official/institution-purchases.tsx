import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { institutionPurchases, purchaseTotals } from "~/settlement/institution-purchases-store.server";
import { PURCHASE_DEFINITIONS } from "~/settlement/sales-export.server";
import { MoneyCell } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { govMeta } from "./gov-frame";
import { MonthsList } from "./months-list";
import { askedForMonths, rowsOnPage } from "./months-list.server";

const TITLE = "单位采购";

export const meta: MetaFunction = () => govMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const { filter, shown, page } = await askedForMonths(request, new Date());
  const all = await institutionPurchases(db(), filter);
  const plain = (row: ReturnType<typeof purchaseTotals>) => ({
    orders: row.orders,
    boughtFen: toNumber(row.boughtFen),
    refundedFen: toNumber(row.refundedFen),
    acceptedFen: toNumber(row.acceptedFen),
    sharedFen: toNumber(row.sharedFen),
  });
  return {
    ...shown,
    definitions: PURCHASE_DEFINITIONS,
    page: { ...page, total: all.length },
    totals: plain(purchaseTotals(all)),
    rows: rowsOnPage(all, page).map((row) => ({ unit: row.unit, ...plain(row) })),
  };
}

export default function GovInstitutionPurchases() {
  const data = useLoaderData<typeof loader>();
  const { rows, totals } = data;
  return (
    <MonthsList
      title={TITLE}
      intro={`${data.page.total} 个预算单位买了本地区的货。只列单位，不列经办人。`}
      href={paths.gov.institutionPurchases}
      exportKind="gov-institution-purchases"
      unit="个单位"
      empty="这段时间没有预算单位买本地区的货"
      data={data}
    >
      <Table
        caption={TITLE}
        captionHidden
        note="单位：元"
        small="cards"
        columns={[
          { key: "unit", label: "单位" },
          { key: "orders", label: "订单", align: "end" },
          { key: "bought", label: "金额", align: "end" },
          { key: "refunded", label: "已退", align: "end" },
          { key: "accepted", label: "已验收", align: "end" },
          { key: "shared", label: "归农户", align: "end" },
        ]}
        foot={<PurchaseRow name="全部合计" row={totals} />}
      >
        {rows.map((row, index) => (
          // Two units may have one name.
          <PurchaseRow key={`${row.unit} ${index}`} name={row.unit} row={row} />
        ))}
      </Table>
    </MonthsList>
  );
}

function PurchaseRow({
  name,
  row,
}: {
  name: string;
  row: {
    readonly orders: number;
    readonly boughtFen: number;
    readonly refundedFen: number;
    readonly acceptedFen: number;
    readonly sharedFen: number;
  };
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <Cell label="订单" number>
        {row.orders}
      </Cell>
      <MoneyCell label="金额" fen={row.boughtFen} />
      <MoneyCell label="已退" fen={row.refundedFen} />
      <MoneyCell label="已验收" fen={row.acceptedFen} />
      <MoneyCell label="归农户" fen={row.sharedFen} household />
    </tr>
  );
}
