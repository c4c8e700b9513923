import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { toNumber } from "~/kernel/money";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { db } from "~/platform/db.server";
import { pageData } from "~/platform/page-data.server";
import { listingCards } from "~/search/listing-card-store.server";
import { largePacks } from "~/search/large-packs.server";
import { ButtonLink } from "~/ui/button";
import { Money } from "~/ui/money";
import type { PageHandle } from "~/ui/page-handle";
import { cardsOnPage } from "./listing-cards.server";
import { ListingList } from "./listing-list";
import { Named } from "./chinese";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { StandingPage } from "./standing-page";
import { standingWords } from "./standing-words";
import { whileUnchanged } from "./while-unchanged.server";

const MOST_LISTINGS = 12;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const cards = await whileUnchanged("large packs", async () => {
    const packs = new Map((await largePacks(db(), MOST_LISTINGS)).map((pack) => [pack.listingId, pack]));
    const rows = await listingCards(db(), [...packs.keys()], now);
    const shown = await cardsOnPage(
      db(),
      rows.filter(({ inStock }) => inStock),
      now,
    );
    return shown.map((card) => {
      const { name = "", nameEn = "", priceFen = 0n } = packs.get(card.id) ?? {};
      return { ...card, largest: { name, nameEn, priceFen: toNumber(priceFen) } };
    });
  });
  return pageData({ cartCount: cartCountOf(request), cards });
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
            <a href={to.search({ large: "1" })}>{m.home.all}</a>
          </div>
          <ListingList cards={cards} after={({ id }) => <Largest id={id} />} />
        </section>
      )}
    </StandingPage>
  );
}

/** The pack a kitchen would take, below the one that families buy. */
function Largest({ id }: { id: string }) {
  const { cards } = useLoaderData<typeof loader>();
  const largest = cards.find((card) => card.id === id)?.largest;
  if (!largest) return null;
  return (
    <p className="caption">
      <Named chinese={largest.name} english={largest.nameEn} /> <Money fen={largest.priceFen} />
    </p>
  );
}
