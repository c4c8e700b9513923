import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { notFound } from "~/access/not-found";
import { pageRequest } from "~/kernel/page";
import { periodOf, yearAndMonth } from "~/kernel/period";
import { db } from "~/platform/db.server";
import { pageData } from "~/platform/page-data.server";
import { SHARED_PAGE } from "~/platform/request-context.server";
import { countChoices } from "~/search/choice-counts.server";
import { searchListings, type Asked } from "~/search/search-listings.server";
import { nearestName } from "~/search/search-help";
import {
  CERTIFICATES,
  SEARCH_SORTS,
  searchParametersOf,
  searchQueryOf,
  SHARES,
  SHIPS_WITHIN,
} from "~/search/search-query";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { CheckboxField, Field, SelectField, type Option } from "~/ui/form";
import type { PageHandle } from "~/ui/page-handle";
import { Pagination } from "~/ui/pagination";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList } from "./listing-list";
import { Chinese, Named } from "./chinese";
import { inLocale, shopOf, useShop, type Messages } from "./messages/messages";
import { remembered } from "~/platform/remembered.server";
import { whileUnchanged } from "./while-unchanged.server";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import { placeName, placeOptions } from "./place-options";
import { SeasonStrip } from "./season-strip";
import { ShopPage } from "./shop-page";
import { shortened } from "./shortened";
import { categoriesOnSale, productNamesOnSale, seasons, villagesOnSale } from "./window-store.server";

const ROWS = 24;
const SUGGESTIONS = 4;

/** `/search` and `/c/:code`: the same page, a category is one filter more. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const search = new URL(request.url).searchParams;
  const query = { ...searchQueryOf(search), ...(params.code === undefined ? {} : { category: params.code }) };
  const page = pageRequest(search, ROWS);
  const [found, categories, villages] = await Promise.all([
    whileUnchanged(`list ${JSON.stringify([query, page])}`, async () => {
      const choices = `choices ${JSON.stringify({ ...query, sort: "relevance" })}`;
      const count = (asked: Asked) => whileUnchanged(choices, () => countChoices(db(), query, asked, now));
      // Without words the counts need not wait for the list.
      const [{ rows, asked, ...found }, early] = await Promise.all([
        searchListings(query, page, now),
        query.q === "" ? count({ by: "database", said: undefined }) : undefined,
      ]);
      const [cards, counts] = await Promise.all([cardsOnPage(db(), rows, now), early ?? count(asked)]);
      return { ...found, cards, counts };
    }),
    remembered("categories", 30, () => categoriesOnSale(db())),
    remembered("villages", 30, () => villagesOnSale(db())),
  ]);
  const category = categories.find((one) => one.code === query.category);
  if (params.code !== undefined && !category) throw notFound();

  const nothing = found.total === 0;
  const meant =
    nothing && query.q !== ""
      ? nearestName(query.q, await remembered("product-names", 30, () => productNamesOnSale(db())))
      : undefined;
  const suggested = nothing
    ? await searchListings(searchQueryOf(new URLSearchParams({ stock: "1" })), { number: 1, size: SUGGESTIONS }, now)
    : undefined;
  const data = {
    cartCount: cartCountOf(request),
    query,
    onCategoryPage: params.code !== undefined,
    category: category ?? null,
    bySound: found.bySound,
    meant: meant ?? null,
    page: { number: found.number, size: found.size, total: found.total },
    counts: found.counts,
    cards: suggested ? await cardsOnPage(db(), suggested.rows, now) : found.cards,
    season: nothing ? await remembered("seasons", 30, () => seasons(db())) : [],
    month: yearAndMonth(periodOf(now)).month,
    categories,
    villages: villages.map(({ listings: _listings, products: _products, productsEn: _productsEn, ...place }) => place),
  };
  // The list as data is as shared as its page: who asks without cookies gets a copy while nothing on it has changed.
  return pageData(data, { headers: { [SHARED_PAGE]: "1" } });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m, to } = shopOf(location.pathname);
  const title = data?.category
    ? inLocale(locale, data.category.name, data.category.nameEn)
    : m.search.title(shortened(data?.query.q ?? ""));
  return [
    ...pageHead(
      { location, matches },
      {
        title,
        description: data?.category ? m.search.categoryDescription(title, data.page.total) : m.site.description,
      },
    ),
    // Every filter and page is another address of the same goods: only the list itself is to be found.
    ...(location.search === "" ? [] : [{ name: "robots", content: "noindex, follow" }]),
    ...(data?.category
      ? [breadcrumbData(originOf({ location, matches }), [{ name: m.nav.home, path: to.home() }, { name: title }])]
      : []),
  ];
};

export default function Search() {
  const data = useLoaderData<typeof loader>();
  const { cartCount, query, onCategoryPage, category, page, cards, counts, categories, villages, bySound, meant } =
    data;
  const { locale, m, to } = useShop();
  const title =
    category && onCategoryPage ? inLocale(locale, category.name, category.nameEn) : m.search.title(shortened(query.q));

  /** This list with something changed: on a category page the category stands in the path. */
  function href(change: Partial<Record<string, string | undefined>>): string {
    const parameters = searchParametersOf({ ...query, category: query.category ?? undefined } as never, change);
    if (!onCategoryPage || "category" in change) return to.search(parameters as never);
    const { category: code, ...others } = parameters;
    return to.category(code ?? "", others as never);
  }

  /** How many a choice would leave; one that leaves none cannot be made, but stays made. */
  const counted = <Choice extends Option>(
    choices: readonly Choice[],
    of: Readonly<Record<string, number>>,
    made = "",
  ) =>
    choices.map((choice) => {
      const count = of[choice.value] ?? 0;
      return {
        ...choice,
        label: m.search.counted(choice.label, count),
        disabled: count === 0 && choice.value !== made,
      };
    });

  const chips = chipsOf(query, { categories, villages, onCategoryPage, locale, m });
  return (
    <ShopPage cartCount={cartCount} query={query.q}>
      <Breadcrumbs items={[{ label: m.nav.home, href: to.home() }, { label: <Chinese>{title}</Chinese> }]} />
      <div className="page-head">
        <h1>
          <Chinese>{title}</Chinese>
        </h1>
        <p className="quiet" role="status">
          {m.search.count(page.total)}
        </p>
      </div>
      <div className="aside-main search-columns">
        <details className="filters">
          <summary>{m.search.filters}</summary>
          <form method="get" action={onCategoryPage ? to.category(query.category ?? "") : to.search()} className="form">
            <Field label={m.search.keyword} name="q" defaultValue={query.q} maxLength={80} width="full" />
            {!onCategoryPage && (
              <SelectField
                label={m.search.category}
                name="category"
                defaultValue={query.category ?? ""}
                placeholder={m.search.anyCategory}
                width="full"
                options={counted(
                  categories.map((one) => ({ value: one.code, label: inLocale(locale, one.name, one.nameEn) })),
                  counts.category,
                  query.category,
                )}
              />
            )}
            <SelectField
              label={m.search.village}
              name="area"
              defaultValue={query.area ?? ""}
              placeholder={m.search.anyVillage}
              width="full"
              options={counted(placeOptions(villages, locale), counts.area, query.area)}
            />
            <SelectField
              label={m.search.certificate}
              name="certificate"
              defaultValue={query.certificate ?? ""}
              placeholder={m.search.anyCertificate}
              width="full"
              options={counted(
                CERTIFICATES.map((kind) => ({ value: kind, label: m.certificates[kind] })),
                counts.certificate,
                query.certificate,
              )}
            />
            <SelectField
              label={m.search.within}
              name="within"
              defaultValue={query.within?.toString() ?? ""}
              placeholder={m.search.anyTime}
              width="full"
              options={counted(
                SHIPS_WITHIN.map((days) => ({ value: String(days), label: m.search.withinDays(days) })),
                counts.within,
                query.within?.toString(),
              )}
            />
            <Field
              label={m.search.maxPrice}
              name="max"
              inputMode="decimal"
              unit={m.search.yuan}
              width="full"
              defaultValue={query.maxPerJinFen === undefined ? "" : String(query.maxPerJinFen / 100)}
            />
            <SelectField
              label={m.search.share}
              name="share"
              defaultValue={query.minShareBps === undefined ? "" : String(query.minShareBps / 100)}
              placeholder={m.search.anyShare}
              width="full"
              options={counted(
                SHARES.map((percent) => ({ value: String(percent), label: m.search.shareFrom(percent) })),
                counts.share,
                query.minShareBps === undefined ? undefined : String(query.minShareBps / 100),
              )}
            />
            <div>
              <CheckboxField label={m.search.largePacks} name="large" value="1" defaultChecked={query.inLargePacks} />
              <CheckboxField
                label={m.search.counted(m.search.inSeason, counts.season)}
                name="season"
                value="1"
                defaultChecked={query.inSeason}
              />
              <CheckboxField label={m.search.inStock} name="stock" value="1" defaultChecked={query.inStock} />
            </div>
            {query.sort !== "relevance" && <input type="hidden" name="sort" value={query.sort} />}
            <Button tone="quiet" wide>
              {m.search.apply}
            </Button>
          </form>
        </details>
        <div className="stack">
          {chips.length > 0 && (
            <ul className="chip-row">
              {chips.map((chip) => (
                <li key={chip.name}>
                  <a className="chip" href={href({ [chip.name]: undefined })} aria-label={m.search.remove(chip.label)}>
                    <span>
                      <Chinese>{chip.label}</Chinese>
                    </span>{" "}
                    <span aria-hidden="true">×</span>
                  </a>
                </li>
              ))}
              <li>
                <a className="chip" href={onCategoryPage ? to.category(query.category ?? "") : to.search()}>
                  {m.search.clear}
                </a>
              </li>
            </ul>
          )}
          {page.total > 0 ? (
            <>
              <nav className="tabs" aria-label={m.search.sort}>
                {SEARCH_SORTS.map((sort) => (
                  <a
                    key={sort}
                    href={href({ sort: sort === "relevance" ? undefined : sort })}
                    aria-current={sort === query.sort ? "true" : undefined}
                  >
                    {m.search.sorts[sort]}
                  </a>
                ))}
              </nav>
              {bySound && (
                <p className="quiet">
                  <Chinese>{m.search.bySound(shortened(query.q))}</Chinese>
                </p>
              )}
              {cards.length > 0 ? (
                <ListingList cards={cards} heading="h2" query={query.q} ofOnePack={query.inLargePacks} eagerFirst />
              ) : (
                <EmptyState title={m.search.beyond}>
                  <a href={href({})}>{m.search.firstPage}</a>
                </EmptyState>
              )}
              <Pagination page={page} href={(number) => href({ page: number === 1 ? undefined : String(number) })} />
            </>
          ) : (
            <>
              <EmptyState title={<Chinese>{m.search.nothing(shortened(query.q))}</Chinese>}>
                {meant && (
                  <>
                    {m.search.didYouMean}{" "}
                    <a href={to.search({ q: inLocale(locale, meant.name, meant.nameEn) })}>
                      <Named chinese={meant.name} english={meant.nameEn} />
                    </a>
                    {locale === "zh" ? "？" : "? "}
                  </>
                )}
                {m.search.nothingHelp}
              </EmptyState>
              {cards.length > 0 && (
                <section>
                  <h2 className="h3">{m.search.tryThese}</h2>
                  <ListingList cards={cards} />
                </section>
              )}
              {data.season.length > 0 && (
                <section>
                  <h2 className="h3">{m.home.season}</h2>
                  <p className="quiet">{m.home.seasonLead}</p>
                  <SeasonStrip rows={data.season} month={data.month} />
                </section>
              )}
            </>
          )}
        </div>
      </div>
    </ShopPage>
  );
}

type Named = { readonly code: string; readonly name: string; readonly nameEn: string };

function chipsOf(
  query: ReturnType<typeof useLoaderData<typeof loader>>["query"],
  shown: {
    categories: readonly Named[];
    villages: Parameters<typeof placeName>[0];
    onCategoryPage: boolean;
    locale: "zh" | "en";
    m: Messages;
  },
): { name: string; label: string }[] {
  const { m, locale } = shown;
  const category = shown.categories.find((one) => one.code === query.category);
  return [
    ...(query.q ? [{ name: "q", label: `“${shortened(query.q)}”` }] : []),
    ...(query.category && !shown.onCategoryPage
      ? [
          {
            name: "category",
            label: category ? inLocale(locale, category.name, category.nameEn) : m.search.noSuchCategory,
          },
        ]
      : []),
    ...(query.area
      ? [{ name: "area", label: placeName(shown.villages, query.area, locale) ?? m.search.noSuchPlace }]
      : []),
    ...(query.certificate ? [{ name: "certificate", label: m.certificates[query.certificate] }] : []),
    ...(query.within ? [{ name: "within", label: m.search.withinDays(query.within) }] : []),
    ...(query.maxPerJinFen === undefined
      ? []
      : [{ name: "max", label: `${m.search.maxPrice} ${query.maxPerJinFen / 100} ${m.search.yuan}` }]),
    ...(query.minShareBps === undefined
      ? []
      : [{ name: "share", label: `${m.search.share} ${m.search.shareFrom(query.minShareBps / 100)}` }]),
    ...(query.inLargePacks ? [{ name: "large", label: m.search.largePacks }] : []),
    ...(query.inSeason ? [{ name: "season", label: m.search.inSeason }] : []),
    ...(query.inStock ? [{ name: "stock", label: m.search.inStock }] : []),
  ];
}
