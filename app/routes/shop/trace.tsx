import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { dayOf, minuteOf } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { formatLotCode, parseLotCode } from "~/supply/lot-code";
import { quantityWords, quantityWordsEn } from "~/supply/quantity-words";
import { publicTrace } from "~/supply/trace-store.server";
import { Day } from "~/ui/day";
import { SummaryList } from "~/ui/summary-list";
import { Chinese, Grade, Named } from "./chinese";
import { ConformityCertificate } from "./conformity-certificate";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { ShopPage } from "./shop-page";

/** What the code on a box opens: where it comes from, when it was picked, and the promise that goes with it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const code = parseLotCode(params["code"] ?? "");
  const trace = code === undefined ? undefined : await publicTrace(db(), code, dayOf(new Date()));
  if (!trace) throw notFound();
  const { sealedAt, ...facts } = trace;
  return json({
    cartCount: cartCountOf(request),
    trace: {
      ...facts,
      printedCode: formatLotCode(trace.code),
      sealed: minuteOf(sealedAt),
      quantityZh: quantityWords(trace.quantity, trace),
      quantityEn: quantityWordsEn(trace.quantity, trace),
    },
  });
}

/** A box is for who holds it: no search engine lists lots. */
export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m } = shopOf(location.pathname);
  if (!data) return [];
  const { trace } = data;
  const product = inLocale(locale, trace.product, trace.productEn);
  const places = trace.places.map((place) => inLocale(locale, place.name, place.nameEn));
  const description = m.trace.description(
    product,
    places.join(locale === "en" ? ", " : ""),
    trace.harvestedOn,
    trace.printedCode,
  );
  return [
    ...pageHead({ location, matches }, { title: `${m.trace.title} ${product} ${trace.printedCode}`, description }),
    { name: "robots", content: "noindex" },
  ];
};

export default function Trace() {
  const { cartCount, trace } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const words = m.trace;
  const conformity = trace.certificates.filter((one) => one.kind === "CONFORMITY");
  const others = trace.certificates.filter((one) => one.kind !== "CONFORMITY");
  const certificateName = (kind: string) =>
    Object.hasOwn(m.certificates, kind) ? m.certificates[kind as keyof typeof m.certificates] : kind;
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <p className="caption">
          {words.title} <span className="number">{trace.printedCode}</span>
        </p>
        <h1>
          <Named chinese={trace.product} english={trace.productEn} />
        </h1>
        <p className="lead">
          <Chinese>
            {trace.places.map((place) => inLocale(locale, place.name, place.nameEn)).join(locale === "en" ? ", " : " ")}
          </Chinese>
        </p>
      </div>
      <div className="two-columns">
        <div className="stack-large">
          <section className="stack">
            <div className="section-head">
              <h2>{words.box}</h2>
            </div>
            <SummaryList
              items={[
                { label: words.grade, value: <Grade>{trace.grade}</Grade> },
                { label: words.harvested, value: <Day>{trace.harvestedOn}</Day> },
                { label: words.expires, value: <Day>{trace.expiresOn}</Day> },
                { label: words.quantity, value: locale === "en" ? trace.quantityEn : trace.quantityZh },
                { label: words.sealed, value: <Day>{trace.sealed}</Day> },
                {
                  label: words.seller,
                  value:
                    trace.seller === null ? words.direct : <Named chinese={trace.seller} english={trace.sellerEn} />,
                },
                ...(trace.isDirect
                  ? []
                  : [
                      {
                        label: words.households,
                        value:
                          trace.households === null ? words.fewHouseholds : words.householdsCount(trace.households),
                      },
                    ]),
              ]}
            />
          </section>
          {trace.madeOf.length > 0 && (
            <section className="stack">
              <div className="section-head">
                <h2>{words.madeOf}</h2>
              </div>
              <ul className="plain-list ruled">
                {trace.madeOf.map((source) => (
                  <li key={source.code}>
                    <a href={to.trace(source.code)}>{formatLotCode(source.code)}</a>{" "}
                    <Named chinese={source.product} english={source.productEn} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {trace.listings.length > 0 && (
            <section className="stack">
              <div className="section-head">
                <h2>{words.buyAgain}</h2>
              </div>
              <ul className="plain-list ruled">
                {trace.listings.map((listing) => (
                  <li key={listing.slug}>
                    <a href={to.product(listing.slug)}>
                      <Named chinese={listing.title} english={listing.titleEn} />
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <div className="stack-large">
          {trace.conformity !== null && (
            <ConformityCertificate certificate={{ ...trace, ...trace.conformity }} level="h2" />
          )}
          {trace.conformity === null && (
            <section className="stack">
              <div className="section-head">
                <h2>{m.certificates.CONFORMITY}</h2>
              </div>
              {conformity.length === 0 ? (
                <p className="quiet">{words.noConformity}</p>
              ) : (
                <>
                  <p>{words.promise}</p>
                  <SummaryList
                    items={conformity.map((one) => ({
                      label: <Chinese>{one.number}</Chinese>,
                      value: words.issued(one.issuedOn),
                    }))}
                  />
                </>
              )}
            </section>
          )}
          {others.length > 0 && (
            <section className="stack">
              <div className="section-head">
                <h2>{words.certificates}</h2>
              </div>
              <SummaryList
                items={others.map((one) => ({
                  label: certificateName(one.kind),
                  value: (
                    <>
                      <Chinese>{one.number}</Chinese>
                      {one.expiresOn !== null && `${locale === "zh" ? "，" : ", "}${words.until(one.expiresOn)}`}
                    </>
                  ),
                }))}
              />
            </section>
          )}
          <section className="stack">
            <div className="section-head">
              <h2>{words.money}</h2>
            </div>
            <p>
              {words.moneyText} <a href={to.howMoneyIsSplit()}>{m.nav.howSplit}</a>
            </p>
            <p className="caption">
              {words.hash}
              <br />
              <code>{trace.compositionHash}</code>
            </p>
          </section>
        </div>
      </div>
    </ShopPage>
  );
}
