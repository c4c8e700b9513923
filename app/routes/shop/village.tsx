import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { toNumber } from "~/kernel/money";
import { dayOf, periodOf, shiftPeriod } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { areaFacts } from "~/regions/area-store.server";
import { searchListings } from "~/search/search-listings.server";
import { searchQueryOf } from "~/search/search-query";
import { villageVoices } from "~/search/voice-store.server";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { EmptyState } from "~/ui/empty-state";
import { Money, MoneyCell } from "~/ui/money";
import type { PageHandle } from "~/ui/page-handle";
import { ResistPattern } from "~/ui/resist-pattern";
import { SummaryList } from "~/ui/summary-list";
import { Table } from "~/ui/table";
import { VillagePlaque } from "~/ui/village-plaque";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { factName, factValue } from "./fact-names";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList } from "./listing-list";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { remembered } from "~/platform/remembered.server";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import { ShopPage } from "./shop-page";
import { Voice } from "./voice";
import { WatchForm } from "./watch-form";
import { VillageFund } from "./village-fund";
import { publicFund, type PublicFund } from "./village-fund-store.server";
import { villageFigures, villageHead } from "./village-store.server";
import { VillageWork } from "./village-work";
import { villageWork } from "./village-work-store.server";

const MONTHS = 12;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const code = /^\d{12}$/.exec(params.code ?? "")?.[0];
  const village = code === undefined ? undefined : await villageHead(db(), code);
  if (!village) throw notFound();
  const since = shiftPeriod(periodOf(now), 1 - MONTHS);
  const [figures, found, facts, work, voices, fund] = await Promise.all([
    remembered(`village ${village.code} ${since}`, 60, () => villageFigures(db(), village.code, since)),
    searchListings(searchQueryOf(new URLSearchParams({ area: village.code })), { number: 1, size: 24 }, now),
    areaFacts(db(), village.code),
    remembered(`village work ${village.code}`, 60, () => villageWork(db(), village.code, dayOf(now))),
    // Never remembered: what a household takes back is gone with the next look.
    villageVoices(db(), village.code, now),
    remembered(`village fund ${village.code}`, 60, () => publicFund(db(), village.code)),
  ]);
  return json({
    cartCount: cartCountOf(request),
    village,
    figures: {
      households: figures.households,
      salesFen: figures.salesFen === null ? null : toNumber(figures.salesFen),
      householdsFen: figures.householdsFen === null ? null : toNumber(figures.householdsFen),
      leftOut: figures.leftOut,
      medianFen: figures.medianFen === null ? null : toNumber(figures.medianFen),
      months: figures.months.map((month) => ({
        ...month,
        householdsFen: month.householdsFen === null ? null : toNumber(month.householdsFen),
      })),
    },
    cards: await cardsOnPage(db(), found.rows, now),
    facts,
    work,
    voices,
    fund: shownFund(fund),
  });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m, to } = shopOf(location.pathname);
  const name = data ? inLocale(locale, data.village.name, data.village.nameEn) : "";
  return [
    ...pageHead({ location, matches }, { title: name, description: m.village.description(name) }),
    breadcrumbData(originOf({ location, matches }), [
      { name: m.nav.home, path: to.home() },
      { name: m.village.list, path: to.villages() },
      { name },
    ]),
  ];
};

export default function Village() {
  const { cartCount, village, figures, cards, facts, work, voices, fund } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const name = inLocale(locale, village.name, village.nameEn);
  const mostOfMonths = Math.max(1, ...figures.months.map(({ householdsFen }) => householdsFen ?? 0));
  const place = village.above.map((area) => inLocale(locale, area.name, area.nameEn));
  return (
    <ShopPage cartCount={cartCount}>
      <Breadcrumbs
        items={[
          { label: m.nav.home, href: to.home() },
          { label: m.village.list, href: to.villages() },
          { label: name },
        ]}
      />
      <ResistPattern code={village.code} height={48} />
      <div className="village-head">
        <VillagePlaque name={village.name} />
        <div className="stack-small">
          <h1>{name}</h1>
          <p className="quiet">{(locale === "en" ? place.toReversed() : place).join(locale === "en" ? ", " : " · ")}</p>
        </div>
      </div>
      <div className="two-columns">
        <section>
          <div className="section-head">
            <h2>{m.village.onSale}</h2>
          </div>
          {cards.length > 0 ? <ListingList cards={cards} /> : <EmptyState title={m.village.noProducts} />}
          <WatchForm about={{ village: village.code }} />
        </section>
        <div className="stack-large">
          <section>
            <div className="section-head">
              <h2>{m.village.ledger}</h2>
              <span>{m.village.months}</span>
            </div>
            <dl className="ledger-figures">
              <div>
                <dt>{m.village.toHouseholds}</dt>
                <dd>{figures.householdsFen === null ? <TooFew /> : <Money fen={figures.householdsFen} household />}</dd>
              </div>
              <div>
                <dt>{m.village.households}</dt>
                <dd>{figures.households === null ? <TooFew /> : m.home.householdsCount(figures.households)}</dd>
              </div>
              <div>
                <dt>{m.village.median}</dt>
                <dd>{figures.medianFen === null ? <TooFew /> : <Money fen={figures.medianFen} household />}</dd>
              </div>
              <div>
                <dt>{m.village.sales}</dt>
                <dd>{figures.salesFen === null ? <TooFew /> : <Money fen={figures.salesFen} />}</dd>
              </div>
            </dl>
            {figures.months.length > 0 && (
              <Table
                caption={m.village.months}
                columns={[
                  { key: "c1", label: m.village.month },
                  { key: "c2", label: m.village.toHouseholds, align: "end" },
                  { key: "c3", label: m.village.households, align: "end" },
                ]}
              >
                {figures.months.map((month) => (
                  <tr key={month.period}>
                    <th scope="row">
                      <time>{month.period}</time>
                      {month.householdsFen !== null && month.householdsFen > 0 && (
                        <span
                          className="month-bar"
                          aria-hidden="true"
                          style={{ inlineSize: `${Math.round((month.householdsFen / mostOfMonths) * 100)}%` }}
                        />
                      )}
                    </th>
                    {month.householdsFen === null ? (
                      <td className="number caption" colSpan={2}>
                        {m.village.tooFew}
                      </td>
                    ) : (
                      <>
                        <MoneyCell fen={month.householdsFen} household />
                        <td className="number">{month.households}</td>
                      </>
                    )}
                  </tr>
                ))}
              </Table>
            )}
            {figures.leftOut && <p className="caption">{m.village.leftOut}</p>}
          </section>
          {fund && <VillageFund fund={fund} />}
          <VillageWork work={work} />
          {voices.length > 0 && (
            <section>
              <div className="section-head">
                <h2>{m.voices.title}</h2>
              </div>
              <ul className="plain-list stack voices">
                {voices.map((voice) => (
                  <li key={voice.words}>
                    <Voice voice={voice} />
                  </li>
                ))}
              </ul>
              <p className="caption">{m.voices.consent}</p>
            </section>
          )}
          {facts.length > 0 && (
            <section>
              <div className="section-head">
                <h2>{m.village.facts}</h2>
              </div>
              <SummaryList
                items={facts.map((fact) => ({
                  label: <Written>{factName(locale, fact.key)}</Written>,
                  value: (
                    <>
                      <Written>{factValue(locale, fact)}</Written>{" "}
                      <span className="caption">
                        {fact.synthetic ? m.village.synthetic : <Written>{fact.source}</Written>}
                      </span>
                    </>
                  ),
                }))}
              />
            </section>
          )}
        </div>
      </div>
    </ShopPage>
  );
}

/** As numbers for the page; undefined for a village that never had a part in sales. */
function shownFund(fund: PublicFund) {
  const { receivedFen, usedFen, leftFen, leftOut, uses } = fund;
  if (receivedFen === null && uses.length === 0) return undefined;
  return {
    receivedFen: receivedFen === null ? null : toNumber(receivedFen),
    usedFen: toNumber(usedFen),
    leftFen: leftFen === null ? null : toNumber(leftFen),
    leftOut,
    uses: uses.map(({ amountFen, ...use }) => ({ ...use, amountFen: toNumber(amountFen) })),
  };
}

function TooFew() {
  const { m } = useShop();
  return <span className="caption">{m.village.tooFew}</span>;
}

/** As its source has it; Chinese is marked as such on the English page. */
function Written({ children }: { children: string }) {
  const { locale } = useShop();
  if (locale === "zh" || !/\p{Script=Han}/u.test(children)) return <>{children}</>;
  return <span lang="zh-CN">{children}</span>;
}
