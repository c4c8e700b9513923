import type { ReactNode } from "react";
import { Button } from "./button";
import { DemoBanner } from "./demo-banner";
import { languageTag, LocaleProvider, type Locale } from "./locale";
import { SiteLicences } from "./site-licences";
import { TextSizeSwitch } from "./text-size";
import { Wordmark } from "./wordmark";

export type NavLink = { label: string; href: string; current?: boolean };

/** What the shop's frame leads to; the shop builds the addresses. */
export type ShopFrame = {
  locale: Locale;
  homeHref: string;
  /** where the search form goes (GET, `q`) */
  searchHref: string;
  /** this page in the other language */
  otherLanguageHref: string;
  /** the shopper's own pages, or the way in */
  accountHref?: string;
  cartHref: string;
  cartCount?: number;
  /** where the form for 大字版 goes */
  textSizeHref?: string;
  /** what was searched for */
  query?: string;
  nav: readonly NavLink[];
  footer: readonly { title: string; links: readonly NavLink[] }[];
};

/** Header with search, language and cart; the page; footer. Set `wide` for pages that lay themselves out to the edges. */
export function ShopLayout({ frame, wide, children }: { frame: ShopFrame; wide?: boolean; children: ReactNode }) {
  const words = WORDS[frame.locale];
  return (
    <LocaleProvider locale={frame.locale}>
      <a className="skip-link" href="#main">
        {words.skip}
      </a>
      <DemoBanner />
      <header className="shop-header">
        <div className="page shop-header-row">
          <a className="wordmark" href={frame.homeHref}>
            <Wordmark />
          </a>
          <form className="shop-search" role="search" action={frame.searchHref} method="get">
            <input
              className="input"
              type="search"
              name="q"
              defaultValue={frame.query}
              aria-label={words.searchLabel}
              placeholder={words.searchHint}
              maxLength={80}
            />
            <Button>{words.search}</Button>
          </form>
          <ul className="shop-tools">
            {frame.textSizeHref !== undefined && (
              <li>
                <TextSizeSwitch action={frame.textSizeHref} />
              </li>
            )}
            <li>
              <a
                href={frame.otherLanguageHref}
                lang={languageTag(frame.locale === "en" ? "zh" : "en")}
                hrefLang={languageTag(frame.locale === "en" ? "zh" : "en")}
              >
                {words.otherLanguage}
              </a>
            </li>
            {frame.accountHref !== undefined && (
              <li>
                <a href={frame.accountHref}>{words.account}</a>
              </li>
            )}
            <li>
              <a href={frame.cartHref}>
                {words.cart}{" "}
                {frame.cartCount !== undefined && frame.cartCount > 0 && (
                  <span className="count">{frame.cartCount}</span>
                )}
              </a>
            </li>
          </ul>
        </div>
        {frame.nav.length > 0 && (
          <nav className="shop-nav" aria-label={words.navLabel}>
            <ul className="page">
              {frame.nav.map((link) => (
                <li key={link.href}>
                  <a href={link.href} aria-current={link.current ? "page" : undefined}>
                    {link.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main id="main" tabIndex={-1} className={wide ? "shop-main" : "shop-main page"}>
        {children}
      </main>
      <footer className="shop-footer on-indigo">
        <div className="page shop-footer-inner">
          <div className="stack-small">
            <Wordmark size={26} latin="" />
            <p>{words.promise}</p>
            <p>{words.complaints}</p>
            <SiteLicences />
          </div>
          {frame.footer.map((group) => (
            <nav key={group.title} aria-label={group.title}>
              <h2>{group.title}</h2>
              <ul>
                {group.links.map((link, index) => (
                  // Two of them may lead to the same address.
                  <li key={index}>
                    <a href={link.href}>{link.label}</a>
                  </li>
                ))}
              </ul>
            </nav>
          ))}
        </div>
      </footer>
    </LocaleProvider>
  );
}

/** 乡村振兴咨询监督电话: answers wherever a seller has no telephone of its own. */
export const COMPLAINTS_LINE = "12317";

const WORDS = {
  zh: {
    skip: "跳到正文",
    search: "搜索",
    searchLabel: "搜索农产品或村庄",
    searchHint: "猕猴桃、绿梅、村名…",
    otherLanguage: "English",
    account: "我的",
    cart: "购物车",
    navLabel: "栏目",
    promise: "卖村里的东西，也把每一分钱的去处写清楚。",
    complaints: `乡村振兴咨询监督电话：${COMPLAINTS_LINE}`,
  },
  en: {
    skip: "Skip to content",
    search: "Search",
    searchLabel: "Search produce or villages",
    searchHint: "kiwifruit, green plum, a village…",
    otherLanguage: "中文",
    account: "Account",
    cart: "Cart",
    navLabel: "Sections",
    promise: "We sell what villages grow, and write down where every fen goes.",
    complaints: `Complaints and supervision line (China): ${COMPLAINTS_LINE}`,
  },
} as const satisfies Record<Locale, Record<string, string>>;
