import { json, type LinksFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { renderSVG } from "uqr";
import { notFound } from "~/access/not-found";
import { logAccess } from "~/access/access-log-store.server";
import { isId } from "~/kernel/ids";
import { dayOf, minuteOf } from "~/kernel/period";
import { needsAddress } from "~/orders/order-state";
import { pickList } from "~/orders/pick-list";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { formatLotCode } from "~/supply/lot-code";
import { quantityWords } from "~/supply/quantity-words";
import { EmptyState } from "~/ui/empty-state";
import sheets from "~/ui/styles/sheets.css?url";
import { CoopFrame, coopMeta } from "./coop-frame";
import { orderFilter } from "./order-filter";
import { AddressLabels, DeliveryNotes, PackingLists, PickList } from "./sheets";
import { sheetShipments, type SheetLine, type SheetShipment } from "./sheet-store.server";
import { shipmentIdsToPrint } from "./shipment-list-store.server";
import { coopFrame, requireWorkplace } from "./workplace.server";

const SHEETS = {
  picks: { title: "拣货单", hint: "A4。按产品和批次合计，先到期的先拿。" },
  packing: { title: "装箱单", hint: "A4，一单一页，放在打包台上。" },
  notes: { title: "发货单", hint: "A4，一单一页，放进箱子里给顾客。" },
  labels: { title: "面单", hint: "100×150 毫米热敏纸；打印时边距选“无”。" },
} as const;

type Sheet = keyof typeof SHEETS;

/** A day's packing, and what a browser prints without falling asleep. */
const MOST_SHIPMENTS = 200;

// These sheets alone need it, and shoppers carry nothing of it.
export const links: LinksFunction = () => [{ rel: "stylesheet", href: sheets }];

export const meta: MetaFunction<typeof loader> = ({ data }) => coopMeta(data?.title ?? "打印");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const workplace = await requireWorkplace(request, "order:fulfil");
  const sheet = (Object.keys(SHEETS) as Sheet[]).find((key) => key === params.sheet);
  if (!sheet) throw notFound();
  const search = new URL(request.url).searchParams;
  const now = new Date();
  const wanted = { ids: search.getAll("s").filter(isId).slice(0, MOST_SHIPMENTS), filter: orderFilter(search) };
  const ids = await shipmentIdsToPrint(db(), workplace, wanted, MOST_SHIPMENTS, now);
  // Where somebody lives is on paper only while it has to be delivered there.
  const all = await sheetShipments(db(), workplace, ids);
  const shipments = all.filter(({ state }) => needsAddress(state));
  if (sheet !== "picks") {
    const { actor } = workplace;
    const subjectId = `${sheet} × ${shipments.length}`;
    await logAccess(db(), { actor, action: "order:print", subjectKind: "shipments", subjectId, now });
  }
  return json({
    frame: await coopFrame(workplace.actor),
    sheet,
    title: SHEETS[sheet].title,
    hint: search.get("paper") === "a4" ? "A4，一页四张，沿线裁开。" : SHEETS[sheet].hint,
    a4: search.get("paper") === "a4",
    printedAt: minuteOf(now),
    isCut: ids.length === MOST_SHIPMENTS,
    groups: sheet === "picks" ? picksOf(shipments) : [],
    shipments: sheet === "picks" ? [] : shipments.map(sheetView),
    count: shipments.length,
  });
}

function picksOf(shipments: readonly SheetShipment[]) {
  const lines = shipments.flatMap((shipment) => shipment.lines);
  const unitOf = new Map(lines.map((line) => [line.productId, line]));
  const words = (productId: string, quantity: number) => {
    const line = unitOf.get(productId);
    return line ? quantityWords(quantity, line) : "";
  };
  return pickList(lines.map((line) => ({ ...line, left: line.quantity - line.sent }))).map((group) => ({
    productName: group.productName,
    total: words(group.productId, group.quantity),
    boxes: group.boxes.map(({ variantName, count }) => `${variantName} × ${count}`).join("，"),
    lots: group.lots.map((lot) => ({
      code: formatLotCode(lot.lotCode),
      grade: lot.grade,
      expiresOn: lot.expiresOn,
      quantity: words(group.productId, lot.quantity),
    })),
  }));
}

function sheetView(shipment: SheetShipment) {
  const left = (line: SheetLine) => line.quantity - line.sent;
  return {
    id: shipment.id,
    number: shipment.orderNumber,
    qr: `data:image/svg+xml,${encodeURIComponent(renderSVG(shipment.orderNumber, { border: 0 }))}`,
    paid: dayOf(shipment.paidAt),
    seller: shipment.sellerName,
    sellerPhone: shipment.sellerPhone ?? "",
    shipper: shipment.shipperName,
    name: shipment.buyerName,
    phone: shipment.buyerPhone,
    address: `${shipment.provinceName} ${shipment.addressLine}`,
    note: shipment.note ?? "",
    tracking: shipment.trackingNumbers.join("、"),
    isFresh: shipment.lines.some((line) => line.perishable),
    lines: shipment.lines
      .filter((line) => left(line) > 0 || shipment.trackingNumbers.length > 0)
      .map((line) => ({
        title: line.title,
        variant: line.variantName,
        packs: left(line) > 0 ? left(line) : line.quantity,
        weight: quantityWords((left(line) > 0 ? left(line) : line.quantity) * line.packQuantity, line),
        lots: line.picks.map((pick) => formatLotCode(pick.lotCode)).join("、"),
      })),
  };
}

export type SheetView = ReturnType<typeof sheetView>;
export type PickView = ReturnType<typeof picksOf>[number];

export default function OrderSheet() {
  const data = useLoaderData<typeof loader>();
  return (
    <CoopFrame
      frame={data.frame}
      current="orders"
      title={data.title}
      intro={
        <span className="no-print">
          {data.count} 单。{data.hint} 用浏览器的打印功能打印。
          {data.isCut && ` 一次最多 ${MOST_SHIPMENTS} 单，其余的请用筛选分几次打印。`}
        </span>
      }
      crumbs={[{ label: "订单", href: paths.coop.orders({ tab: "to-ship" }) }, { label: data.title }]}
    >
      {data.count === 0 ? (
        <EmptyState title="没有可以打印的订单">已签收或取消的订单不再打印：详细地址已经隐藏。</EmptyState>
      ) : data.sheet === "picks" ? (
        <PickList groups={data.groups} count={data.count} printedAt={data.printedAt} />
      ) : data.sheet === "packing" ? (
        <PackingLists shipments={data.shipments} />
      ) : data.sheet === "notes" ? (
        <DeliveryNotes shipments={data.shipments} />
      ) : (
        <AddressLabels shipments={data.shipments} a4={data.a4} />
      )}
    </CoopFrame>
  );
}
