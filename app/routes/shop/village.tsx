import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dayOf } from "~/kernel/period";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { db } from "~/platform/db.server";
import { pageData } from "~/platform/page-data.server";
import { remembered } from "~/platform/remembered.server";
import { villageVoices } from "~/search/voice-store.server";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { EmptyState } from "~/ui/empty-state";
import type { PageHandle } from "~/ui/page-handle";
import { ResistPattern } from "~/ui/resist-pattern";
import { VillagePlaque } from "~/ui/village-plaque";
import { ListingList } from "./listing-list";
import { Chinese } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { breadcrumbData, originOf, pageHead } from "./page-head";
import { PhotoCaption } from "./photo-caption";
import { placeWords } from "./place-words";
import { Plate } from "./plate";
import { ShopPage } from "./shop-page";
import { VillageFacts } from "./village-facts";
import { VillageFund } from "./village-fund";
import { VillageLedger } from "./village-ledger";
import { villageOf, villageOnPage } from "./village-page.server";
import { VillageWork } from "./village-work";
import { villagePhoto } from "./village-store.server";
import { villageWork } from "./village-work-store.server";
import { Voice } from "./voice";
import { WatchForm } from "./watch-form";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const village = await villageOf(params.code);
  const [page, photo, work, voices] = await Promise.all([
    villageOnPage(village, now),
    villagePhoto(db(), village.code),
    remembered(`village work ${village.code}`, 60, () => villageWork(db(), village.code, dayOf(now))),
    // Never remembered: what a household takes back is gone with the next look.
    villageVoices(db(), village.code, now),
  ]);
  return pageData({ cartCount: cartCountOf(request), village, ...page, photo: photo ?? null, work, voices });
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
  const { cartCount, village, figures, cards, facts, photo, work, voices, fund } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  const name = inLocale(locale, village.name, village.nameEn);
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
          <h1>
            <Chinese>{name}</Chinese>
          </h1>
          <p className="quiet">{placeWords(locale, village.above)}</p>
          <p>
            <a href={to.villageBrief(village.code)}>{m.village.brief}</a>
          </p>
        </div>
        {photo && (
          <figure className="village-photo">
            <Plate
              photo={{ ...photo, alt: inLocale(locale, photo.alt, photo.altEn) }}
              ratio="wide"
              sizes="18rem"
              eager
            />
            <figcaption className="caption">
              <PhotoCaption photo={photo} />
            </figcaption>
          </figure>
        )}
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
          <VillageLedger figures={figures} />
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
          <VillageFacts facts={facts} />
        </div>
      </div>
    </ShopPage>
  );
}
