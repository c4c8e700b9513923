import { json, redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { orderToken } from "~/orders/access-token.server";
import { settleReturn } from "~/payments/settle-return.server";
import { ButtonLink } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { cartCookie, readCartCookie } from "~/orders/cart-cookie.server";
import { shopOf, useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";

/** Back from Stripe. Settles the payment as the webhook does, whichever of them is first, then shows the order. */
export async function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  const { to } = shopOf(url.pathname);
  const sessionId = url.searchParams.get("session") ?? "";
  const settled = await settleReturn({ sessionId, now: new Date() });
  const cookie = readCartCookie(request);
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (settled.kind === "paid") {
    // What was bought has left the cart; the cart page sets the exact figure if something stayed.
    if (cookie) headers.append("Set-Cookie", cartCookie({ ...cookie, count: 0 }));
    return redirect(to.order(orderToken(settled.orderId)), { headers });
  }
  const token = settled.kind === "not-found" ? null : orderToken(settled.orderId);
  if (settled.kind === "expired" && token) return redirect(to.order(token), { headers });
  return json({ cartCount: cookie?.count ?? 0, kind: settled.kind, token, sessionId }, { headers });
}

export const meta: MetaFunction = ({ location }) => {
  const { locale, m } = shopOf(location.pathname);
  return [
    { title: `${m.returned.title} · ${locale === "en" ? "Huhui" : "户惠"}` },
    { name: "robots", content: "noindex" },
  ];
};

export default function CheckoutReturn() {
  const { cartCount, kind, token, sessionId } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  const words = {
    processing: { tone: "waiting", title: m.returned.processing, text: m.returned.processingText },
    returned: { tone: "problem", title: m.returned.refunded, text: m.returned.refundedText },
    expired: { tone: "problem", title: m.returned.unknown, text: m.returned.unknownText },
    "not-found": { tone: "problem", title: m.returned.unknown, text: m.returned.unknownText },
  } as const;
  const { tone, title, text } = words[kind];
  return (
    <ShopPage cartCount={cartCount}>
      <div className="page-head">
        <h1>{m.returned.title}</h1>
      </div>
      <Notice tone={tone} title={title}>
        {text}
      </Notice>
      <p className="cluster form-actions">
        {kind === "processing" && <ButtonLink href={to.checkoutReturn(sessionId)}>{m.returned.refresh}</ButtonLink>}
        {token && (
          <ButtonLink tone="quiet" href={to.order(token)}>
            {m.returned.toOrder}
          </ButtonLink>
        )}
        {!token && (
          <ButtonLink tone="quiet" href={to.cart()}>
            {m.returned.toCart}
          </ButtonLink>
        )}
      </p>
    </ShopPage>
  );
}
