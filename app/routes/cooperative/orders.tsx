import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canSomewhere } from "~/access/permissions";
import { isId } from "~/kernel/ids";
import { toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { dayOf, minuteOf } from "~/kernel/period";
import { canShipmentMove } from "~/orders/order-state";
import { packShipment } from "~/orders/pack-shipment.server";
import { PROVINCES } from "~/orders/provinces";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { doneCount } from "~/routes/consoles/done-words";
import { quantityWords } from "~/supply/quantity-words";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { PostForm } from "~/ui/post-form";
import { StatusWord } from "~/ui/status-word";
import { Cell, Table } from "~/ui/table";
import { CoopFrame, coopMeta } from "./coop-frame";
import { isNarrowed, orderFilter, orderQuery } from "./order-filter";
import { OrderFilterForm } from "./order-filter-form";
import { AWAITS_LOTS, inWaitingOrder, ORDER_TABS, SHIPMENT_STATES } from "./order-tabs";
import { countShipments, listShipments, productsSold, waitingPreorders } from "./shipment-list-store.server";
import { WaitingPreorders } from "./waiting-preorders";
import { coopFrame, requireWorkplace, workplaceOf } from "./workplace.server";

const TITLE = "订单";
const PAGE_SIZE = 20;
const MOST_AT_ONCE = 100;

export const meta: MetaFunction = () => coopMeta(TITLE);

export async function loader({ request }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:view");
  const search = new URL(request.url).searchParams;
  const filter = orderFilter(search);
  const now = new Date();
  const [frame, counts, page, products, preorders] = await Promise.all([
    coopFrame(workplace.actor),
    countShipments(db(), workplace, now),
    listShipments(db(), workplace, filter, pageRequest(search, PAGE_SIZE), now),
    productsSold(db(), workplace),
    filter.tab === "preorder" ? waitingPreorders(db(), workplace, now) : [],
  ]);
  const mayOpenListings = canSomewhere(workplace.actor, "listing:edit");
  const fulfilling = workplaceOf(workplace.actor, "order:fulfil");
  return json({
    frame,
    filter,
    counts,
    done: { word: search.get("done") ?? "", count: doneCount(search.get("count")) ?? 0 },
    mayFulfil: fulfilling.cooperativeIds.length + fulfilling.servicePointIds.length > 0,
    products: products.map(({ id, name }) => ({ value: id, label: name })),
    provinces: PROVINCES.map(({ code, shortName }) => ({ value: code, label: shortName })),
    preorders: preorders.map((one) => ({
      listingId: one.listingId,
      href: mayOpenListings ? paths.coop.listing(one.listingId) : null,
      title: one.title,
      shipments: one.shipments,
      shipBy: one.shipBy,
      isLate: one.shipBy < dayOf(now),
      wanted: quantityWords(one.quantity, one),
      onStock: quantityWords(one.onStock, one),
      missing: one.quantity > one.onStock ? quantityWords(one.quantity - one.onStock, one) : null,
    })),
    page: { number: page.number, size: page.size, total: page.total },
    rows: page.rows.map((row) => ({
      id: row.id,
      orderNumber: row.orderNumber,
      state: row.awaitsLots && row.state === "PENDING" ? AWAITS_LOTS : SHIPMENT_STATES[row.state],
      goods: row.goods,
      goodsFen: toNumber(row.goodsFen),
      to: row.provinceName,
      paid: minuteOf(row.paidAt),
      due: dayOf(row.dueAt),
      isLate: canShipmentMove(row.state, "SHIPPED") && dayOf(row.dueAt) < dayOf(now),
      tracking: row.trackingNumber,
      claim: row.claimId,
    })),
  });
}

/** Packs everything ticked, each shipment by itself: one that cannot be packed any more holds up no other. */
export async function action({ request }: ActionFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:fulfil");
  const form = await readForm(request);
  const filter = orderFilter(new URL(request.url).searchParams);
  const ticked = [...new Set(form.getAll("s"))].filter((id) => typeof id === "string").filter(isId);
  const now = new Date();
  let packed = 0;
  for (const shipmentId of ticked.slice(0, MOST_AT_ONCE)) {
    const result = await packShipment({ actor: workplace.actor, shipmentId, now });
    if (result.ok) packed += 1;
  }
  const done = ticked.length === 0 ? "none-ticked" : packed === ticked.length ? "packed" : "packed-some";
  return redirect(paths.coop.orders({ ...orderQuery(filter), done, count: packed }));
}

const doneWords = (word: string, count: number): { tone: "done" | "problem"; text: string } | undefined => {
  if (word === "packed") return { tone: "done", text: `${count} 单已打包，在“待发货”里。` };
  if (word === "packed-some") return { tone: "problem", text: `${count} 单已打包；其余的已经打包过，或不能再打包。` };
  if (word === "none-ticked") return { tone: "problem", text: "请先在表里勾选订单。" };
  if (word === "tracked") return { tone: "done", text: `${count} 个包裹已发货，顾客能看到单号。` };
  return undefined;
};

export default function Orders() {
  const { frame, filter, counts, done, mayFulfil, products, provinces, preorders, page, rows } =
    useLoaderData<typeof loader>();
  const waiting = inWaitingOrder(filter.tab);
  const packable = waiting && filter.tab !== "preorder";
  const tab = ORDER_TABS.find(({ key }) => key === filter.tab);
  const said = doneWords(done.word, done.count);
  const query = orderQuery(filter);
  return (
    <CoopFrame
      frame={frame}
      current="orders"
      title={TITLE}
      intro="已付款的订单，每个卖家一份。没有付款的不在这里。"
      actions={
        mayFulfil ? (
          <ButtonLink tone="quiet" href={paths.coop.tracking()}>
            批量填单号
          </ButtonLink>
        ) : undefined
      }
    >
      {said && <Notice tone={said.tone} live title={said.text} />}
      <nav className="tabs" aria-label="按状态">
        {ORDER_TABS.map(({ key, label }) => (
          <a
            key={key}
            href={paths.coop.orders({ ...query, tab: key })}
            aria-current={key === filter.tab ? "page" : undefined}
          >
            {label} {counts[key]}
          </a>
        ))}
      </nav>
      {filter.tab === "preorder" && preorders.length > 0 && <WaitingPreorders rows={preorders} />}
      <OrderFilterForm filter={filter} products={products} provinces={provinces} />
      {rows.length === 0 ? (
        <EmptyState title={isNarrowed(filter) ? "没有符合条件的订单" : tab?.empty}>
          {isNarrowed(filter)
            ? "换一个条件，或清除筛选。"
            : filter.tab === "preorder"
              ? "开了预售的商品，顾客付款后先在这里等；商品选好批次，就按付款先后转到“待打包”。"
              : "顾客付款后，订单会自动出现在“待打包”。"}
        </EmptyState>
      ) : (
        <PostForm action={paths.coop.orders(query)} className="stack">
          <Table
            caption="订单"
            captionHidden
            small="cards"
            columns={[
              { key: "number", label: "订单号" },
              { key: "state", label: "状态" },
              { key: "goods", label: "货" },
              { key: "amount", label: "货款", align: "end" },
              { key: "to", label: "发往" },
              { key: "paid", label: "付款时间" },
              { key: "due", label: waiting ? "最晚发货" : "快递单号" },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <span className="row-tick">
                    {packable && (
                      <input type="checkbox" name="s" value={row.id} aria-label={`选中订单 ${row.orderNumber}`} />
                    )}
                    <a href={paths.coop.order(row.id)} className="nowrap">
                      {row.orderNumber}
                    </a>
                  </span>
                </th>
                <Cell label="状态">
                  <StatusWord tone={row.state.tone}>{row.state.word}</StatusWord>
                </Cell>
                <Cell label="货">{row.goods}</Cell>
                <Cell label="货款" number>
                  <Money fen={row.goodsFen} />
                </Cell>
                <Cell label="发往">{row.to}</Cell>
                <Cell label="付款时间">{row.paid}</Cell>
                <Cell label={waiting ? "最晚发货" : "快递单号"}>
                  {waiting ? (
                    <StatusWord tone={row.isLate ? "problem" : "waiting"}>
                      {row.isLate ? `${row.due} 已超期` : row.due}
                    </StatusWord>
                  ) : (
                    (row.tracking ?? "—")
                  )}
                </Cell>
              </tr>
            ))}
          </Table>
          {packable && mayFulfil && <SheetButtons query={query} mayPack={mayFulfil && filter.tab === "to-pack"} />}
        </PostForm>
      )}
      <Pagination page={page} href={(number) => paths.coop.orders({ ...query, page: number })} />
    </CoopFrame>
  );
}

/** What is done with the ticked rows; nothing ticked prints all that the page's filter shows. */
function SheetButtons({ query, mayPack }: { query: ReturnType<typeof orderQuery>; mayPack: boolean }) {
  return (
    <div className="toolbar">
      {Object.entries(query).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {mayPack && <Button>勾选的已打包</Button>}
      {SHEETS.map(({ sheet, label, paper }) => (
        <Button
          key={label}
          tone="quiet"
          formMethod="get"
          formAction={paths.coop.orderSheet(sheet)}
          {...(paper ? { name: "paper", value: paper } : {})}
        >
          {label}
        </Button>
      ))}
      <p className="caption">打印勾选的订单；一个都不勾，就打印本页条件下的全部。</p>
    </div>
  );
}

const SHEETS = [
  { sheet: "picks", label: "拣货单", paper: undefined },
  { sheet: "packing", label: "装箱单", paper: undefined },
  { sheet: "notes", label: "发货单", paper: undefined },
  { sheet: "labels", label: "面单 100×150", paper: undefined },
  { sheet: "labels", label: "面单 A4", paper: "a4" },
] as const;
