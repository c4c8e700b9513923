import { useLoaderData } from "@remix-run/react";
import { formatYuan, priceOf } from "~/kernel/money";
import { GRAMS_PER_JIN, GRAMS_PER_KILOGRAM } from "~/kernel/quantity";
import { provinceOf } from "~/orders/provinces";
import { Day } from "~/ui/day";
import { SummaryList, type SummaryItem } from "~/ui/summary-list";
import { Chinese, Grade } from "./chinese";
import { useNetContent } from "./listing-list";
import { FreightWords } from "./freight-words";
import { FreightTable } from "./product-freight";
import { inLocale, useShop } from "./messages/messages";
import type { loader } from "./product";

/** Beside the price; all of them stand above the reviews. */
const MOST_TAGS = 3;

/** What a market asked for the like, with its source and day. */
export function MarketPrice({ fen }: { fen: number }) {
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

/** How often it was sold, and the sheet: freight, shipping, harvest, weight, grade, season, promise. */
export function Facts() {
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
          <FreightWords fen={freight} none={<strong>{m.product.notDelivered}</strong>} />
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
    {
      label: m.product.ships,
      value: listing.preorder
        ? m.product.preorderShips(listing.preorder.shipBy)
        : m.card.ships(listing.shipsWithinDays),
    },
    ...(lots[0] ? [{ label: m.product.harvestDay, value: <Day>{lots[0].harvestedOn}</Day> }] : []),
    { label: m.product.net, value: net(chosen.quantity, listing.baseUnit, piece) },
    ...(lots[0] ? [{ label: m.product.grade, value: <Grade>{lots[0].grade}</Grade> }] : []),
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
              {reviews.tags.slice(0, MOST_TAGS).map(({ tag, count }) => ` · ${m.reviews.tags[tag]} ${count}`)}
            </>
          )}
        </p>
      )}
      <div className="product-facts">
        <SummaryList items={items} />
        <FreightTable />
      </div>
    </>
  );
}
