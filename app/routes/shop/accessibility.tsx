import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { cartCountOf } from "~/orders/cart-cookie.server";
import { pageData } from "~/platform/page-data.server";
import type { PageHandle } from "~/ui/page-handle";
import { shopOf } from "./messages/messages";
import { pageHead } from "./page-head";
import { StandingPage } from "./standing-page";
import { standingWords } from "./standing-words";

export function loader({ request }: LoaderFunctionArgs) {
  return pageData({ cartCount: cartCountOf(request) });
}

export const handle = { shared: true } satisfies PageHandle;

export const meta: MetaFunction<typeof loader> = ({ location, matches }) => {
  const { title, lead } = standingWords(shopOf(location.pathname).locale).accessibility;
  return pageHead({ location, matches }, { title, description: lead });
};

export default function Accessibility() {
  const { cartCount } = useLoaderData<typeof loader>();
  return <StandingPage name="accessibility" cartCount={cartCount} />;
}
