import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { optionalActor } from "~/access/require-actor.server";
import { splitPreview } from "~/benefits/split-preview.server";
import { freightFor } from "~/catalog/freight";
import { formatYuan, toNumber } from "~/kernel/money";
import { pageAsked } from "~/kernel/page";
import { dayOf, minuteOf } from "~/kernel/period";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { parsePacks } from "~/orders/basket";
import { packsLeft } from "~/orders/pick-lots";
import { isFavourite } from "~/orders/favourites.server";
import { listingReviews } from "~/orders/review-store.server";
import { db } from "~/platform/db.server";
import { productPage } from "~/search/product-page-store.server";
import { searchListings } from "~/search/search-listings.server";
import { searchQueryOf } from "~/search/search-query";
import { listingVoice } from "~/search/voice-store.server";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Money } from "~/ui/money";
import { Notice } from "~/ui/notice";
import type { PageHandle } from "~/ui/page-handle";
import { percentText, sharesInTenths } from "~/ui/split-shares";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList, UnitPrice } from "./listing-list";
import { Chinese, Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import { Facts, MarketPrice } from "./product-facts";
import { PreorderMark } from "./preorder-mark";
import { BuyForm } from "./product-buy";
import { Keeping } from "./product-keeping";
import { productMeta } from "./product-meta";
import { Certificates, Journey } from "./product-origin";
import { Photos } from "./product-photos";
import { ProductReviews } from "./product-reviews";
import { Seller } from "./product-seller";
import { Split } from "./product-split";
import { WhoBenefits } from "./product-who";
import { respondsIn } from "./responds-in.server";
import { provinceCookieLine, readProvince } from "~/orders/province-choice";
import { pageData } from "~/platform/page-data.server";
import { ShopPage } from "./shop-page";
import { WatchForm } from "./watch-form";
import { whileUnchanged } from "./while-unchanged.server";

const MOST_OTHERS = 3;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const slug = params.slug ?? "";
  const page = await whileUnchanged(`product ${slug}`, () => productPage(db(), slug, now));
  if (!page) throw notFound();

  const search = new URL(request.url).searchParams;
  const quantity = parsePacks(search.get("quantity") ?? "1") ?? 1;
  const reviewsPage = pageAsked(search.get("reviews"));
  const stock = page.lots.map((lot) => ({ ...lot, lotId: lot.id }));
  const variants = page.variants.map((one) => ({
    ...one,
    priceFen: toNumber(one.priceFen),
    left: page.forSale ? packsLeft({ lots: stock, preorder: page.preorder, packQuantity: one.quantity }) : 0,
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
  const actor = await optionalActor(request, now);
  const [split, reviews, voice, others, kept, responds] = await Promise.all([
    chosen.left >= quantity
      ? whileUnchanged(`split ${chosen.id} ${quantity}`, () =>
          splitPreview(db(), { variantId: chosen.id, quantity, now }),
        )
      : undefined,
    whileUnchanged(`reviews ${page.id} ${reviewsPage}`, () => listingReviews(db(), page.id, reviewsPage)),
    whileUnchanged(`voice ${page.id}`, () => listingVoice(db(), page.id, now)),
    whileUnchanged(`others ${page.areaCode}`, () => onSaleFrom(page.areaCode, now)),
    actor !== undefined && isFavourite(db(), actor.userId, page.id),
    respondsIn({ kind: page.sellerKind, id: page.sellerId }, now),
  ]);
  const zone = page.zones.find((one) => one.provinces.includes(province));
  const { sellerId: _sellerId, zones, variants: _variants, lots, marketPriceFen, ...listing } = page;
  const headers = search.has("province") ? { "Set-Cookie": provinceCookieLine(province) } : undefined;
  return pageData(
    {
      cartCount: cartCountOf(request),
      listing,
      kept,
      reviews,
      // What the pages of reviews keep of the address: the pack and how many, where they were asked for.
      asked: {
        ...(search.get("variant") === chosen.id ? { variant: chosen.id } : {}),
        ...(quantity > 1 ? { quantity } : {}),
      },
      // Where the page says that fewer than five stand behind the goods, nothing on it says who is one of them.
      voice: voice ? { ...voice, inLot: voice.inLot && (split?.households ?? null) !== null } : null,
      responds: responds ?? null,
      variants,
      chosen,
      quantity,
      province,
      freight: freight === undefined ? null : toNumber(freight),
      zones: zones.map(({ firstFen, nextFen, freeAboveFen, ...one }) => ({
        ...one,
        firstFen: toNumber(firstFen),
        nextFen: toNumber(nextFen),
        freeAboveFen: freeAboveFen === null ? null : toNumber(freeAboveFen),
      })),
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
        rule: { ...split.rule, since: dayOf(split.rule.since) },
        fees: { ...split.fees, since: dayOf(split.fees.since) },
        parts: split.parts.map(({ kind, amountFen }) => ({ kind, amountFen: toNumber(amountFen) })),
      },
      others: others.filter((card) => card.id !== page.id).slice(0, MOST_OTHERS),
    },
    headers && { headers },
  );
}

/** What else the village has on sale: one more than is shown, because the page's own may be among it. */
async function onSaleFrom(areaCode: string, now: Date) {
  const query = searchQueryOf(new URLSearchParams({ area: areaCode, stock: "1" }));
  const found = await searchListings(query, { number: 1, size: MOST_OTHERS + 1 }, now);
  return cardsOnPage(db(), found.rows, now);
}

export const handle = { shared: true } satisfies PageHandle;

export const meta = productMeta;

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
          { label: <Chinese>{title}</Chinese> },
        ]}
      />
      {!listing.forSale && (
        <Notice tone="problem" title={m.product.notForSale}>
          {m.product.notForSaleText}
        </Notice>
      )}
      <div className="product-columns">
        <Photos />
        <nav className="tabs product-parts" aria-label={m.product.onThisPage}>
          <a href="#goods">{m.product.goods}</a>
          <a href="#split">{m.product.howSplit}</a>
          <a href="#reviews">{m.reviews.title}</a>
          <a href="#details">{m.product.details}</a>
          {others.length > 0 && <a href="#more">{m.product.recommended}</a>}
        </nav>
        <div className="stack product-buy">
          <header className="product-head" id="goods">
            <h1 id="product-name">
              <Chinese>{title}</Chinese>
            </h1>
            <p className="product-price">
              <span className="price">
                <Money fen={chosen.priceFen * quantity} />
              </span>{" "}
              <span className="quiet">
                <Named chinese={chosen.name} english={chosen.nameEn} />
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
            {listing.preorder && <PreorderWords preorder={listing.preorder} />}
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

          <BuyForm />
          {!forSale && <WatchForm about={{ listing: listing.id }} />}

          <Facts />

          <Split />

          <WhoBenefits />
        </div>
        <div className="stack-large product-origin">
          <Journey />
          <Certificates />
          <ProductReviews
            reviews={data.reviews}
            href={(number) =>
              to.product(listing.slug, {
                ...data.asked,
                ...(number > 1 ? { reviews: number } : {}),
              })
            }
          />
          <div id="details" className="stack-large">
            <Seller />
            <Keeping />
          </div>
        </div>
      </div>

      {others.length > 0 && (
        <section className="product-more" id="more">
          <div className="section-head">
            <h2>{m.product.more(village)}</h2>
            <a href={to.village(listing.areaCode)}>{m.product.villageLink}</a>
          </div>
          <ListingList cards={others} />
        </section>
      )}
    </ShopPage>
  );
}

/** What a pre-order is: its season, the last day, and what happens when that passes. */
function PreorderWords({
  preorder,
}: {
  preorder: { shipBy: string; season: string; seasonEn: string; isOpen: boolean };
}) {
  const { locale, m } = useShop();
  if (!preorder.isOpen) return null;
  const season = locale === "en" ? preorder.seasonEn : preorder.season;
  return (
    <div className="preorder-words">
      <p>
        <PreorderMark shipBy={preorder.shipBy} />
        {season !== "" && <span className="quiet"> · {m.product.preorderSeason(season)}</span>}
      </p>
      <p className="caption">{m.product.preorderHow}</p>
    </div>
  );
}

function share(part: number, whole: number): string {
  return percentText(sharesInTenths([BigInt(part), BigInt(whole - part)])[0] ?? 0);
}
