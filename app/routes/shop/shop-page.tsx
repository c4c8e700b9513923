import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { paths } from "~/paths";
import { ShopLayout, type ShopFrame } from "~/ui/shop-layout";
import { useShop } from "./messages/messages";
import { inOtherLanguage } from "./other-language";

/** Every page of the shop: header with search, language and cart, the page, footer. The language switch keeps the page. */
export function ShopPage({
  cartCount,
  query,
  wide,
  children,
}: {
  cartCount: number;
  query?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const { locale, m, to } = useShop();
  const { pathname, search } = useLocation();
  const nav = [
    { label: m.nav.search, href: to.search() },
    { label: m.nav.villages, href: to.villages() },
    { label: m.nav.howSplit, href: to.howMoneyIsSplit() },
  ];
  const frame: ShopFrame = {
    locale,
    homeHref: to.home(),
    searchHref: to.search(),
    otherLanguageHref: inOtherLanguage(pathname) + search,
    accountHref: to.account.orders(),
    cartHref: to.cart(),
    cartCount,
    textSizeHref: paths.textSize(),
    nav: nav.map((link) => ({ ...link, current: link.href === pathname })),
    footer: [
      {
        title: m.footer.shop,
        links: [...nav.slice(0, 2), { label: m.footer.institutions, href: to.institutions() }],
      },
      {
        title: m.footer.about,
        links: [
          { label: m.nav.howSplit, href: to.howMoneyIsSplit() },
          { label: m.transparency.title, href: to.transparency() },
          { label: m.notices.title, href: to.notices() },
        ],
      },
      {
        title: m.footer.work,
        links: [
          { label: m.footer.cooperative, href: paths.signIn() },
          { label: m.footer.official, href: paths.signIn() },
          { label: m.join.footer, href: to.join() },
        ],
      },
      {
        title: m.footer.help,
        links: [
          { label: m.footer.accessibility, href: to.accessibility() },
          { label: m.footer.privacy, href: to.privacy() },
          { label: m.footer.api, href: to.api() },
        ],
      },
    ],
    ...(query === undefined ? {} : { query }),
  };
  return (
    <ShopLayout frame={frame} {...(wide ? { wide } : {})}>
      {children}
    </ShopLayout>
  );
}
