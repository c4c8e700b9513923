import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countListings, listListings, type ListingTab } from "~/catalog/listing-store.server";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { minuteOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { quantityWords } from "~/supply/quantity-words";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Money } from "~/ui/money";
import { Pagination } from "~/ui/pagination";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "商品";
const PAGE_SIZE = 20;
const TABS: readonly { tab: ListingTab; label: string; empty: string }[] = [
  { tab: "on-sale", label: "在售", empty: "没有在售的商品" },
  { tab: "sold-out", label: "售罄", empty: "没有售罄的商品" },
  { tab: "draft", label: "草稿", empty: "没有草稿" },
  { tab: "off-sale", label: "已下架", empty: "没有下架的商品" },
];

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:edit");
  const search = new URL(request.url).searchParams;
  const tab = TABS.find((one) => one.tab === search.get("tab"))?.tab ?? "on-sale";
  const now = new Date();
  const [frame, counts, page] = await Promise.all([
    coopFrame(workplace.actor),
    countListings(db(), workplace, now),
    listListings(db(), workplace, tab, pageRequest(search, PAGE_SIZE), now),
  ]);
  return json({
    frame,
    tab,
    counts,
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      title: row.title,
      about: `${row.villageName} · ${row.productName} · ${row.sellerName}`,
      photo: row.photoId,
      color: row.photoColor,
      lowestFen: row.lowestFen === null ? null : toNumber(row.lowestFen),
      highestFen: row.highestFen === null ? null : toNumber(row.highestFen),
      stock: quantityWords(row.stock, row),
      updated: minuteOf(row.updatedAt),
    })),
  });
}

export default function Listings() {
  const { frame, tab, counts, page, rows } = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={frame}
      current="listings"
      title={TITLE}
      actions={<ButtonLink href={paths.coop.newListing()}>新建商品</ButtonLink>}
    >
      <nav className="tabs" aria-label="按状态">
        {TABS.map((one) => (
          <a
            key={one.tab}
            href={paths.coop.listings({ tab: one.tab })}
            aria-current={one.tab === tab ? "page" : undefined}
          >
            {one.label} {counts[one.tab]}
          </a>
        ))}
      </nav>
      {rows.length === 0 ? (
        <EmptyState
          title={TABS.find((one) => one.tab === tab)?.empty}
          action={<ButtonLink href={paths.coop.newListing()}>新建商品</ButtonLink>}
        >
          填好规格、照片，选好批次和分配规则，就可以上架。
        </EmptyState>
      ) : (
        <>
          <Table
            caption="商品"
            captionHidden
            small="cards"
            columns={[
              { key: "title", label: "商品" },
              { key: "price", label: "价格", align: "end" },
              { key: "stock", label: "余量", align: "end" },
              { key: "updated", label: "最近改动" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <span className="with-thumb">
                    {row.photo === null ? (
                      <span className="thumb" aria-hidden="true" />
                    ) : (
                      <img
                        className="thumb"
                        src={paths.media(row.photo, "375.webp")}
                        alt=""
                        width="48"
                        height="48"
                        loading="lazy"
                      />
                    )}
                    <span>
                      <a href={paths.coop.listing(row.id)}>{row.title}</a>
                      <br />
                      <span className="caption">{row.about}</span>
                    </span>
                  </span>
                </th>
                <Cell label="价格" number>
                  {row.lowestFen === null ? (
                    "未定价"
                  ) : (
                    <span>
                      <Money fen={row.lowestFen} />
                      {row.highestFen !== null && row.highestFen !== row.lowestFen && (
                        <>
                          {" – "}
                          <Money fen={row.highestFen} />
                        </>
                      )}
                    </span>
                  )}
                </Cell>
                <Cell label="余量" number>
                  {row.stock}
                </Cell>
                <Cell label="最近改动">{row.updated}</Cell>
              </tr>
            ))}
          </Table>
          <Pagination page={page} href={(number) => paths.coop.listings({ tab, page: number })} />
        </>
      )}
    </CoopFrame>
  );
}
