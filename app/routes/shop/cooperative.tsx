import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { dayOf, periodOf, shiftPeriod } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { listingCards } from "~/search/listing-card-store.server";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Day } from "~/ui/day";
import { EmptyState } from "~/ui/empty-state";
import type { PageHandle } from "~/ui/page-handle";
import { SummaryList } from "~/ui/summary-list";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { publicCooperative } from "./cooperative-store.server";
import { cardsOnPage } from "./listing-cards.server";
import { Chinese } from "./chinese";
import { certificateName, ListingList } from "./listing-list";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { respondsIn } from "./responds-in.server";
import { SMALLEST_PUBLIC_COUNT } from "~/kernel/public-count";
import { pageData } from "~/platform/page-data.server";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import { placeWords } from "./place-words";
import { SellersText } from "./sellers-text";
import { ShopPage } from "./shop-page";

const MOST_LISTINGS = 48;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const found = await publicCooperative(db(), params.slug ?? "", {
    since: shiftPeriod(periodOf(now), -11),
    today: dayOf(now),
  });
  if (!found) throw notFound();
  const { id, listingIds, members, paid, ...cooperative } = found;
  const known = (count: number) => (count >= SMALLEST_PUBLIC_COUNT ? count : null);
  const [rows, responds] = await Promise.all([
    listingCards(db(), listingIds.slice(0, MOST_LISTINGS), now),
    respondsIn({ kind: "COOPERATIVE", id }, now),
  ]);
  return pageData({
    cartCount: cartCountOf(request),
    cooperative: { ...cooperative, members: known(members), paid: known(paid), responds: responds ?? null },
    cards: await cardsOnPage(db(), rows, now),
  });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  if (!data) return [];
  const { locale, m, to } = shopOf(location.pathname);
  const { cooperative } = data;
  const name = inLocale(locale, cooperative.name, cooperative.nameEn);
  const story = inLocale(locale, cooperative.story, cooperative.storyEn);
  return [
    ...pageHead(
      { location, matches },
      { title: name, description: story.slice(0, 150) || m.cooperative.description(name) },
    ),
    breadcrumbData(originOf({ location, matches }), [
      { name: m.nav.home, path: to.home() },
      { name: m.village.list, path: to.villages() },
      { name },
    ]),
  ];
};

export default function Cooperative() {
  const { cartCount, cooperative, cards } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const name = inLocale(locale, cooperative.name, cooperative.nameEn);
  const few = <span className="caption">{m.home.tooFew}</span>;
  return (
    <ShopPage cartCount={cartCount}>
      <Breadcrumbs
        items={[
          { label: m.nav.home, href: to.home() },
          { label: m.village.list, href: to.villages() },
          { label: <Chinese>{name}</Chinese> },
        ]}
      />
      <div className="page-head">
        <h1>
          <Chinese>{name}</Chinese>
        </h1>
        <p className="quiet">{placeWords(locale, cooperative.above)}</p>
      </div>
      <div className="two-columns">
        <section>
          <div className="section-head">
            <h2>{m.village.onSale}</h2>
          </div>
          {cards.length > 0 ? <ListingList cards={cards} /> : <EmptyState title={m.cooperative.nothing} />}
        </section>
        <div className="stack-large">
          <section>
            <div className="section-head">
              <h2>{m.cooperative.households}</h2>
              <a href={to.transparency()}>{m.transparency.title}</a>
            </div>
            <SummaryList
              items={[
                { label: m.transparency.says, value: m.home.householdsCount(cooperative.declared) },
                {
                  label: m.transparency.inFact,
                  value: cooperative.paid === null ? few : m.home.householdsCount(cooperative.paid),
                },
                {
                  label: m.cooperative.members,
                  value: cooperative.members === null ? few : m.home.householdsCount(cooperative.members),
                },
              ]}
            />
            <p className="caption">{m.transparency.declaredLead}</p>
          </section>
          <section>
            <div className="section-head">
              <h2>{m.cooperative.about}</h2>
            </div>
            {cooperative.story !== "" && (
              <p className="prose">
                <SellersText chinese={cooperative.story} english={cooperative.storyEn} />
              </p>
            )}
            <SummaryList
              items={[
                { label: m.product.licence, value: cooperative.licenceNumber },
                { label: m.product.phone, value: cooperative.phone },
                ...(cooperative.responds
                  ? [{ label: m.product.responds, value: m.product.respondsIn(cooperative.responds) }]
                  : []),
                ...cooperative.certificates.map((certificate) => ({
                  label: certificateName(m.certificates, certificate.kind),
                  value: (
                    <>
                      <Chinese>{certificate.number}</Chinese>
                      {certificate.expiresOn && (
                        <span className="caption">
                          {" · "}
                          {m.product.certificateUntil} <Day>{certificate.expiresOn}</Day>
                        </span>
                      )}
                    </>
                  ),
                })),
              ]}
            />
          </section>
        </div>
      </div>
    </ShopPage>
  );
}
