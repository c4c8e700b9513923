import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isId } from "~/kernel/ids";
import { formatYuan, toNumber } from "~/kernel/money";
import { pageRequest } from "~/kernel/page";
import { parsePacks } from "~/orders/basket";
import { dropFavourite, favouritesOf, isFavourite, keepFavourite } from "~/orders/favourites.server";
import { db } from "~/platform/db.server";
import { readForm } from "~/platform/form.server";
import { listingCards } from "~/search/listing-card-store.server";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary } from "~/ui/form";
import type { FormErrors } from "~/ui/form-errors";
import { Notice } from "~/ui/notice";
import { Pagination } from "~/ui/pagination";
import { AccountFrame, accountMeta } from "./account-frame";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList } from "./listing-list";
import { ACCOUNT_WORDS, useAccountWords } from "./messages/account";
import { Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { requireShopper } from "./shopper.server";

const ROWS = 24;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const { userId } = await requireShopper(request, now);
  const search = new URL(request.url).searchParams;
  const { rows, ...page } = await favouritesOf(db(), userId, pageRequest(search, ROWS));
  const about = search.get("keep") ?? search.get("dropped") ?? "";
  const offered = isId(about) && !(await isFavourite(db(), userId, about)) ? about : undefined;
  const ids = rows.map(({ listingId }) => listingId);
  const cards = await listingCards(db(), offered === undefined ? ids : [...ids, offered], now);
  const shown = await cardsOnPage(db(), cards, now);
  return json(
    {
      cartCount: cartCountOf(request),
      page,
      cards: shown.filter(({ id }) => id !== offered),
      kept: rows.map(({ listingId, slug, title, titleEn, priceFen }) => ({
        listingId,
        slug,
        title,
        titleEn,
        priceFen: priceFen === null ? null : toNumber(priceFen),
      })),
      offered: shown.find(({ id }) => id === offered) ?? null,
      wasDropped: search.has("dropped"),
    },
    { headers: { "Cache-Control": "no-store" } },
  );
}

/** The button of a product's page says `keep` or `drop` with the goods' id; who comes from there is led back there. */
export async function action({ request }: ActionFunctionArgs) {
  const now = new Date();
  const url = new URL(request.url);
  const { locale, to } = shopOf(url.pathname);
  const words = ACCOUNT_WORDS[locale].favourites;
  const form = await readForm(request);
  const named = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" && isId(value) ? value : undefined;
  };
  const [kept, dropped] = [named("keep"), named("drop")];
  const listingId = kept ?? dropped;
  const { userId } = await requireShopper(request, now, to.account.favourites(kept ? { keep: kept } : {}));
  const back = (slug: string) => {
    const quantity = parsePacks(String(form.get("quantity") ?? ""));
    const variant = named("variant");
    return redirect(to.product(slug, { ...(variant && { variant }), ...(quantity && { quantity }) }));
  };
  const fromProduct = url.searchParams.get("from") === "product";
  if (listingId === undefined) return json({ errors: { "": [words.gone] } as FormErrors }, 422);
  if (kept === undefined) {
    const gone = await dropFavourite(db(), { userId, listingId });
    return gone && fromProduct ? back(gone.slug) : redirect(to.account.favourites({ dropped: listingId }));
  }
  const done = await keepFavourite({ userId, listingId, now });
  if (done.ok) return fromProduct ? back(done.value.slug) : redirect(to.account.favourites());
  const message = done.failure.kind === "not-found" ? words.gone : words.tooMany(done.failure.most);
  return json({ errors: { "": [message] } as FormErrors }, 422);
}

export const meta: MetaFunction = ({ location }) => {
  const { locale } = shopOf(location.pathname);
  return accountMeta(ACCOUNT_WORDS[locale].favourites.title, locale);
};

export default function AccountFavourites() {
  const { cartCount, page, cards, kept, offered, wasDropped } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const { locale, to } = useShop();
  const words = useAccountWords().favourites;
  const onSale = new Set(cards.map(({ id }) => id));
  const gone = kept.filter(({ listingId }) => !onSale.has(listingId));
  const then = new Map(kept.map(({ listingId, priceFen }) => [listingId, priceFen]));
  return (
    <AccountFrame cartCount={cartCount} current="favourites" title={words.title}>
      <ErrorSummary errors={answered?.errors as FormErrors | undefined} />
      <div className="stack-large">
        {(wasDropped || offered) && !answered && (
          <div className="stack-small">
            <Notice tone={wasDropped ? "done" : "neutral"} live={wasDropped}>
              {wasDropped ? words.dropped : words.offered}
            </Notice>
            {offered && (
              <form method="post" action={to.account.favourites()} className="cluster">
                <a href={to.product(offered.slug)}>
                  <Named chinese={offered.title} english={offered.titleEn} />
                </a>
                <Button tone={wasDropped ? "quiet" : "primary"} name="keep" value={offered.id}>
                  {wasDropped ? words.again : words.keep}
                </Button>
              </form>
            )}
          </div>
        )}
        {page.total === 0 ? (
          <EmptyState title={words.empty} action={<ButtonLink href={to.search()}>{words.browse}</ButtonLink>}>
            {words.emptyText}
          </EmptyState>
        ) : (
          <div className="stack-large">
            {cards.length > 0 && (
              <ListingList
                cards={cards}
                heading="h2"
                after={(card) => (
                  <>
                    {then.get(card.id) !== null && then.get(card.id) !== card.priceFen && (
                      <p className="caption">{words.before(`¥${formatYuan(then.get(card.id) ?? card.priceFen)}`)}</p>
                    )}
                    <Drop listingId={card.id} title={inLocale(locale, card.title, card.titleEn)} />
                  </>
                )}
              />
            )}
            {gone.length > 0 && (
              <section>
                <div className="section-head">
                  <h2>{words.notForSale}</h2>
                </div>
                <ul className="plain-list ruled">
                  {gone.map((one) => (
                    <li key={one.listingId} className="spread">
                      <a href={to.product(one.slug)}>
                        <Named chinese={one.title} english={one.titleEn} />
                      </a>
                      <Drop listingId={one.listingId} title={inLocale(locale, one.title, one.titleEn)} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <Pagination page={page} href={(number) => to.account.favourites({ page: number })} />
          </div>
        )}
      </div>
    </AccountFrame>
  );
}

function Drop({ listingId, title }: { listingId: string; title: string }) {
  const { to } = useShop();
  const words = useAccountWords().favourites;
  return (
    <form method="post" action={to.account.favourites()}>
      <Button tone="link" name="drop" value={listingId}>
        {words.drop}
        <span className="visually-hidden"> {title}</span>
      </Button>
    </form>
  );
}
