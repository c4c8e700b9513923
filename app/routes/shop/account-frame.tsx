import type { ReactNode } from "react";
import { paths } from "~/paths";
import { Button } from "~/ui/button";
import { useAccountWords } from "./messages/account";
import { useShop } from "./messages/messages";
import { ShopPage } from "./shop-page";

export type AccountPlace = "orders" | "favourites" | "addresses" | "settings" | "data";

/** A shopper's own pages: where one is among them, and the way out. */
export function AccountFrame({
  cartCount,
  current,
  title,
  children,
}: {
  cartCount: number;
  current: AccountPlace;
  title: string;
  children: ReactNode;
}) {
  const { to } = useShop();
  const words = useAccountWords();
  const places = {
    orders: to.account.orders(),
    favourites: to.account.favourites(),
    addresses: to.account.addresses(),
    settings: to.account.settings(),
    data: to.account.data(),
  } satisfies Record<AccountPlace, string>;
  return (
    <ShopPage cartCount={cartCount}>
      <div className="account-head no-print">
        <nav aria-label={words.title}>
          <ul className="account-nav">
            {Object.entries(places).map(([place, href]) => (
              <li key={place}>
                <a href={href} aria-current={place === current ? "page" : undefined}>
                  {words.nav[place as AccountPlace]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <form method="post" action={paths.signOut()}>
          <input type="hidden" name="to" value={to.account.signIn()} />
          <Button tone="link">{words.nav.signOut}</Button>
        </form>
      </div>
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      {children}
    </ShopPage>
  );
}

export function accountMeta(title: string, locale: "zh" | "en") {
  return [{ title: `${title} · ${locale === "en" ? "Huhui" : "户惠"}` }, { name: "robots", content: "noindex" }];
}
