import type { Locale } from "~/ui/locale";
import { inLocale, messagesOf } from "./messages/messages";
import type { VillageOnSale } from "./window-store.server";

type Place = Pick<
  VillageOnSale,
  "code" | "name" | "nameEn" | "townshipName" | "townshipNameEn" | "countyName" | "countyNameEn"
>;

export type PlaceOption = { readonly value: string; readonly label: string; readonly group: string };

/** Where goods may be from: of each county its townships as a whole, each before its own villages. */
export function placeOptions(villages: readonly Place[], locale: Locale): PlaceOption[] {
  return distinct(villages, countyOf).flatMap((county) => {
    const ofCounty = villages.filter((village) => countyOf(village) === countyOf(county));
    const group = inLocale(locale, county.countyName, county.countyNameEn);
    return distinct(ofCounty, townshipOf).flatMap((township) => [
      { value: townshipOf(township), label: townshipLabel(township, locale), group },
      ...ofCounty
        .filter((village) => townshipOf(village) === townshipOf(township))
        .map(({ code, name, nameEn }) => ({ value: code, label: inLocale(locale, name, nameEn), group })),
    ]);
  });
}

/** What a place that was asked for is called; undefined when nothing from there is on sale. A province or city is called by its counties. */
export function placeName(villages: readonly Place[], code: string, locale: Locale): string | undefined {
  if (code.length <= 6) {
    const counties = distinct(
      villages.filter((village) => village.code.startsWith(code)),
      countyOf,
    ).map(({ countyName, countyNameEn }) => inLocale(locale, countyName, countyNameEn));
    return counties.length === 0 ? undefined : counties.join(locale === "en" ? ", " : "、");
  }
  return placeOptions(villages, locale).find((option) => option.value === code)?.label;
}

function townshipLabel({ townshipName, townshipNameEn }: Place, locale: Locale): string {
  return messagesOf(locale).search.wholeTownship(inLocale(locale, townshipName, townshipNameEn));
}

function countyOf({ code }: Place): string {
  return code.slice(0, 6);
}

function townshipOf({ code }: Place): string {
  return code.slice(0, 9);
}

/** The first of each key, in their order. */
function distinct(villages: readonly Place[], key: (village: Place) => string): Place[] {
  return villages.filter((village, index) => villages.findIndex((other) => key(other) === key(village)) === index);
}
