import { createContext, useContext, type ReactNode } from "react";

export type Locale = "zh" | "en";

const LocaleContext = createContext<Locale>("zh");

/** The language of everything inside; root sets it from the URL, the consoles are Chinese. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** For the kit's own few words (次页, 合计 …); pages pass all other words in. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** The language a URL is in: English below /en, else Chinese. */
export function localeOfPath(pathname: string): Locale {
  return pathname === "/en" || pathname.startsWith("/en/") ? "en" : "zh";
}

export function languageTag(locale: Locale): string {
  return locale === "en" ? "en" : "zh-CN";
}
