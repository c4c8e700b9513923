import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { renderSVG } from "uqr";
import { formatYuan } from "~/kernel/money";
import { dayOf } from "~/kernel/period";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { env } from "~/platform/env.server";
import { pageData } from "~/platform/page-data.server";
import { Money, MoneyCell } from "~/ui/money";
import type { PageHandle } from "~/ui/page-handle";
import { ResistPattern } from "~/ui/resist-pattern";
import sheets from "~/ui/styles/sheets.css?url";
import { Table } from "~/ui/table";
import { VillagePlaque } from "~/ui/village-plaque";
import { Chinese, Named } from "./chinese";
import { inLocale, shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { placeWords } from "./place-words";
import { ShopPage } from "./shop-page";
import { VillageFacts } from "./village-facts";
import { VillageFund } from "./village-fund";
import { VillageLedger } from "./village-ledger";
import { villageOf, villageOnPage } from "./village-page.server";

// This sheet alone needs it, and other shoppers carry nothing of it.
export const links: LinksFunction = () => [{ rel: "stylesheet", href: sheets }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const village = await villageOf(params.code);
  const { to } = shopOf(new URL(request.url).pathname);
  const address = new URL(to.village(village.code), env().APP_URL).href;
  return pageData({
    cartCount: cartCountOf(request),
    village,
    ...(await villageOnPage(village, now)),
    today: dayOf(now),
    address,
    code: `data:image/svg+xml,${encodeURIComponent(renderSVG(address, { ecc: "M", border: 0 }))}`,
  });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ data, location, matches }) => {
  const { locale, m } = shopOf(location.pathname);
  const name = data ? inLocale(locale, data.village.name, data.village.nameEn) : "";
  return [
    ...pageHead({ location, matches }, { title: m.village.briefOf(name), description: m.village.description(name) }),
    { name: "robots", content: "noindex" },
  ];
};

/** A village on paper: for its notice board, a market stall or a visit. */
export default function VillageBrief() {
  const { cartCount, village, figures, cards, facts, fund, today, address, code } = useLoaderData<typeof loader>();
  const { locale, m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head no-print">
        <h1>
          <Chinese>{m.village.briefOf(inLocale(locale, village.name, village.nameEn))}</Chinese>
        </h1>
        <p>{m.village.briefHint}</p>
        <p>
          <a href={to.village(village.code)}>{m.village.briefBack}</a>
        </p>
      </div>
      <article className="sheet village-brief">
        <ResistPattern code={village.code} height={32} />
        <div className="sheet-head">
          <div className="village-head">
            <VillagePlaque name={village.name} />
            <div className="stack-small">
              <h2>
                <Named chinese={village.name} english={village.nameEn} />
              </h2>
              <p>{placeWords(locale, village.above)}</p>
              <p>{m.village.briefDay(today)}</p>
            </div>
          </div>
          <img className="sheet-code" src={code} alt={m.village.briefCode} />
        </div>
        <div className="village-brief-parts">
          <VillageLedger figures={figures} />
          {cards.length > 0 && (
            <section>
              <div className="section-head">
                <h2>{m.village.onSale}</h2>
              </div>
              <Table
                caption={m.village.onSale}
                captionHidden
                columns={[
                  { key: "goods", label: m.village.briefGoods },
                  { key: "price", label: m.village.briefPrice, align: "end" },
                  { key: "households", label: m.village.toHouseholds, align: "end" },
                ]}
              >
                {cards.map((card) => (
                  <tr key={card.id}>
                    <th scope="row">
                      <Named chinese={card.title} english={card.titleEn} />{" "}
                      <span className="caption">
                        <Named chinese={card.variantName} english={card.variantNameEn} />
                      </span>
                    </th>
                    <td className="number">
                      <Money fen={card.priceFen} />
                    </td>
                    {card.householdsFen === null ? (
                      <td className="number caption">
                        {card.paidAtIntakeFen === null
                          ? "—"
                          : m.card.paidAtIntake(`¥${formatYuan(card.paidAtIntakeFen)}`)}
                      </td>
                    ) : (
                      <MoneyCell fen={card.householdsFen} household />
                    )}
                  </tr>
                ))}
              </Table>
            </section>
          )}
          {fund && <VillageFund fund={fund} />}
          <VillageFacts facts={facts} />
        </div>
        <p className="caption">
          {m.village.objectionsText} <span className="sheet-address">{address}</span>
        </p>
      </article>
    </ShopPage>
  );
}
