import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { listSplitRules } from "~/catalog/rule-store.server";
import { toNumber } from "~/kernel/money";
import { dayOf, periodOf, yearAndMonth } from "~/kernel/period";
import { paths } from "~/paths";
import { db } from "~/platform/db.server";
import { searchListings } from "~/search/search-listings.server";
import { searchQueryOf } from "~/search/search-query";
import { EmptyState } from "~/ui/empty-state";
import { Money } from "~/ui/money";
import type { PageHandle } from "~/ui/page-handle";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import { AverageOrder } from "./average-order";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList, useNetContent } from "./listing-list";
import { Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { LEDGER_DAYS, openLedger } from "./open-ledger-store.server";
import { remembered } from "~/platform/remembered.server";
import { whileUnchanged } from "./while-unchanged.server";
import { inForceSince, rulesInForce } from "./rules-in-force";
import { SeasonStrip } from "./season-strip";
import { originOf, pageHead } from "./page-head";
import { PlaqueRow } from "./plaque-row";
import { ShopPage } from "./shop-page";
import { VillageMap } from "./village-map";
import { categoriesOnSale, seasons, villagesOnSale } from "./window-store.server";

const HARVEST_ROWS = 6;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const harvest = searchQueryOf(new URLSearchParams({ sort: "harvest", stock: "1" }));
  const [cards, categories, villages, season, ledger, rules] = await Promise.all([
    whileUnchanged("harvest", async () => {
      const found = await searchListings(harvest, { number: 1, size: HARVEST_ROWS }, now);
      return cardsOnPage(db(), found.rows, now);
    }),
    remembered("categories", 30, () => categoriesOnSale(db())),
    remembered("villages", 30, () => villagesOnSale(db())),
    remembered("seasons", 30, () => seasons(db())),
    remembered("ledger", 30, () => openLedger(db(), now)),
    remembered("split-rules", 60, () => listSplitRules(db())),
  ]);
  return pageData({
    cartCount: cartCountOf(request),
    month: yearAndMonth(periodOf(now)).month,
    cards,
    categories,
    villages,
    season,
    ledgerDays: LEDGER_DAYS,
    ledger: {
      households: ledger.households,
      paidFen: toNumber(ledger.paidFen),
      householdsFen: ledger.householdsFen === null ? null : toNumber(ledger.householdsFen),
      latest: ledger.latest && { ...ledger.latest, householdsFen: toNumber(ledger.latest.householdsFen) },
      average: ledger.average && {
        ...ledger.average,
        parts: ledger.average.parts.map((part) => ({ ...part, amountFen: toNumber(part.amountFen) })),
      },
    },
    rules: rulesInForce(rules, now).map((rule) => ({
      name: rule.name,
      nameEn: rule.nameEn,
      version: rule.version,
      since: dayOf(inForceSince(rule)),
    })),
  });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m, to } = shopOf(location.pathname);
  const origin = originOf({ location, matches });
  const first = data?.cards.find((card) => card.photoId !== null);
  return [
    ...pageHead(
      { location, matches },
      {
        title: m.site.title,
        wholeTitle: true,
        description: m.site.description,
        image: first?.photoId
          ? {
              path: paths.media(first.photoId, "750.webp"),
              alt: inLocale(locale, first.photoAlt ?? "", first.photoAltEn),
            }
          : undefined,
      },
    ),
    {
      "script:ld+json": {
        "@context": "https://schema.org",
        "@type": "WebSite",
        name: locale === "en" ? "Huhui" : "户惠",
        url: origin + to.home(),
        potentialAction: {
          "@type": "SearchAction",
          target: `${origin}${to.search()}?q={search_term_string}`,
          "query-input": "required name=search_term_string",
        },
      },
    },
  ];
};

export default function Home() {
  const { cartCount, cards, categories, villages, season, month, ledger, ledgerDays, rules } =
    useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const net = useNetContent();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="stack-large">
        <section>
          <div className="section-head">
            <h1 className="h2">{m.home.title}</h1>
            <a href={to.search()}>{m.home.all}</a>
          </div>
          <p className="quiet">{m.home.lead}</p>
          <nav className="category-links" aria-label={m.home.categories}>
            <ul>
              {categories.map((category) => (
                <li key={category.code}>
                  <a className="chip" href={to.category(category.code)}>
                    <Named chinese={category.name} english={category.nameEn} />
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {cards.length > 0 ? (
            <ListingList cards={cards} heading="h2" eagerFirst />
          ) : (
            <EmptyState title={m.home.empty}>{m.home.emptyText}</EmptyState>
          )}
        </section>

        {season.length > 0 && (
          <section>
            <div className="section-head">
              <h2>{m.home.season}</h2>
              <a href={to.seasons()}>{m.home.all}</a>
            </div>
            <p className="quiet">{m.home.seasonLead}</p>
            <SeasonStrip rows={season} month={month} />
          </section>
        )}

        <div className="two-columns">
          <div className="stack-large">
            <section>
              <div className="section-head">
                <h2>{m.home.ledger}</h2>
                <a href={to.transparency()}>{m.home.all}</a>
              </div>
              <p className="quiet">{m.home.ledgerLead(ledgerDays)}</p>
              <dl className="ledger-figures">
                <LedgerFigure label={m.home.paidByShoppers}>
                  <Money fen={ledger.paidFen} />
                </LedgerFigure>
                <LedgerFigure label={m.home.toHouseholds}>
                  {ledger.householdsFen === null ? (
                    <span className="caption">{m.home.tooFew}</span>
                  ) : (
                    <Money fen={ledger.householdsFen} household />
                  )}
                </LedgerFigure>
                <LedgerFigure label={m.home.households}>
                  {ledger.households === null ? (
                    <span className="caption">{m.home.tooFew}</span>
                  ) : (
                    m.home.householdsCount(ledger.households)
                  )}
                </LedgerFigure>
              </dl>
              {ledger.latest && (
                <p className="ledger-latest">
                  <span className="caption">{m.home.latest}</span>{" "}
                  {m.home.latestLine(
                    ledger.latest.day,
                    inLocale(locale, ledger.latest.villageName, ledger.latest.villageNameEn),
                    ledger.latest.households,
                    inLocale(locale, ledger.latest.productName, ledger.latest.productNameEn),
                    net(
                      ledger.latest.quantity,
                      ledger.latest.baseUnit,
                      inLocale(locale, ledger.latest.pieceName, ledger.latest.pieceNameEn),
                    ),
                  )}{" "}
                  <Money fen={ledger.latest.householdsFen} household />
                </p>
              )}
            </section>
            <section>
              <div className="section-head">
                <h2>{m.home.villages}</h2>
                <a href={to.villages()}>{m.home.all}</a>
              </div>
              <p className="quiet">{m.home.villagesLead}</p>
              <VillageMap villages={villages} />
              <PlaqueRow
                villages={villages.slice(0, 12).map(({ code, name, nameEn, listings }) => ({
                  code,
                  name,
                  below: locale === "en" ? nameEn : m.home.villageProducts(listings),
                }))}
              />
            </section>
          </div>
          <section>
            <div className="section-head">
              <h2>{m.home.average}</h2>
              <a href={to.howMoneyIsSplit()}>{m.home.howLink}</a>
            </div>
            <AverageOrder average={ledger.average} rules={rules} />
            <p className="home-institutions">
              <a href={to.institutions()}>{m.home.institutions}</a>{" "}
              <span className="quiet">{m.home.institutionsLead}</span>
            </p>
          </section>
        </div>
      </div>
    </ShopPage>
  );
}

/** A figure of the ledger, which leads to the page that says how it comes about. */
function LedgerFigure({ label, children }: { label: string; children: ReactNode }) {
  const { to } = useShop();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <a href={to.transparency()}>{children}</a>
      </dd>
    </div>
  );
}
