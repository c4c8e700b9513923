import { englishDate } from "~/kernel/english-date";
import { useLocale, type Locale } from "./locale";

/** A month, day or minute in Beijing ("2026-11", "2026-11-23", "2026-11-23 09:30") as the language writes it. */
export function dateIn(locale: Locale, date: string): string {
  return locale === "en" ? englishDate(date) : date;
}

/** The same where the page draws it. */
export function Day({ children }: { children: string }) {
  return <time dateTime={children}>{dateIn(useLocale(), children)}</time>;
}
