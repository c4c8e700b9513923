import { pinyin } from "pinyin-pro";
import { bigramsOf, hanRuns } from "./han";
import { SHARES } from "./search-query";

/** What is indexed of a listing: names and facts of goods and places, nothing about people. Price and stock are for filters only. */
export type SearchDocument = {
  readonly id: string;
  readonly title: string;
  readonly titleEn: string;
  readonly product: string;
  readonly productEn: string;
  readonly aliases: readonly string[];
  readonly village: string;
  readonly villageEn: string;
  readonly seller: string;
  readonly sellerEn: string;
  /** full pinyin from each character on: "changxilvmei", "xilvmei", "lvmei" …, so that a word is found inside a name */
  readonly pinyin: readonly string[];
  readonly initials: readonly string[];
  /**
   * every two neighbouring characters, and every one: the engine's word cutting hides words otherwise. Those of the goods by
   * themselves: who asks for 茶 means 绿茶 before anything of 昌溪茶笋合作社
   */
  readonly goodsBigrams: string;
  readonly goodsChars: string;
  readonly placeBigrams: string;
  readonly placeChars: string;
  readonly category: string;
  /** every prefix of the village's code, so that a county finds its villages */
  readonly areas: readonly string[];
  readonly certificates: readonly string[];
  readonly months: readonly number[];
  readonly shipsWithinDays: number;
  readonly available: boolean;
  /** comes in a pack for a kitchen */
  readonly largePack: boolean;
  readonly pricePerJinFen: number | null;
  readonly lowestPriceFen: number;
  /** of the cheapest pack, when it was last worked out; for filters and order only */
  readonly householdFen: number;
  readonly shareBps: number;
  /** the percentages offered as "at least" that it reaches, for counting */
  readonly shareSteps: readonly number[];
  /** days since 1970 of the newest harvest */
  readonly harvestedOn: number;
};

export type IndexedListing = Omit<
  SearchDocument,
  | "aliases"
  | "pinyin"
  | "initials"
  | "goodsBigrams"
  | "goodsChars"
  | "placeBigrams"
  | "placeChars"
  | "areas"
  | "shareSteps"
> & {
  readonly aliases: string;
  readonly areaCode: string;
};

export function searchDocument({ aliases, areaCode, ...listing }: IndexedListing): SearchDocument {
  const goods = [listing.title, listing.product, ...aliases.split(/\s+/)];
  const places = [listing.village, listing.seller];
  // A name is read once, as a whole: what a character sounds like depends on its neighbours, and reading is most of the work.
  const sounds = unique([...goods, ...places]).map(syllablesOf);
  return {
    ...listing,
    aliases: aliases.split(/\s+/).filter(Boolean),
    pinyin: unique(sounds.flatMap((syllables) => tails(syllables).map((tail) => tail.join("")))),
    initials: unique(sounds.flatMap((syllables) => tails(syllables).map((tail) => tail.map(first).join("")))),
    goodsBigrams: unique(goods.flatMap(bigramsOf)).join(" "),
    goodsChars: unique(goods.flatMap((name) => [...hanOf(name)])).join(" "),
    placeBigrams: unique(places.flatMap(bigramsOf)).join(" "),
    placeChars: unique(places.flatMap((name) => [...hanOf(name)])).join(" "),
    areas: [2, 4, 6, 9, 12].map((length) => areaCode.slice(0, length)),
    shareSteps: SHARES.filter((percent) => listing.shareBps >= percent * 100),
  };
}

/** "lvmei": without tones, ü as v, as people type it. */
export function fullPinyin(text: string): string {
  return syllablesOf(text).join("");
}

/** What each Chinese character of a text sounds like, one after the other. */
export function syllablesOf(text: string): string[] {
  const han = hanOf(text);
  return han === "" ? [] : pinyin(han, { toneType: "none", type: "array", v: true });
}

function first(syllable: string): string {
  return syllable.slice(0, 1);
}

/** mi hou tao → mi hou tao, hou tao: what a name ends with, down to two syllables. */
function tails(syllables: readonly string[]): string[][] {
  return syllables.slice(0, Math.max(1, syllables.length - 1)).map((_, from) => syllables.slice(from));
}

function hanOf(text: string): string {
  return hanRuns(text).join("");
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word !== ""))];
}
