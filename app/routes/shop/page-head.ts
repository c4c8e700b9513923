import type { MetaDescriptor } from "@remix-run/node";
import { localeOfPath } from "~/ui/locale";
import { inOtherLanguage } from "./other-language";

type Where = {
  readonly location: { readonly pathname: string };
  readonly matches: readonly { readonly id: string; readonly data?: unknown }[];
};

/**
 * What search engines and chats are told of a page: title, description, its one address, the same page in the other
 * language, and the card that is shown where somebody shares it. Addresses are whole; nothing is from another host.
 */
export function pageHead(
  where: Where,
  page: {
    readonly title: string;
    readonly description: string;
    readonly image?: { readonly path: string; readonly alt: string } | undefined;
    readonly type?: "website" | "product";
    /** the shop's name is in the title already */
    readonly wholeTitle?: boolean;
  },
): MetaDescriptor[] {
  const { pathname } = where.location;
  const origin = originOf(where);
  const locale = localeOfPath(pathname);
  const site = locale === "en" ? "Huhui" : "户惠";
  const [chinese, english] =
    locale === "en" ? [inOtherLanguage(pathname), pathname] : [pathname, inOtherLanguage(pathname)];
  const other = (hrefLang: string, path: string) => ({
    tagName: "link",
    rel: "alternate",
    hrefLang,
    href: origin + path,
  });
  return [
    { title: page.wholeTitle ? page.title : `${page.title} · ${site}` },
    { name: "description", content: page.description },
    { tagName: "link", rel: "canonical", href: origin + pathname },
    other("zh-CN", chinese),
    other("en", english),
    other("x-default", chinese),
    { property: "og:site_name", content: site },
    { property: "og:type", content: page.type ?? "website" },
    { property: "og:locale", content: locale === "en" ? "en_GB" : "zh_CN" },
    { property: "og:title", content: page.title },
    { property: "og:description", content: page.description },
    { property: "og:url", content: origin + pathname },
    ...(page.image
      ? [
          { property: "og:image", content: origin + page.image.path },
          { property: "og:image:alt", content: page.image.alt },
          { name: "twitter:card", content: "summary_large_image" },
        ]
      : [{ name: "twitter:card", content: "summary" }]),
  ];
}

/** The shop's own address, as root knows it. */
export function originOf({ matches }: Where): string {
  const data = matches.find((match) => match.id === "root")?.data;
  return typeof data === "object" && data !== null && "origin" in data ? String(data.origin) : "";
}

/** The way down to a page, for search engines. */
export function breadcrumbData(origin: string, steps: readonly { name: string; path?: string }[]): MetaDescriptor {
  return {
    "script:ld+json": {
      "@context": "https://schema.org",
      "@type": "BreadcrumbList",
      itemListElement: steps.map(({ name, path }, index) => ({
        "@type": "ListItem",
        position: index + 1,
        name,
        ...(path === undefined ? {} : { item: origin + path }),
      })),
    },
  };
}
