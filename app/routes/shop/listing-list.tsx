import type { SerializeFrom } from "@remix-run/node";
import { Fragment, type ReactNode } from "react";
import { formatYuan } from "~/kernel/money";
import { GRAMS_PER_JIN, jin, kilograms, type BaseUnit } from "~/kernel/quantity";
import { marked } from "~/search/marked";
import { Money } from "~/ui/money";
import { Chinese, Named } from "./chinese";
import { inLocale, useShop } from "./messages/messages";
import type { CardOnPage } from "./listing-cards.server";
import { PreorderMark } from "./preorder-mark";
import { Plate } from "./plate";
import { perKilogram, perPound } from "./unit-price";

type Card = SerializeFrom<CardOnPage>;

/** Listings as wide rows over hairlines: picture, what and where from, price, and what reaches households. */
export function ListingList({
  cards,
  heading = "h3",
  query = "",
  ofOnePack = false,
  eagerFirst,
  after,
}: {
  cards: readonly Card[];
  /** the level below the heading that the list stands under */
  heading?: "h2" | "h3";
  /** what was searched for: marked in the titles */
  query?: string;
  /** the rows are about one pack each, which their links open, and not about a listing's cheapest */
  ofOnePack?: boolean;
  eagerFirst?: boolean;
  /** what else stands below a row's price */
  after?: (card: Card) => ReactNode;
}) {
  return (
    <ul className="listing-list">
      {cards.map((card, index) => (
        <ListingRow
          key={card.id}
          card={card}
          heading={heading}
          query={query}
          ofOnePack={ofOnePack}
          eager={eagerFirst === true && index < 2}
          after={after?.(card)}
        />
      ))}
    </ul>
  );
}

function ListingRow({
  card,
  heading: Heading,
  query,
  ofOnePack,
  eager,
  after,
}: {
  card: Card;
  heading: "h2" | "h3";
  query: string;
  ofOnePack: boolean;
  eager: boolean;
  after: ReactNode;
}) {
  const { locale, m, to } = useShop();
  const title = inLocale(locale, card.title, card.titleEn);
  const ofSeveral = card.variants > 1 && !ofOnePack;
  const address = to.product(card.slug, ofOnePack ? { variant: card.variantId } : {});
  const photo = card.photoId
    ? { id: card.photoId, alt: inLocale(locale, card.photoAlt ?? title, card.photoAltEn), color: card.photoColor ?? "" }
    : undefined;
  return (
    <li className="listing-row" data-sold-out={card.inStock ? undefined : ""}>
      <a className="listing-picture" href={address} tabIndex={-1} aria-hidden="true">
        <Plate photo={photo} sizes="(min-width: 48rem) 11rem, 34vw" eager={eager} />
      </a>
      <div className="listing-words">
        <Heading>
          <a href={address}>
            {query === "" ? (
              <Chinese>{title}</Chinese>
            ) : (
              marked(title, query).map(({ text, hit }, index) => {
                const Part = hit ? "mark" : Fragment;
                return (
                  <Part key={index}>
                    <Chinese>{text}</Chinese>
                  </Part>
                );
              })
            )}
          </a>
        </Heading>
        <p className="caption">
          <a className="chip village-chip" href={to.village(card.areaCode)}>
            <Named chinese={card.villageName} english={card.villageNameEn} />
          </a>{" "}
          <Named chinese={card.sellerName} english={card.sellerNameEn} />
        </p>
        <p className="caption listing-facts">
          {card.harvestedOn && <span>{m.card.harvested(card.harvestedOn)}</span>}
          <span>
            {card.preorderShipBy === null ? (
              m.card.ships(card.shipsWithinDays)
            ) : (
              <PreorderMark shipBy={card.preorderShipBy} />
            )}
          </span>
          {card.sold > 0 && <span>{m.product.sold(card.sold)}</span>}
          {card.certificates.map((kind) => (
            <span key={kind} className="mark">
              {certificateName(m.certificates, kind)}
            </span>
          ))}
        </p>
      </div>
      <div className="listing-price">
        <p>
          {ofSeveral && locale === "en" && <span className="caption">{m.card.from} </span>}
          <span className="price">
            <Money fen={card.priceFen} />
          </span>{" "}
          <span className="caption">
            <Named chinese={card.variantName} english={card.variantNameEn} />
            {ofSeveral && locale === "zh" ? ` ${m.card.from}` : ""}
          </span>
        </p>
        <p className="caption">
          <UnitPrice
            priceFen={card.priceFen}
            packQuantity={card.packQuantity}
            unit={card.baseUnit}
            piece={inLocale(locale, card.pieceName, card.pieceNameEn)}
          />
        </p>
        {!card.inStock && <p className="listing-sold-out">{m.card.soldOut}</p>}
        {card.householdsFen !== null && (
          <p className="to-household">
            {locale === "zh" && `${m.card.toHousehold} `}
            <Money fen={card.householdsFen} household />
            {locale === "en" && ` ${m.card.toHousehold}`}
          </p>
        )}
        {card.householdsFen === null && card.paidAtIntakeFen !== null && (
          <p className="paid-before">{m.card.paidAtIntake(`¥${formatYuan(card.paidAtIntakeFen)}`)}</p>
        )}
        {after}
      </div>
    </li>
  );
}

/** ¥7.96/斤 · ¥15.92/公斤, or by the piece. */
export function UnitPrice({
  priceFen,
  packQuantity,
  unit,
  piece,
}: {
  priceFen: number;
  packQuantity: number;
  unit: BaseUnit;
  piece: string;
}) {
  const { locale, m } = useShop();
  if (unit === "PIECE") {
    return <>{m.units.perPiece(yuan(perPound(priceFen, packQuantity, unit)), piece)}</>;
  }
  return (
    <>
      {m.units.perJin(yuan(perPound(priceFen, packQuantity, unit)))}
      {locale === "zh" ? "，" : ", "}
      {m.units.perKg(yuan(perKilogram(priceFen, packQuantity)))}
    </>
  );
}

/** "5 斤（2.5 公斤）", "30 枚". */
export function useNetContent(): (quantity: number, unit: BaseUnit, piece: string) => string {
  const { m } = useShop();
  return (quantity, unit, piece) =>
    unit === "PIECE"
      ? m.units.pieces(quantity, piece)
      : quantity < GRAMS_PER_JIN
        ? m.units.grams(quantity)
        : m.units.weight(jin(quantity), kilograms(quantity));
}

export function certificateName(names: Readonly<Record<string, string>>, kind: string): string {
  return names[kind] ?? kind;
}

function yuan(fen: bigint): string {
  return `¥${formatYuan(fen)}`;
}
