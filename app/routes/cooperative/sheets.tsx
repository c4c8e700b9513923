import type { PickView, SheetView } from "./order-sheet";

/** What to fetch from the store for all orders together. */
export function PickList({
  groups,
  count,
  printedAt,
}: {
  groups: readonly PickView[];
  count: number;
  printedAt: string;
}) {
  return (
    <article className="sheet">
      <p>
        {count} 单合计 · {printedAt}
      </p>
      {groups.map((group) => (
        <table key={group.productName} className="sheet-table">
          <caption>
            <strong>{group.productName}</strong> 共 {group.total} · {group.boxes}
          </caption>
          <thead>
            <tr>
              <th scope="col">批次</th>
              <th scope="col">等级</th>
              <th scope="col">到期</th>
              <th scope="col">取</th>
              <th scope="col">已取</th>
            </tr>
          </thead>
          <tbody>
            {group.lots.map((lot) => (
              <tr key={lot.code}>
                <th scope="row">{lot.code}</th>
                <td>{lot.grade}</td>
                <td>{lot.expiresOn}</td>
                <td>{lot.quantity}</td>
                <td className="sheet-box">□</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </article>
  );
}

/** One page an order, for the packing table. */
export function PackingLists({ shipments }: { shipments: readonly SheetView[] }) {
  return shipments.map((shipment) => (
    <article key={shipment.id} className="sheet sheet-page">
      <header className="sheet-head">
        <div>
          <h2>装箱单</h2>
          <p>
            订单 {shipment.number} · 付款 {shipment.paid}
          </p>
          <p>
            {shipment.seller} · {shipment.shipper}
          </p>
        </div>
        <Code number={shipment.number} qr={shipment.qr} />
      </header>
      <p>
        收件：{shipment.name} {shipment.phone} {shipment.address}
      </p>
      {shipment.note !== "" && (
        <p>
          <strong>顾客留言：{shipment.note}</strong>
        </p>
      )}
      <table className="sheet-table">
        <caption className="visually-hidden">装什么</caption>
        <thead>
          <tr>
            <th scope="col">商品</th>
            <th scope="col">规格</th>
            <th scope="col">份数</th>
            <th scope="col">重量</th>
            <th scope="col">从批次</th>
            <th scope="col">已装</th>
          </tr>
        </thead>
        <tbody>
          {shipment.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">{line.title}</th>
              <td>{line.variant}</td>
              <td>{line.packs}</td>
              <td>{line.weight}</td>
              <td>{line.lots}</td>
              <td className="sheet-box">□</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sheet-sign">打包人：＿＿＿＿＿＿　日期：＿＿＿＿＿＿</p>
    </article>
  ));
}

/** Goes into the box: what is in it, from whom, and what to do when something is wrong. No prices: it may be a gift. */
export function DeliveryNotes({ shipments }: { shipments: readonly SheetView[] }) {
  return shipments.map((shipment) => (
    <article key={shipment.id} className="sheet sheet-page">
      <header className="sheet-head">
        <div>
          <h2>发货单</h2>
          <p>
            {shipment.seller} {shipment.sellerPhone}
          </p>
          <p>
            订单 {shipment.number} · {shipment.paid}
          </p>
        </div>
        <Code number={shipment.number} qr={shipment.qr} />
      </header>
      <p>
        收件：{shipment.name} {shipment.address}
      </p>
      <table className="sheet-table">
        <caption className="visually-hidden">箱里有什么</caption>
        <thead>
          <tr>
            <th scope="col">商品</th>
            <th scope="col">规格</th>
            <th scope="col">份数</th>
            <th scope="col">重量</th>
            <th scope="col">批次</th>
          </tr>
        </thead>
        <tbody>
          {shipment.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">{line.title}</th>
              <td>{line.variant}</td>
              <td>{line.packs}</td>
              <td>{line.weight}</td>
              <td>{line.lots}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {shipment.isFresh
          ? "鲜货请尽快开箱通风、冷藏。签收后 48 小时内发现变质、破损、缺斤少两，拍照在订单页申请赔付，不用寄回。"
          : "签收后七天内可以在订单页申请退货。"}
      </p>
      <p>每一批次由哪些农户交来、钱怎样到户，在订单页和溯源页都能看到。</p>
    </article>
  ));
}

/** Address labels for the carrier: 100×150 mm each, or four on a page of A4. */
export function AddressLabels({ shipments, a4 }: { shipments: readonly SheetView[]; a4: boolean }) {
  return (
    <div className={a4 ? "labels-a4" : "labels"}>
      {shipments.map((shipment) => (
        <article key={shipment.id} className="label">
          <header>
            <strong>{shipment.shipper}</strong>
            <span>{shipment.tracking === "" ? shipment.number : shipment.tracking}</span>
          </header>
          <section className="label-to">
            <span className="label-word">收</span>
            <div>
              <p className="label-name">
                {shipment.name} {shipment.phone}
              </p>
              <p>{shipment.address}</p>
            </div>
          </section>
          <section className="label-from">
            <span className="label-word">寄</span>
            <p>
              {shipment.seller} {shipment.sellerPhone}
            </p>
          </section>
          <section className="label-goods">
            <div>
              {shipment.lines.slice(0, 4).map((line, index) => (
                <p key={index}>
                  {line.title} {line.variant} × {line.packs}
                </p>
              ))}
              {shipment.lines.length > 4 && <p>等 {shipment.lines.length} 种</p>}
              {shipment.isFresh && (
                <p>
                  <strong>生鲜 · 轻放 · 请尽快派送</strong>
                </p>
              )}
            </div>
            <Code number={shipment.number} qr={shipment.qr} />
          </section>
          <footer>订单 {shipment.number}</footer>
        </article>
      ))}
    </div>
  );
}

/** The order's number for a scanner: nothing else is in it. */
function Code({ number, qr }: { number: string; qr: string }) {
  return <img className="sheet-code" src={qr} alt={`订单号 ${number}`} width="83" height="83" />;
}
