import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { daysLeft, paperWords } from "~/supply/paper-end";
import { endingPapers } from "~/supply/watch-papers.server";
import { quantityWords } from "~/supply/quantity-words";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Notice } from "~/ui/notice";
import { Money } from "~/ui/money";
import { Cell, Table } from "~/ui/table";
import { Tiles, type Tile } from "~/ui/tiles";
import { CoopFrame, coopMeta } from "./coop-frame";
import { lastFortnight, lowStock, todayCounts } from "./today-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const TITLE = "今日";

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "listing:view");
  const now = new Date();
  const frame = await coopFrame(workplace.actor);
  const today = dayOf(now);
  const [counts, low, days, papers] = await Promise.all([
    todayCounts(db(), workplace, now),
    lowStock(db(), workplace, now),
    lastFortnight(db(), workplace, now),
    endingPapers(db(), today, workplace.cooperativeIds),
  ]);
  return json({
    frame,
    today,
    counts,
    low: low.map((row) => ({
      listingId: row.listingId,
      title: row.title,
      packs: Math.floor(row.stock / Math.max(row.pack, 1)),
      words: quantityWords(row.stock, row),
    })),
    papers: papers.map(({ id, kind, number, productName, expiresOn }) => ({
      id,
      number: productName === null ? number : `${number}（${productName}）`,
      over: expiresOn < today,
      words: paperWords(kind, daysLeft(expiresOn, today)),
    })),
    days: days.map(({ day, orders, goodsFen }) => ({ day, orders, goodsFen: toNumber(goodsFen) })),
  });
}

export default function Today() {
  const { frame, today, counts, low, days, papers } = useLoaderData<typeof loader>();
  const opens = (entry: (typeof frame.entries)[number]) => frame.entries.includes(entry);
  const tiles: Tile[] = [
    ...(opens("intakes")
      ? [
          { label: "今日收货（单）", figure: counts.slips, href: paths.coop.intakes({ day: today }) },
          {
            label: "待封批（单）",
            figure: counts.openIntakes,
            href: paths.coop.intakes({ state: "open" }),
            ...(counts.unpriced > 0 ? { note: `其中 ${counts.unpriced} 单待定价` } : {}),
          },
        ]
      : []),
    ...(opens("orders")
      ? [
          {
            label: "待打包",
            figure: counts.toPack,
            href: paths.coop.orders({ tab: "to-pack" }),
            ...(counts.preordered > 0 ? { note: `另有 ${counts.preordered} 单预售等货` } : {}),
          },
          {
            label: "待发货",
            figure: counts.toShip,
            href: paths.coop.orders({ tab: "to-ship" }),
            ...(counts.late > 0 ? { note: `${counts.late} 单已过承诺发货日` } : {}),
          },
        ]
      : []),
    ...(opens("listings")
      ? [{ label: "已售罄商品", figure: counts.soldOut, href: paths.coop.listings({ tab: "sold-out" }) }]
      : []),
  ];
  const most = Math.max(...days.map((day) => day.goodsFen), 1);
  return (
    <CoopFrame
      frame={frame}
      current="today"
      title={TITLE}
      intro={today}
      actions={opens("intakes") ? <ButtonLink href={paths.coop.newIntake()}>记一笔收货</ButtonLink> : undefined}
    >
      {papers.map((paper) => (
        <Notice key={paper.id} tone={paper.over ? "problem" : "waiting"} title={paper.number}>
          {paper.words}
        </Notice>
      ))}
      <Tiles tiles={tiles} />
      {opens("listings") && (
        <section className="stack">
          <div className="section-head">
            <h2>快卖完的商品</h2>
            <a href={paths.coop.listings()}>全部商品</a>
          </div>
          {low.length === 0 ? (
            <p className="quiet">在售商品的余量都够。</p>
          ) : (
            <ul className="plain-list ruled">
              {low.map((row) => (
                <li key={row.listingId} className="spread">
                  <a href={paths.coop.listing(row.listingId)}>{row.title}</a>
                  <span className="quiet">
                    还能卖 {row.packs} 份，余 {row.words}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {opens("orders") &&
        (days.every((day) => day.orders === 0) ? (
          <EmptyState title="最近 14 天没有卖出">商品上架后，每天付款的订单会显示在这里。</EmptyState>
        ) : (
          <Table
            caption="最近 14 天卖出"
            note="按付款日，货款不含运费"
            columns={[
              { key: "day", label: "日期" },
              { key: "orders", label: "包裹", align: "end" },
              { key: "goods", label: "货款", align: "end" },
              { key: "bar", label: <span className="visually-hidden">比例</span> },
            ]}
          >
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{day.day.slice(5)}</th>
                <Cell number>{day.orders}</Cell>
                <Cell number>
                  <Money fen={day.goodsFen} />
                </Cell>
                <td aria-hidden="true">
                  <svg width="120" height="12" viewBox="0 0 120 12" focusable="false">
                    <rect width={(day.goodsFen / most) * 120} height="12" fill="#2f5a94" />
                  </svg>
                </td>
              </tr>
            ))}
          </Table>
        ))}
    </CoopFrame>
  );
}
