import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button } from "~/ui/button";
import { COMPLAINTS_LINE } from "~/ui/shop-layout";
import { KeepButton } from "./keep-button";
import { useShop } from "./messages/messages";
import type { loader } from "./product";

/** 合作社 · 客服 · 收藏 · 加入购物车 · 立即购买: at the foot of a phone, below the fields on a wide screen. */
export function BuyBar() {
  const { listing } = useLoaderData<typeof loader>();
  const { m, to } = useShop();
  return (
    <div className="fixed-bar buy-bar">
      <BarLink href="#seller" sign={<path d="M3 9 5 4h14l2 5M5 9.5V20h14V9.5M3 9h18M10 20v-6h4v6" />}>
        {listing.sellerSlug === null ? m.product.seller : m.product.cooperative}
      </BarLink>
      <BarLink
        href={`tel:${listing.sellerPhone ?? COMPLAINTS_LINE}`}
        sign={<path d="M4 14v-2a8 8 0 0 1 16 0v2M4 13h3v6H4zM17 13h3v6h-3zM20 19c0 2-3 2.5-6 2.5" />}
      >
        {m.product.service}
      </BarLink>
      <KeepButton />
      <Button tone="quiet" size="large" formMethod="post" formAction={to.cart()} name="intent" value="add">
        {m.product.addToCart}
      </Button>
      <Button size="large" formMethod="get" formAction={to.checkout()}>
        {m.product.buyNow}
      </Button>
    </div>
  );
}

function BarLink({ href, sign, children }: { href: string; sign: ReactNode; children: string }) {
  return (
    <a className="bar-link" href={href}>
      <svg
        viewBox="0 0 24 24"
        width="22"
        height="22"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        {sign}
      </svg>
      {children}
    </a>
  );
}
