import { inLocale } from "./messages/messages";

/** Areas from the province down, as each language says where something lies: 安徽省 · 歙县 or "Shexian County, Anhui". */
export function placeWords(
  locale: "zh" | "en",
  above: readonly { readonly name: string; readonly nameEn: string }[],
): string {
  const names = above.map((area) => inLocale(locale, area.name, area.nameEn));
  return locale === "en" ? names.toReversed().join(", ") : names.join(" · ");
}
