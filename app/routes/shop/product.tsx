import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { splitPreview } from "~/benefits/split-preview.server";
import { freightFor } from "~/catalog/freight";
import { formatYuan, priceOf, toNumber } from "~/kernel/money";
import { GRAMS_PER_JIN, GRAMS_PER_KILOGRAM } from "~/kernel/quantity";
import { minuteOf } from "~/kernel/period";
import { MOST_PACKS, parsePacks } from "~/orders/basket";
import { packsLeft } from "~/orders/pick-lots";
import { listingReviews, type ListingReviews } from "~/orders/review-store.server";
import { PROVINCES, provinceOf } from "~/orders/provinces";
import { db } from "~/platform/db.server";
import { paths } from "~/paths";
import { productPage } from "~/search/product-page-store.server";
import { searchListings } from "~/search/search-listings.server";
import { searchQueryOf } from "~/search/search-query";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Button } from "~/ui/button";
import { Field, RadioGroup, SelectField } from "~/ui/form";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import type { PageHandle } from "~/ui/page-handle";
import { ResistPattern } from "~/ui/resist-pattern";
import { SplitBar } from "~/ui/split-bar";
import { percentText, sharesInTenths } from "~/ui/split-shares";
import { SummaryList, type SummaryItem } from "~/ui/summary-list";
import { Timeline } from "~/ui/timeline";
import { VillagePlaque } from "~/ui/village-plaque";
import { ConformityCertificate } from "./conformity-certificate";
import { cartCountOf } from "./cart-cookie.server";
import { cardsOnPage } from "./listing-cards.server";
import { certificateName, ListingList, UnitPrice, useNetContent } from "./listing-list";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import { Plate } from "./plate";
import { ProductReviews } from "./product-reviews";
import { provinceCookieLine, readProvince } from "./province-choice";
import { ShopPage } from "./shop-page";
import { splitParts } from "./split-parts";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { WatchForm } from "./watch-form";

const LOW_STOCK = 20;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const page = await productPage(db(), params.slug ?? "", now);
  if (!page) throw notFound();

  const search = new URL(request.url).searchParams;
  const quantity = parsePacks(search.get("quantity") ?? "1") ?? 1;
  const stock = page.lots.map((lot) => ({ ...lot, lotId: lot.id }));
  const variants = page.variants.map((one) => ({
    ...one,
    priceFen: toNumber(one.priceFen),
    left: page.forSale ? packsLeft(stock, one.quantity) : 0,
  }));
  const chosen =
    variants.find((one) => one.id === search.get("variant")) ?? variants.find((one) => one.left > 0) ?? variants[0];
  if (!chosen) throw notFound();

  const province = readProvince(search, request);
  const freight = freightFor(
    page.zones,
    province,
    chosen.shippingGrams * quantity,
    BigInt(chosen.priceFen) * BigInt(quantity),
  );
  const [split, reviews, others] = await Promise.all([
    chosen.left >= quantity ? splitPreview(db(), { variantId: chosen.id, quantity, now }) : undefined,
    listingReviews(db(), page.id),
    page.forSale && stock.length > 0
      ? undefined
      : searchListings(searchQueryOf(new URLSearchParams({ area: page.areaCode })), { number: 1, size: 4 }, now),
  ]);
  const zone = page.zones.find((one) => one.provinces.includes(province));
  const { zones: _zones, variants: _variants, lots, marketPriceFen, ...listing } = page;
  const headers = search.has("province") ? { "Set-Cookie": provinceCookieLine(province) } : undefined;
  return json(
    {
      cartCount: cartCountOf(request),
      listing,
      reviews,
      variants,
      chosen,
      quantity,
      province,
      freight: freight === undefined ? null : toNumber(freight),
      freeAbove: zone && zone.freeAboveFen !== null ? formatYuan(zone.freeAboveFen) : null,
      marketPriceFen: marketPriceFen === null ? null : toNumber(marketPriceFen),
      lots: lots.map((lot) => ({
        code: lot.code,
        grade: lot.grade,
        harvestedOn: lot.harvestedOn,
        expiresOn: lot.expiresOn,
        sealedAt: lot.sealedAt === null ? null : minuteOf(new Date(lot.sealedAt)),
        households: lot.households >= SMALLEST_PUBLIC_COUNT ? lot.households : null,
      })),
      split: split && {
        netFen: toNumber(split.netFen),
        householdsFen: toNumber(split.householdsFen),
        paidAtIntakeFen: toNumber(split.paidAtIntakeFen),
        households: split.households,
        parts: split.parts.map(({ kind, amountFen }) => ({ kind, amountFen: toNumber(amountFen) })),
      },
      others: others
        ? (await cardsOnPage(db(), others.rows, now)).filter((card) => card.id !== page.id).slice(0, 3)
        : [],
    },
    headers && { headers },
  );
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  if (!data) return [];
  const { locale, m, to } = shopOf(location.pathname);
  const { listing, chosen, lots } = data;
  const origin = originOf({ location, matches });
  const title = inLocale(locale, listing.title, listing.titleEn);
  const seller = inLocale(locale, listing.sellerName, listing.sellerNameEn);
  const story = inLocale(locale, listing.story, listing.storyEn);
  const description = (
    story || m.product.whoText(inLocale(locale, listing.villageName, listing.villageNameEn), seller)
  ).slice(0, 150);
  const category = inLocale(locale, listing.categoryName, listing.categoryNameEn);
  const photo = listing.photos[0];
  const price = formatYuan(chosen.priceFen).replaceAll(",", "");
  return [
    ...pageHead(
      { location, matches },
      {
        title,
        description,
        type: "product",
        image: photo && { path: paths.media(photo.id, "750.webp"), alt: inLocale(locale, photo.alt, photo.altEn) },
      },
    ),
    { property: "product:price:amount", content: price },
    { property: "product:price:currency", content: "CNY" },
    {
      "script:ld+json": {
        "@context": "https://schema.org",
        "@type": "Product",
        name: title,
        description,
        sku: chosen.id,
        image: listing.photos.map((one) => origin + paths.media(one.id, "750.webp")),
        category,
        countryOfOrigin: "CN",
        brand: { "@type": "Brand", name: seller },
        ...(lots[0] ? { productionDate: lots[0].harvestedOn } : {}),
        ...ratingData(data.reviews),
        offers: data.variants.map((variant) => ({
          "@type": "Offer",
          name: inLocale(locale, variant.name, variant.nameEn),
          sku: variant.id,
          url: origin + to.product(listing.slug, { variant: variant.id }),
          price: formatYuan(variant.priceFen).replaceAll(",", ""),
          priceCurrency: "CNY",
          itemCondition: "https://schema.org/NewCondition",
          availability: `https://schema.org/${variant.left > 0 ? "InStock" : "OutOfStock"}`,
          seller: { "@type": "Organization", name: seller },
        })),
      },
    },
    breadcrumbData(origin, [
      { name: m.nav.home, path: to.home() },
      { name: category, path: to.category(listing.categoryCode) },
      { name: title },
    ]),
  ];
};

export default function Product() {
  const data = useLoaderData<typeof loader>();
  const { listing, chosen, quantity, split, others } = data;
  const { locale, m, to } = useShop();
  const title = inLocale(locale, listing.title, listing.titleEn);
  const village = inLocale(locale, listing.villageName, listing.villageNameEn);
  const forSale = listing.forSale && chosen.left > 0;
  return (
    <ShopPage cartCount={data.cartCount}>
      <Breadcrumbs
        items={[
          { label: m.nav.home, href: to.home() },
          {
            label: inLocale(locale, listing.categoryName, listing.categoryNameEn),
            href: to.category(listing.categoryCode),
          },
          { label: title },
        ]}
      />
      {!listing.forSale && (
        <Notice tone="problem" title={m.product.notForSale}>
          {m.product.notForSaleText}
        </Notice>
      )}
      <div className="product-columns">
        <Photos />
        <div className="stack product-buy">
          <header className="product-head">
            <h1>{title}</h1>
            <p className="product-price">
              <span className="price">
                <Money fen={chosen.priceFen * quantity} />
              </span>{" "}
              <span className="quiet">
                {inLocale(locale, chosen.name, chosen.nameEn)}
                {quantity > 1 && ` × ${quantity}`}
              </span>
            </p>
            <p className="caption">
              <UnitPrice
                priceFen={chosen.priceFen}
                packQuantity={chosen.quantity}
                unit={listing.baseUnit}
                piece={inLocale(locale, listing.pieceName, listing.pieceNameEn)}
              />
              {data.marketPriceFen !== null && <MarketPrice fen={data.marketPriceFen} />}
            </p>
            {split && split.householdsFen === 0 && split.paidAtIntakeFen > 0 && (
              <p className="to-household" data-block="">
                {m.card.paidAtIntake(`¥${formatYuan(split.paidAtIntakeFen)}`)}
                {" · "}
                <a href="#split">{m.product.howSplit}</a>
              </p>
            )}
            {split && split.householdsFen > 0 && (
              <p className="to-household" data-block="">
                {m.product.ofWhich} <Money fen={split.householdsFen} household /> {m.product.reaches}
                <span className="caption"> {m.product.share(share(split.householdsFen, split.netFen))}</span>
                {" · "}
                <a href="#split">{m.product.howSplit}</a>
              </p>
            )}
          </header>

          <form method="get" action={to.product(listing.slug)} className="buy-form">
            {data.variants.length > 1 ? (
              <RadioGroup
                label={m.product.spec}
                name="variant"
                look="tiles"
                defaultValue={chosen.id}
                choices={data.variants.map((one) => ({
                  value: one.id,
                  label: (
                    <>
                      {inLocale(locale, one.name, one.nameEn)} <Money fen={one.priceFen} />
                    </>
                  ),
                  ...(one.left === 0 ? { hint: m.card.soldOut } : {}),
                }))}
              />
            ) : (
              <input type="hidden" name="variant" value={chosen.id} />
            )}
            <div className="buy-row">
              <Field
                label={m.product.quantity}
                name="quantity"
                inputMode="numeric"
                pattern="[0-9]{1,3}"
                maxLength={3}
                required
                defaultValue={String(quantity)}
                width="short"
                hint={
                  chosen.left > 0 && chosen.left <= LOW_STOCK
                    ? m.product.left(Math.min(chosen.left, MOST_PACKS))
                    : undefined
                }
              />
              <SelectField
                label={m.product.deliverTo}
                name="province"
                defaultValue={data.province}
                width="short"
                options={PROVINCES.map((one) => ({ value: one.code, label: locale === "en" ? one.nameEn : one.name }))}
              />
            </div>
            <Button tone="quiet">{m.product.update}</Button>
            {forSale ? (
              <div className="fixed-bar buy-bar">
                <Button tone="quiet" size="large" formMethod="post" formAction={to.cart()} name="intent" value="add">
                  {m.product.addToCart}
                </Button>
                <Button size="large" formMethod="get" formAction={to.checkout()}>
                  {m.product.buyNow}
                </Button>
              </div>
            ) : (
              listing.forSale && (
                <Notice tone="waiting" title={m.product.soldOut}>
                  {m.product.soldOutAll}
                </Notice>
              )
            )}
          </form>
          {!forSale && <WatchForm about={{ listing: listing.id }} />}

          <Facts />

          <section id="split">
            <div className="section-head">
              <h2>{m.product.split}</h2>
              <a href={to.howMoneyIsSplit()}>{m.home.howLink}</a>
            </div>
            {split ? (
              <>
                <SplitBar
                  parts={splitParts(split.parts, m)}
                  caption={m.product.splitCaption(inLocale(locale, chosen.name, chosen.nameEn), quantity)}
                />
                {split.paidAtIntakeFen > 0 && (
                  <p className="caption">
                    {m.product.splitBoughtOut}{" "}
                    <span className="paid-before">
                      {m.product.paidAtIntake(`¥${formatYuan(split.paidAtIntakeFen)}`)}
                    </span>
                  </p>
                )}
                <p className="caption">{m.product.splitNote}</p>
              </>
            ) : (
              <p className="quiet">{m.product.splitUnavailable}</p>
            )}
          </section>

          <section className="who">
            <ResistPattern code={listing.areaCode} />
            <div className="who-words">
              <VillagePlaque
                name={listing.villageName}
                href={to.village(listing.areaCode)}
                {...(locale === "en" ? { otherName: listing.villageNameEn } : {})}
              />
              <div className="stack-small">
                <h2 className="h3">{m.product.who}</h2>
                <p>
                  {listing.sellerKind === "HOUSEHOLD"
                    ? m.product.whoDirect(inLocale(locale, listing.sellerName, listing.sellerNameEn))
                    : m.product.whoText(village, inLocale(locale, listing.sellerName, listing.sellerNameEn))}
                </p>
                {listing.sellerKind === "COOPERATIVE" && split && (
                  <p className="quiet">
                    {split.households === null ? m.product.lotFewHouseholds : m.product.lotHouseholds(split.households)}
                  </p>
                )}
                <p>
                  <a href={to.village(listing.areaCode)}>{m.product.villageLink}</a>
                </p>
              </div>
            </div>
          </section>
        </div>
        <div className="stack-large product-origin">
          <Journey />
          <Certificates />
        </div>
      </div>

      <div className="stack-large product-more">
        <ProductReviews reviews={data.reviews} />
        <Seller />
        <section>
          <div className="section-head">
            <h2>{m.product.storage}</h2>
          </div>
          <p>{listing.perishable ? m.product.storageFresh : m.product.storageDry}</p>
          <p className="quiet">{listing.perishable ? m.product.promiseFresh : m.product.promiseKeep}</p>
        </section>
        {others.length > 0 && (
          <section>
            <div className="section-head">
              <h2>{m.product.more(village)}</h2>
              <a href={to.village(listing.areaCode)}>{m.product.villageLink}</a>
            </div>
            <ListingList cards={others} />
          </section>
        )}
      </div>
    </ShopPage>
  );
}

function Photos() {
  const { listing } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const photos = listing.photos.map((photo) => ({ ...photo, alt: inLocale(locale, photo.alt, photo.altEn) }));
  if (photos.length === 0) return <Plate photo={undefined} sizes="100vw" />;
  return (
    <ul className="photos" aria-label={inLocale(locale, listing.title, listing.titleEn)}>
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <figure>
            <Plate photo={photo} sizes="(min-width: 60rem) 38rem, 100vw" eager={index === 0} />
            <figcaption className="caption">
              {photos.length > 1 && <span>{m.product.photo(index + 1, photos.length)} · </span>}
              {photo.alt}
              {photo.credit && (
                <>
                  {" · "}
                  <Chinese>{photo.credit}</Chinese>
                </>
              )}
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}

function MarketPrice({ fen }: { fen: number }) {
  const { listing } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const price = `¥${formatYuan(fen)}`;
  const unit =
    listing.baseUnit !== "GRAM"
      ? m.units.perPiece(price, inLocale(locale, listing.pieceName, listing.pieceNameEn))
      : locale === "zh"
        ? m.units.perJin(`¥${formatYuan(priceOf(GRAMS_PER_JIN, BigInt(fen), GRAMS_PER_KILOGRAM))}`)
        : m.units.perKg(price);
  return (
    <>
      {" · "}
      {m.product.market} {unit}
      {listing.marketSource && (
        <>
          {locale === "zh" ? "（" : " ("}
          <Chinese>{listing.marketSource}</Chinese>
          {listing.marketPricedOn && `${locale === "zh" ? "，" : ", "}${listing.marketPricedOn}`}
          {locale === "zh" ? "）" : ")"}
        </>
      )}
    </>
  );
}

function Facts() {
  const { listing, chosen, freight, freeAbove, province, lots, reviews } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  const net = useNetContent();
  const piece = inLocale(locale, listing.pieceName, listing.pieceNameEn);
  const place = provinceOf(province);
  const items: SummaryItem[] = [
    {
      label: m.product.freight,
      value: (
        <>
          {locale === "en" ? place?.nameEn : place?.name}
          {locale === "zh" ? "：" : ": "}
          {freight === null ? (
            <strong>{m.product.notDelivered}</strong>
          ) : freight === 0 ? (
            m.product.freightFree
          ) : (
            <Money fen={freight} />
          )}
          {freeAbove !== null && freight !== 0 && (
            <span className="quiet"> · {m.product.freightFreeAbove(`¥${freeAbove}`)}</span>
          )}
          <span className="quiet">
            {" · "}
            {m.product.carriedBy} <Chinese>{listing.shipperName}</Chinese>
          </span>
        </>
      ),
    },
    { label: m.product.ships, value: m.card.ships(listing.shipsWithinDays) },
    { label: m.product.net, value: net(chosen.quantity, listing.baseUnit, piece) },
    ...(lots[0]
      ? [{ label: m.product.grade, value: m.grades[lots[0].grade] ?? <Chinese>{lots[0].grade}</Chinese> }]
      : []),
    ...(listing.seasonMonths.length > 0 && listing.seasonMonths.length < 12
      ? [{ label: m.product.season, value: m.units.months(listing.seasonMonths) }]
      : []),
    {
      label: m.product.promise(listing.perishable),
      value: listing.perishable ? m.product.promiseFresh : m.product.promiseKeep,
    },
  ];
  return (
    <>
      {(listing.sold > 0 || reviews.averageTenths !== null) && (
        <p className="caption">
          {listing.sold > 0 && m.product.sold(listing.sold)}
          {reviews.averageTenths !== null && (
            <>
              {listing.sold > 0 && " · "}
              <a href="#reviews">
                {m.reviews.average((reviews.averageTenths / 10).toFixed(1))} · {m.reviews.count(reviews.count)}
              </a>
            </>
          )}
        </p>
      )}
      <div className="product-facts">
        <SummaryList items={items} />
      </div>
    </>
  );
}

function Journey() {
  const { lots } = useLoaderData<typeof loader>();
  const { m } = useShop();
  if (lots.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.journey}</h2>
      </div>
      {lots.slice(0, 3).map((lot) => (
        <div key={lot.code} className="lot-journey">
          <p className="caption">{m.product.lotCode(lot.code)}</p>
          <Timeline
            label={m.product.lotCode(lot.code)}
            steps={[
              { title: m.product.harvested, time: lot.harvestedOn, state: "done" },
              {
                title: m.product.sealed,
                ...(lot.sealedAt ? { time: lot.sealedAt } : {}),
                state: "done",
                ...(lot.households === null ? {} : { detail: m.product.lotHouseholds(lot.households) }),
              },
              { title: m.product.bestBefore, time: lot.expiresOn, state: "upcoming" },
            ]}
          />
        </div>
      ))}
    </section>
  );
}

function Certificates() {
  const { listing } = useLoaderData<typeof loader>();
  const { locale, m } = useShop();
  if (listing.certificates.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.certificates}</h2>
      </div>
      <ul className="plain-list stack">
        {listing.certificates.map((certificate) => (
          <li key={`${certificate.kind} ${certificate.number}`} className="certificate">
            {certificate.promised !== null ? (
              <ConformityCertificate certificate={{ ...listing, ...certificate, ...certificate.promised }} level="h3" />
            ) : (
              <>
                <h3>{certificateName(m.certificates, certificate.kind)}</h3>
                <SummaryList
                  items={[
                    { label: m.product.certificateNumber, value: certificate.number },
                    {
                      label: m.product.certificateHolder,
                      value: certificate.holderName ? (
                        <Chinese>{certificate.holderName}</Chinese>
                      ) : (
                        inLocale(locale, listing.sellerName, listing.sellerNameEn)
                      ),
                    },
                    { label: m.product.certificateIssued, value: certificate.issuedOn },
                    ...(certificate.expiresOn
                      ? [{ label: m.product.certificateUntil, value: certificate.expiresOn }]
                      : []),
                  ]}
                />
                {certificate.kind === "CONFORMITY" && <p className="caption">{m.product.promiseText}</p>}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Seller() {
  const { listing } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  return (
    <section>
      <div className="section-head">
        <h2>{m.product.seller}</h2>
      </div>
      <div className="stack-small">
        <p>
          <strong>
            {listing.sellerSlug ? (
              <a href={to.cooperative(listing.sellerSlug)}>
                {inLocale(locale, listing.sellerName, listing.sellerNameEn)}
              </a>
            ) : (
              inLocale(locale, listing.sellerName, listing.sellerNameEn)
            )}
          </strong>
          {listing.townshipName && locale === "zh" && <span className="quiet"> · {listing.townshipName}</span>}
        </p>
        {(listing.licenceNumber || listing.sellerPhone) && (
          <SummaryList
            items={[
              ...(listing.licenceNumber ? [{ label: m.product.licence, value: listing.licenceNumber }] : []),
              ...(listing.sellerPhone ? [{ label: m.product.phone, value: listing.sellerPhone }] : []),
            ]}
          />
        )}
        {listing.sellerStory && <Story chinese={listing.sellerStory} english={listing.sellerStoryEn ?? ""} />}
        <Story chinese={listing.story} english={listing.storyEn} />
      </div>
    </section>
  );
}

/** What only exists in Chinese, marked as such for readers and screen readers of the English pages. */
function Chinese({ children }: { children: string }) {
  const { locale } = useShop();
  return locale === "zh" ? <>{children}</> : <span lang="zh-CN">{children}</span>;
}

/** A text of the seller's. Where no English was written the Chinese one stands, and says so. */
function Story({ chinese, english }: { chinese: string; english: string }) {
  const { locale, m } = useShop();
  if (chinese === "") return null;
  if (locale === "zh" || english !== "") return <p className="prose">{locale === "en" ? english : chinese}</p>;
  return (
    <p className="prose">
      <span lang="zh-CN">{chinese}</span> <span className="caption">{m.product.noEnglish}</span>
    </p>
  );
}

/** For search engines, and only what buyers really wrote. */
function ratingData({ count, averageTenths, latest }: ListingReviews) {
  if (averageTenths === null) return {};
  return {
    aggregateRating: {
      "@type": "AggregateRating",
      ratingValue: (averageTenths / 10).toFixed(1),
      reviewCount: count,
      bestRating: 5,
      worstRating: 1,
    },
    review: latest.map((review) => ({
      "@type": "Review",
      reviewRating: { "@type": "Rating", ratingValue: review.stars, bestRating: 5 },
      author: { "@type": "Person", name: review.authorName },
      datePublished: review.day,
      reviewBody: review.words,
    })),
  };
}

function share(part: number, whole: number): string {
  return percentText(sharesInTenths([BigInt(part), BigInt(whole - part)])[0] ?? 0);
}
