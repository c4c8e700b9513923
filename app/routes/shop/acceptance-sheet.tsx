import { json, type LinksFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { formatYuan, toNumber } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { institutionOf } from "~/orders/acceptance-store.server";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { db } from "~/platform/db.server";
import { dateIn } from "~/ui/day";
import sheets from "~/ui/styles/sheets.css?url";
import { shipmentsToAccept } from "./acceptance-sheet-store.server";
import { acceptanceWords } from "./acceptance-words";
import { Chinese, Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { orderOf } from "./order-by-token.server";
import { ShopPage } from "./shop-page";

// This sheet alone needs it, and other shoppers carry nothing of it.
export const links: LinksFunction = () => [{ rel: "stylesheet", href: sheets }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const order = await orderOf(params.token);
  const institution = await institutionOf(db(), order.id);
  if (!institution || !order.paidAt) throw notFound();
  const shipments = await shipmentsToAccept(db(), order.id);
  const asked = new URL(request.url).searchParams.get("shipment");
  const wanted = shipments.filter(({ id }) => id === asked);
  return json(
    {
      cartCount: cartCountOf(request),
      token: params.token ?? "",
      number: order.number,
      paidOn: dayOf(order.paidAt),
      institution,
      shipments: (wanted.length > 0 ? wanted : shipments).map((shipment) => ({
        ...shipment,
        freightFen: toNumber(shipment.freightFen),
        discountFen: toNumber(shipment.discountFen),
        chargedFen: toNumber(shipment.chargedFen),
      })),
    },
    { headers: { "Cache-Control": "no-store", "Referrer-Policy": "same-origin" } },
  );
}

export const meta: MetaFunction<typeof loader> = ({ location, data }) => {
  const { locale } = shopOf(location.pathname);
  const { sheet } = acceptanceWords(locale);
  return [
    { title: `${sheet.title} ${data?.number ?? ""} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex, noarchive" },
    { name: "referrer", content: "same-origin" },
  ];
};

/** The blank 验收单 of what each seller sends: printed, checked against the goods, signed, and uploaded as a photo. */
export default function AcceptanceSheet() {
  const { cartCount, token, shipments } = useLoaderData<typeof loader>();
  const { locale, to } = useShop();
  const words = acceptanceWords(locale);
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head no-print">
        <h1>{words.print}</h1>
        <p>{words.sheet.printHint}</p>
        <p>
          <a href={to.acceptance(token)}>{words.ask}</a> · <a href={to.order(token)}>{words.back}</a>
        </p>
      </div>
      {shipments.map((shipment) => (
        <Sheet key={shipment.id} shipment={shipment} />
      ))}
    </ShopPage>
  );
}

type ShownShipment = ReturnType<typeof useLoaderData<typeof loader>>["shipments"][number];

function Sheet({ shipment }: { shipment: ShownShipment }) {
  const { institution, number, paidOn } = useLoaderData<typeof loader>();
  const { locale } = useShop();
  const { sheet } = acceptanceWords(locale);
  const facts = [
    [sheet.unit, institution.unit],
    [sheet.seller, inLocale(locale, shipment.sellerName, shipment.sellerNameEn)],
    [sheet.number, number],
    [sheet.paid, dateIn(locale, paidOn)],
    [sheet.contact, institution.contact],
    ...(institution.transferCode === null ? [] : [[sheet.transferCode, institution.transferCode]]),
    ...(shipment.trackingNumbers.length === 0 ? [] : [[sheet.parcels, shipment.trackingNumbers.join(" ")]]),
  ] as const;
  const blank = <td className="sheet-blank" />;
  return (
    <article className="sheet sheet-page">
      <h2 className="sheet-title">{sheet.title}</h2>
      <dl className="sheet-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Chinese>{value ?? ""}</Chinese>
            </dd>
          </div>
        ))}
      </dl>
      {/* What scrolls sideways can be scrolled by keyboard, too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="sheet-scroll" role="region" aria-label={sheet.title} tabIndex={0}>
        <table className="sheet-table sheet-checked">
          <caption className="visually-hidden">{sheet.title}</caption>
          <thead>
            <tr>
              <th scope="col">{sheet.position}</th>
              <th scope="col">{sheet.goods}</th>
              <th scope="col">{sheet.variant}</th>
              <th scope="col">{sheet.place}</th>
              <th scope="col">{sheet.price}</th>
              <th scope="col">{sheet.ordered}</th>
              <th scope="col">{sheet.amount}</th>
              <th scope="col">{sheet.arrived}</th>
              <th scope="col">{sheet.accepted}</th>
              <th scope="col">{sheet.note}</th>
            </tr>
          </thead>
          <tbody>
            {shipment.lines.map((line, index) => (
              <tr key={index}>
                <td>{index + 1}</td>
                <th scope="row">
                  <Named chinese={line.title} english={line.titleEn} />
                </th>
                <td>
                  <Named chinese={line.variantName} english={line.variantNameEn} />
                </td>
                <td>
                  <Named chinese={line.place} english={line.placeEn} />
                </td>
                <td className="sheet-number">{formatYuan(line.unitPriceFen)}</td>
                <td className="sheet-number">{line.quantity}</td>
                <td className="sheet-number">{formatYuan(line.grossFen)}</td>
                {blank}
                {blank}
                {blank}
              </tr>
            ))}
            {shipment.freightFen > 0 && <Sum label={sheet.freight} fen={shipment.freightFen} />}
            {shipment.discountFen > 0 && <Sum label={sheet.discount} fen={-shipment.discountFen} />}
            <Sum label={sheet.total} fen={shipment.chargedFen} />
          </tbody>
        </table>
      </div>
      <p>
        {sheet.opinion}
        {sheet.colon}□ {sheet.allGood}　□ {sheet.problems}
        {sheet.colon}
      </p>
      <div className="sheet-line" />
      <div className="sheet-line" />
      <ul className="sheet-signers">
        {[...sheet.signers, sheet.stamp].map((signer, index) => (
          <li key={index}>
            <span>
              {signer}
              {sheet.colon}
            </span>
            <span className="sheet-date">{sheet.date}</span>
          </li>
        ))}
      </ul>
      <p className="caption">{sheet.how}</p>
    </article>
  );
}

function Sum({ label, fen }: { label: string; fen: number }) {
  return (
    <tr>
      <th scope="row" colSpan={6}>
        {label}
      </th>
      <td className="sheet-number">{formatYuan(fen)}</td>
      <td colSpan={3} />
    </tr>
  );
}
