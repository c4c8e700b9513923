import { localeOfPath, useLocale, type Locale } from "~/ui/locale";
import { paths } from "~/paths";
import { en } from "./en";
import { zh, type Messages } from "./zh";

export type { Messages } from "./zh";

const CATALOGS = { zh, en } satisfies Record<Locale, Messages>;

export function messagesOf(locale: Locale): Messages {
  return CATALOGS[locale];
}

/** The shop in the page's language: its words and its addresses. */
export function useShop(): { locale: Locale; m: Messages; to: ReturnType<typeof paths.shop> } {
  const locale = useLocale();
  return { locale, m: messagesOf(locale), to: paths.shop(locale) };
}

/** The same for loaders, actions and titles. */
export function shopOf(pathname: string): { locale: Locale; m: Messages; to: ReturnType<typeof paths.shop> } {
  const locale = localeOfPath(pathname);
  return { locale, m: messagesOf(locale), to: paths.shop(locale) };
}

/** The Chinese or the English of two columns; an empty English text falls back to the Chinese one. */
export function inLocale(locale: Locale, chinese: string, english: string | null | undefined): string {
  return locale === "en" && english ? english : chinese;
}
