import type { MetaDescriptor } from "@remix-run/node";
import { inOtherLanguage } from "./other-language";

/** The same page in both languages, for search engines. */
export function alternates({ pathname }: { pathname: string }): MetaDescriptor[] {
  const english = pathname === "/en" || pathname.startsWith("/en/");
  const chinese = english ? inOtherLanguage(pathname) : pathname;
  return [
    { tagName: "link", rel: "alternate", hrefLang: "zh-CN", href: chinese },
    { tagName: "link", rel: "alternate", hrefLang: "en", href: inOtherLanguage(chinese) },
  ];
}
