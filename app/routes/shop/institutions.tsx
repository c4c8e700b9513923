import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { db } from "~/platform/db.server";
import { listingCards } from "~/search/listing-card-store.server";
import { largePackListings } from "~/search/large-packs.server";
import { ButtonLink } from "~/ui/button";
import type { PageHandle } from "~/ui/page-handle";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList } from "./listing-list";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { StandingPage } from "./standing-page";
import { standingWords } from "./standing-words";
import { whileUnchanged } from "./while-unchanged.server";

const MOST_LISTINGS = 12;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const cards = await whileUnchanged("large packs", async () => {
    const rows = await listingCards(db(), await largePackListings(db(), MOST_LISTINGS), now);
    return cardsOnPage(
      db(),
      rows.filter(({ inStock }) => inStock),
      now,
    );
  });
  return json({ cartCount: cartCountOf(request), cards });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { title, lead } = standingWords(shopOf(location.pathname).locale).institutions;
  return pageHead({ location, matches }, { title, description: lead });
};

/** How offices, schools and hospitals buy, and what comes in packs for a kitchen. */
export default function Institutions() {
  const { cartCount, cards } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <StandingPage name="institutions" cartCount={cartCount}>
      <p className="cluster">
        <ButtonLink href={to.search()}>{m.nav.search}</ButtonLink>
        <ButtonLink tone="quiet" href={to.transparency()}>
          {m.transparency.title}
        </ButtonLink>
        <ButtonLink tone="quiet" href={to.villages()}>
          {m.cooperative.list}
        </ButtonLink>
      </p>
      {cards.length > 0 && (
        <section>
          <div className="section-head">
            <h2>{m.home.largePacks}</h2>
          </div>
          <ListingList cards={cards} />
        </section>
      )}
    </StandingPage>
  );
}
