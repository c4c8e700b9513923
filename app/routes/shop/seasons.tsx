import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { periodOf, yearAndMonth } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import type { PageHandle } from "~/ui/page-handle";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import { Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { remembered } from "~/platform/remembered.server";
import { SeasonStrip } from "./season-strip";
import { PlaqueRow } from "./plaque-row";
import { ShopPage } from "./shop-page";
import { seasons, specialities } from "./window-store.server";

const ALL = 500;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const [rows, villages] = await Promise.all([
    remembered("all-seasons", 30, () => seasons(db(), ALL)),
    remembered("specialities", 30, () => specialities(db())),
  ]);
  return pageData({ cartCount: cartCountOf(request), month: yearAndMonth(periodOf(now)).month, rows, villages });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.seasons.title, description: m.seasons.lead });
};

/** What is harvested when, and what each village is known for (一村一品). */
export default function Seasons() {
  const { cartCount, month, rows, villages } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const now = rows.filter((row) => row.months.includes(month));
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.seasons.title}</h1>
        <p className="quiet">{m.seasons.lead}</p>
      </div>
      <div className="stack-large">
        <section>
          <div className="section-head">
            <h2>{m.seasons.now(m.units.months([month]))}</h2>
            <a href={to.search({ season: "1" })}>{m.seasons.inSeason}</a>
          </div>
          {now.length > 0 ? (
            <ul className="chip-row">
              {now.map((row) => (
                <li key={row.name}>
                  <a className="chip" href={to.search({ q: inLocale(locale, row.name, row.nameEn) })}>
                    <Named chinese={row.name} english={row.nameEn} />
                  </a>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState title={m.seasons.nothingNow} />
          )}
        </section>
        {rows.length > 0 && (
          <section>
            <div className="section-head">
              <h2>{m.seasons.calendar}</h2>
            </div>
            <SeasonStrip rows={rows} month={month} />
          </section>
        )}
        {villages.length > 0 && (
          <section>
            <div className="section-head">
              <h2>{m.seasons.specialities}</h2>
              <a href={to.villages()}>{m.home.all}</a>
            </div>
            <p className="quiet">{m.seasons.specialitiesLead}</p>
            <PlaqueRow
              villages={villages.map(({ code, name, nameEn, product, productEn }) => ({
                code,
                name,
                below: locale === "en" ? `${nameEn}: ${productEn}` : product,
              }))}
            />
          </section>
        )}
      </div>
    </ShopPage>
  );
}
