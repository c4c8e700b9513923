import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { db } from "~/platform/db.server";
import { EmptyState } from "~/ui/empty-state";
import type { PageHandle } from "~/ui/page-handle";
import { VillagePlaque } from "~/ui/village-plaque";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import { publicCooperatives } from "./cooperative-store.server";
import { Named } from "./chinese";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { remembered } from "~/platform/remembered.server";
import { ShopPage } from "./shop-page";
import { villagesOnSale } from "./window-store.server";

export async function loader({ request }: LoaderFunctionArgs) {
  const [villages, cooperatives] = await Promise.all([
    remembered("villages", 30, () => villagesOnSale(db())),
    remembered("cooperatives", 30, () => publicCooperatives(db())),
  ]);
  return pageData({ cartCount: cartCountOf(request), villages, cooperatives });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return pageHead({ location, matches }, { title: m.village.list, description: m.village.listLead });
};

export default function Villages() {
  const { cartCount, villages, cooperatives } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const counties = [...new Set(villages.map((village) => village.countyName))];
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.village.list}</h1>
        <p className="quiet">{m.village.listLead}</p>
      </div>
      {villages.length === 0 && <EmptyState title={m.home.empty}>{m.home.emptyText}</EmptyState>}
      <div className="stack-large">
        {counties.map((county) => {
          const inCounty = villages.filter((village) => village.countyName === county);
          return (
            <section key={county}>
              <div className="section-head">
                <h2>
                  <Named chinese={county} english={inCounty[0]?.countyNameEn} />
                </h2>
              </div>
              <ul className="village-list">
                {inCounty.map((village) => (
                  <li key={village.code}>
                    <VillagePlaque name={village.name} href={to.village(village.code)} size="small" />
                    <div>
                      <h3>
                        <a href={to.village(village.code)}>
                          <Named chinese={village.name} english={village.nameEn} />
                        </a>
                      </h3>
                      <p className="caption">{m.home.villageProducts(village.listings)}</p>
                      <p>
                        <Named chinese={village.products} english={village.productsEn} />
                      </p>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {cooperatives.length > 0 && (
          <section>
            <div className="section-head">
              <h2>{m.cooperative.list}</h2>
            </div>
            <ul className="plain-list ruled">
              {cooperatives.map((cooperative) => (
                <li key={cooperative.slug} className="spread">
                  <a href={to.cooperative(cooperative.slug)}>
                    <Named chinese={cooperative.name} english={cooperative.nameEn} />
                  </a>
                  <span className="caption">
                    <Named chinese={cooperative.countyName} english={cooperative.countyNameEn} />
                    {" · "}
                    {m.home.villageProducts(cooperative.listings)}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </ShopPage>
  );
}
