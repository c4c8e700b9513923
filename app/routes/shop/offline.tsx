import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import { ButtonLink } from "~/ui/button";
import type { PageHandle } from "~/ui/page-handle";
import { shopOf, useShop } from "./messages/messages";
import { pageHead } from "./page-head";
import { ShopPage } from "./shop-page";

export function loader({ request }: LoaderFunctionArgs) {
  return pageData({ cartCount: cartCountOf(request) });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { m } = shopOf(location.pathname);
  return [
    ...pageHead({ location, matches }, { title: m.offline.title, description: m.offline.lead }),
    { name: "robots", content: "noindex" },
  ];
};

/** What a browser shows of the shop without a network, at whatever address was asked for: trying again asks for that one. */
export default function Offline() {
  const { cartCount } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.offline.title}</h1>
        <p className="lead">{m.offline.lead}</p>
      </div>
      <div className="stack">
        <p className="cluster">
          <ButtonLink href="">{m.offline.again}</ButtonLink>
          <ButtonLink tone="quiet" href={to.home()}>
            {m.nav.home}
          </ButtonLink>
        </p>
        <ul className="prose">
          {m.offline.still.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </ShopPage>
  );
}
