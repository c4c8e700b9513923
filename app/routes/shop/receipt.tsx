import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { orderOfSharedReceipt } from "~/benefits/share-receipt.server";
import { toNumber } from "~/kernel/money";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { Day } from "~/ui/day";
import { Money } from "~/ui/money";
import { Receipt, ReceiptLine } from "~/ui/receipt";
import { ResistPattern } from "~/ui/resist-pattern";
import { SplitBar } from "~/ui/split-bar";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { ButtonLink } from "~/ui/button";
import { impactOf } from "./impact.server";
import { publicOrder } from "./impact-store.server";
import { ImpactSteps } from "./impact-steps";
import { BoughtGoods } from "./bought-goods";
import { Chinese, Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { PreorderMark } from "./preorder-mark";
import { Plate } from "./plate";
import { PlaqueRow } from "./plaque-row";
import { ShopPage } from "./shop-page";
import { splitParts } from "./split-parts";

/** A receipt that its buyer made public: goods, villages and amounts; nothing of the buyer. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const orderId = await orderOfSharedReceipt(token);
  const order = orderId === undefined ? undefined : await publicOrder(db(), token);
  if (orderId === undefined || !order) throw notFound();
  const impact = await impactOf(orderId);
  const { id: _id, posterDrawnFor, ...shown } = order;
  return json(
    {
      cartCount: cartCountOf(request),
      token,
      order: {
        ...shown,
        goodsFen: toNumber(order.goodsFen),
        freightFen: toNumber(order.freightFen),
        discountFen: toNumber(order.discountFen),
        totalFen: toNumber(order.totalFen),
      },
      poster: posterDrawnFor !== null,
      impact,
    },
    { headers: { "Referrer-Policy": "same-origin" } },
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m } = shopOf(location.pathname);
  const first = data?.order.lines[0];
  const village = first ? inLocale(locale, first.villageName, first.villageNameEn) : "";
  return [
    ...pageHead(
      { location, matches },
      {
        title: m.publicReceipt.title(village),
        description: m.publicReceipt.lead,
        image:
          data?.poster === true
            ? { path: paths.poster(data.token), alt: m.publicReceipt.poster }
            : first?.photoId
              ? {
                  path: paths.media(first.photoId, "750.webp"),
                  alt: inLocale(locale, first.photoAlt ?? "", first.photoAltEn),
                }
              : undefined,
      },
    ),
    // Its buyer shows it to friends; it is not for search engines.
    { name: "robots", content: "noindex" },
  ];
};

export default function PublicReceipt() {
  const { cartCount, order, impact, poster, token } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const first = order.lines[0];
  const villages = [...new Map(order.lines.map((line) => [line.areaCode, line])).values()];
  if (!first) return null;
  const photo = first.photoId
    ? {
        id: first.photoId,
        alt: inLocale(locale, first.photoAlt ?? "", first.photoAltEn),
        color: first.photoColor ?? "",
      }
    : undefined;
  return (
    <ShopPage cartCount={cartCount}>
      <ResistPattern code={first.areaCode} height={48} />
      <div className="page-head">
        <h1>
          <Chinese>{m.publicReceipt.title(inLocale(locale, first.villageName, first.villageNameEn))}</Chinese>
        </h1>
        <p className="quiet">{m.publicReceipt.lead}</p>
      </div>
      <div className="two-columns">
        <div className="stack-large">
          <Receipt title={m.order.receipt} number={<Day>{order.day}</Day>}>
            {order.lines.map((line, index) => (
              <ReceiptLine key={index} label={<BoughtGoods line={line} />}>
                <Named chinese={line.villageName} english={line.villageNameEn} />
                {line.shipBy !== null && (
                  <>
                    {" · "}
                    <PreorderMark shipBy={line.shipBy} />
                  </>
                )}
              </ReceiptLine>
            ))}
            <ReceiptLine label={m.checkout.goods}>
              <Money fen={order.goodsFen} />
            </ReceiptLine>
            <ReceiptLine label={m.order.freight}>
              <Money fen={order.freightFen} />
            </ReceiptLine>
            {order.discountFen > 0 && (
              <ReceiptLine label={m.order.discount}>
                <Money fen={-order.discountFen} />
              </ReceiptLine>
            )}
            <ReceiptLine label={m.order.paid} total>
              <Money fen={order.totalFen} />
            </ReceiptLine>
            {impact.householdFen > 0 && (
              <ReceiptLine label={m.order.toHousehold} household>
                <Money fen={impact.householdFen} household />
              </ReceiptLine>
            )}
          </Receipt>
          <section>
            <div className="section-head">
              <h2>{m.impact.title}</h2>
            </div>
            {impact.households !== null && <p>{m.impact.households(impact.households)}</p>}
            <ImpactSteps impact={impact} />
          </section>
        </div>
        <div className="stack-large">
          <section>
            <div className="section-head">
              <h2>{m.order.splitTitle}</h2>
              <a href={to.howMoneyIsSplit()}>{m.home.howLink}</a>
            </div>
            <SplitBar parts={splitParts(impact.parts, m)} caption={m.order.splitPosted} />
          </section>
          <section>
            <div className="section-head">
              <h2>{m.publicReceipt.from}</h2>
            </div>
            <PlaqueRow
              villages={villages.map(({ areaCode, villageName, villageNameEn }) => ({
                code: areaCode,
                name: villageName,
                ...(locale === "en" ? { below: villageNameEn } : {}),
              }))}
            />
            {first.slug && (
              <p>
                <ButtonLink tone="quiet" href={to.product(first.slug)}>
                  {m.publicReceipt.same}
                </ButtonLink>
              </p>
            )}
          </section>
          {poster ? (
            <figure className="poster">
              <img src={paths.poster(token)} width={450} height={600} alt={m.publicReceipt.poster} loading="lazy" />
              <figcaption className="caption">{m.publicReceipt.posterHint}</figcaption>
            </figure>
          ) : (
            <Plate photo={photo} sizes="(min-width: 60rem) 26rem, 100vw" />
          )}
        </div>
      </div>
    </ShopPage>
  );
}
