import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { paths } from "~/paths";
import { pageData } from "~/platform/page-data.server";
import type { PageHandle } from "~/ui/page-handle";
import { Cell, Table } from "~/ui/table";
import { API_WORDS, FEEDS } from "./api-words";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { StandingPage } from "./standing-page";
import { standingWords } from "./standing-words";

export function loader({ request }: LoaderFunctionArgs) {
  return pageData({ cartCount: cartCountOf(request) });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { title, lead } = standingWords(shopOf(location.pathname).locale).api;
  return pageHead({ location, matches }, { title, description: lead });
};

const ADDRESSES = {
  products: paths.productsFeed(),
  months: paths.transparencyCsv(),
  seals: paths.publishedSeals(),
} as const;

/** The addresses that other programs may read, and each of their fields. */
export default function ApiDocs() {
  const { cartCount } = useLoaderData<typeof loader>();
  const { locale } = useShop();
  const words = API_WORDS[locale];
  return (
    <StandingPage name="api" cartCount={cartCount}>
      {FEEDS.map((feed) => (
        <section key={feed} className="stack-small">
          <div className="section-head">
            <h2>{words[feed].title}</h2>
          </div>
          <p>
            <a href={ADDRESSES[feed]}>
              <code>GET {ADDRESSES[feed]}</code>
            </a>
          </p>
          <p className="prose">{words[feed].text}</p>
          <Table
            caption={words[feed].title}
            captionHidden
            small="cards"
            columns={[
              { key: "field", label: words.field },
              { key: "meaning", label: words.meaning },
            ]}
          >
            {words[feed].fields.map(([field, meaning]) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <Cell label={words.meaning}>{meaning}</Cell>
              </tr>
            ))}
          </Table>
        </section>
      ))}
      <section>
        <div className="section-head">
          <h2>{words.rules}</h2>
        </div>
        <ul className="prose">
          {words.rulesList.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
    </StandingPage>
  );
}
