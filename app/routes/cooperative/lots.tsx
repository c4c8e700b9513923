import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { pageRequest } from "~/kernel/page";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { formatLotCode } from "~/supply/lot-code";
import { listLots, type LotRow } from "~/supply/lot-store.server";
import { quantityWords } from "~/supply/quantity-words";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { StatusWord, type StatusTone } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "批次";
const PAGE_SIZE = 20;
const TABS = [
  { stock: "on-stock", label: "有货" },
  { stock: "sold-out", label: "已用完" },
] as const;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "lot:edit");
  const search = new URL(request.url).searchParams;
  const stock = search.get("stock") === "sold-out" ? "sold-out" : "on-stock";
  const page = await listLots(db(), workplace, { stock }, pageRequest(search, PAGE_SIZE));
  const today = dayOf(new Date());
  return json({
    frame: await coopFrame(workplace.actor),
    may: { seal: workplace.cooperativeIds.length > 0, household: workplace.servicePointIds.length > 0 },
    stock,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      code: formatLotCode(row.code),
      product: `${row.productName} · ${row.grade}`,
      quantity: quantityWords(row.quantity, row),
      available: quantityWords(row.available, row),
      households: `${row.households} 户${row.hasOthers ? "＋其他供货人" : ""}`,
      harvestedOn: row.harvestedOn,
      expiresOn: row.expiresOn,
      ...stateOf(row, today),
    })),
  });
}

function stateOf(row: LotRow, today: string): { tone: StatusTone; state: string } {
  if (row.available === 0) return { tone: "neutral", state: "已用完" };
  if (row.expiresOn < today) return { tone: "problem", state: "已过期，不再出售" };
  return { tone: "done", state: "可售" };
}

export default function Lots() {
  const { frame, may, stock, page, rows } = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="lots"
      title={TITLE}
      intro="一个批次封好以后，里面有谁的货、各多少，不能再改；卖出的每一份都按它分账。"
      actions={
        <>
          {may.seal && <ButtonLink href={paths.coop.sealLot()}>封一个批次</ButtonLink>}
          {may.household && <ButtonLink href={paths.coop.householdLot()}>登记农户自产</ButtonLink>}
        </>
      }
    >
      <nav className="tabs" aria-label="按余量">
        {TABS.map((tab) => (
          <a
            key={tab.stock}
            href={paths.coop.lots({ stock: tab.stock })}
            aria-current={tab.stock === stock ? "page" : undefined}
          >
            {tab.label}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <EmptyState title={stock === "on-stock" ? "没有有货的批次" : "没有用完的批次"}>
          {may.seal ? "先收货，再把入库单封成批次，商品才有货可卖。" : "登记农户自己的产品，商品才有货可卖。"}
        </EmptyState>
      ) : (
        <>
          <Table
            caption="批次"
            captionHidden
            small="cards"
            columns={[
              { key: "code", label: "批次码" },
              { key: "product", label: "产品" },
              { key: "available", label: "可售余量", align: "end" },
              { key: "quantity", label: "封批数量", align: "end" },
              { key: "households", label: "供货" },
              { key: "harvested", label: "采收" },
              { key: "expires", label: "可售至" },
              { key: "state", label: "状态" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={paths.coop.lot(row.id)} className="nowrap">
                    {row.code}
                  </a>
                </th>
                <Cell label="产品">{row.product}</Cell>
                <Cell label="可售余量" number>
                  {row.available}
                </Cell>
                <Cell label="封批数量" number>
                  {row.quantity}
                </Cell>
                <Cell label="供货">{row.households}</Cell>
                <Cell label="采收">{row.harvestedOn}</Cell>
                <Cell label="可售至">{row.expiresOn}</Cell>
                <Cell label="状态">
                  <StatusWord tone={row.tone}>{row.state}</StatusWord>
                </Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.lots({ stock, page: number })} />
        </>
      )}
    </CoopFrame>
  );
}
